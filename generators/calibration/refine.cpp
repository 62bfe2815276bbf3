#include "calibration/refine.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "calibration/measured_set.hpp"
#include "calibration/parallel.hpp"
#include "fit/propose.hpp"

namespace calib::calibration {
namespace {

// Shapes added at a time, as a share of those there are: few enough that the next ones know of them.
constexpr double growth = 0.5;
// A table whose shapes predict each other so well is not worth more: medians are not known better than to a percent.
constexpr double good_enough = 0.02;
// To propose from, of any size and of sizes that networks have.
constexpr std::size_t candidates_of_a_kind = 400;

// Both kinds may draw the same, and what the job has may not be measured yet.
std::vector<plan::shape> candidates_for(const job& one, std::uint64_t seed) {
  std::set<plan::shape> all;
  for (const plan::draw how : {plan::draw::random, plan::draw::learned}) {
    for (plan::shape& dims : plan::fresh_shapes(one.axes, candidates_of_a_kind, seed, how, one.affordable())) {
      all.insert(std::move(dims));
    }
  }
  for (const plan::shape& dims : one.shapes) all.erase(dims);
  return {all.begin(), all.end()};
}

struct refined_job {
  job* what;
  fit::proposer next;

  double claim() const { return next.error() * static_cast<double>(what->shapes.size()); }
};

std::optional<refined_job> worth_refining(job& one, std::span<const measure::result> results, std::uint64_t seed) {
  if (!one.fitted || one.shapes.size() >= one.most_shapes) return {};
  const fit::measurement_set measured = measured_set(one, results);
  if (measured.shapes.size() < fewest_to_fit) return {};
  refined_job candidate{&one, fit::proposer(measured, seed)};
  if (candidate.next.error() < good_enough) return {};
  return candidate;
}

}  // namespace

std::size_t refine(std::vector<job>& jobs, std::span<const measure::result> results, double room, std::uint64_t seed,
                   unsigned threads) {
  const auto parts = results_of(jobs, results);
  std::vector<std::optional<refined_job>> candidates(jobs.size());
  for_each_index(jobs.size(), threads, [&](std::size_t i) { candidates[i] = worth_refining(jobs[i], parts[i], seed); });
  std::erase(candidates, std::nullopt);
  double claims = 0, shapes = 0;
  for (const auto& one : candidates) {
    shapes += static_cast<double>(one->what->shapes.size());
    claims += one->claim();
  }
  const double wanted = std::min(growth * shapes, room * static_cast<double>(results.size()));
  std::atomic<std::size_t> added{0};
  for_each_index(candidates.size(), threads, [&](std::size_t i) {
    const refined_job& one = *candidates[i];
    const auto share = static_cast<std::size_t>(std::llround(wanted * one.claim() / claims));
    const std::size_t count = std::min(share, one.what->most_shapes - one.what->shapes.size());
    // Another seed as the table grows, or the same candidates would be drawn again.
    for (plan::shape& dims : one.next.choose(candidates_for(*one.what, seed + one.what->shapes.size()), count)) {
      one.what->shapes.push_back(std::move(dims));
      ++added;
    }
  });
  return added;
}

}  // namespace calib::calibration
