#include "calibration/refine.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "fit/parallel.hpp"
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
  for (const plan::draw kind : {plan::draw::random, plan::draw::learned}) {
    for (plan::shape& dims : plan::fresh_shapes(one.range, candidates_of_a_kind, seed, kind, one.affordable())) {
      all.insert(std::move(dims));
    }
  }
  for (const plan::shape& dims : one.shapes) all.erase(dims);
  return {all.begin(), all.end()};
}

/// A job that gains from further shapes.
struct candidate {
  std::size_t job;  ///< its number
  std::size_t shapes;
  std::size_t most_shapes;
  fit::proposer proposer;

  double claim() const { return proposer.error() * static_cast<double>(shapes); }
};

std::optional<candidate> worth_refining(const measured_job& one, std::size_t number, std::uint64_t seed) {
  const job& plan = one.plan;
  if (!plan.fitted() || plan.shapes.size() >= plan.most_shapes) return {};
  const fit::measurement_set measured = measurement_set_of(one);
  if (measured.shapes.size() < fewest_to_fit) return {};
  candidate found{number, plan.shapes.size(), plan.most_shapes, fit::proposer(measured, seed)};
  if (found.proposer.error() < good_enough) return {};
  return found;
}

}  // namespace

std::vector<job> refine(std::span<const measured_job> measured, double room, std::uint64_t seed, unsigned threads) {
  std::vector<std::optional<candidate>> candidates(measured.size());
  fit::for_each_index(measured.size(), threads,
                      [&](std::size_t i) { candidates[i] = worth_refining(measured[i], i, seed); });
  std::erase(candidates, std::nullopt);
  std::vector<job> jobs;
  double all_shapes = 0;
  for (const measured_job& one : measured) {
    jobs.push_back(one.plan);
    all_shapes += static_cast<double>(one.plan.shapes.size());
  }
  double claims = 0, shapes = 0;
  for (const auto& one : candidates) {
    shapes += static_cast<double>(one->shapes);
    claims += one->claim();
  }
  const double wanted = std::min(growth * shapes, room * all_shapes);
  fit::for_each_index(candidates.size(), threads, [&](std::size_t i) {
    const candidate& one = *candidates[i];
    const auto share = static_cast<std::size_t>(std::llround(wanted * one.claim() / claims));
    const std::size_t count = std::min(share, one.most_shapes - one.shapes);
    job& grown = jobs[one.job];
    // Another seed as the table grows, or the same candidates would be drawn again.
    for (plan::shape& dims : one.proposer.choose(candidates_for(grown, seed + one.shapes), count)) {
      grown.shapes.push_back(std::move(dims));
    }
  });
  return jobs;
}

}  // namespace calib::calibration
