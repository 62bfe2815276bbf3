#include "hold_out.hpp"

#include <algorithm>
#include <iterator>
#include <random>
#include <set>
#include <string>

#include "plain_grid.hpp"
#include "profile_io/operations.hpp"

namespace calib::bench {
namespace {

constexpr std::size_t folds = 5;
// Sets up to this size are judged in all folds, as calib import does.
constexpr std::size_t fold_limit = 400;

std::string form_of(const fit::measurement_set& set, const fit::measured_shape& one) {
  const auto form = profile_io::lowered(set.operation, one.dims);
  return form ? std::string(form->operation) : set.operation;
}

std::set<fit::shape> on_plain_grids(const fit::measurement_set& set, std::span<const std::size_t> points) {
  std::set<fit::shape> known;
  if (fit::split_by_form(set).front().operation != set.operation) return known;  // its grids are those of its forms
  for (const std::size_t count : points) {
    const auto shapes = plan::shapes_of(plain_axes(set, count));
    known.insert(shapes.begin(), shapes.end());
  }
  return known;
}

}  // namespace

std::vector<split> splits_of(const fit::measurement_set& set, std::span<const std::size_t> points, std::uint64_t seed) {
  const bool in_folds = set.shapes.size() <= fold_limit;
  const std::set<fit::shape> known = in_folds ? std::set<fit::shape>{} : on_plain_grids(set, points);
  std::vector<fit::measured_shape> order = set.shapes;
  std::mt19937_64 random(seed);
  std::shuffle(order.begin(), order.end(), random);
  std::vector<split> splits;
  for (std::size_t fold = 0; fold < (in_folds ? folds : 1); ++fold) {
    split& one = splits.emplace_back();
    one.seen = set;
    one.seen.shapes.clear();
    std::set<std::string> forms;
    for (std::size_t i = 0; i < order.size(); ++i) {
      if (i % folds == fold && !known.contains(order[i].dims)) continue;
      one.seen.shapes.push_back(order[i]);
      forms.insert(form_of(set, order[i]));
    }
    for (std::size_t i = fold; i < order.size(); i += folds) {
      if (!known.contains(order[i].dims) && forms.contains(form_of(set, order[i]))) one.held_out.push_back(order[i]);
    }
  }
  return splits;
}

}  // namespace calib::bench
