#include "fit/misfits.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace calib::fit {
namespace {

constexpr std::size_t named = 5;

// An answer of a fifth is as wrong as one of five times the measurement.
double size_of(double error) { return std::abs(std::log1p(error)); }

}  // namespace

profile_io::misfit_data misfits_among(std::span<const judged_shape> measured) {
  std::vector<const judged_shape*> wrong;
  for (const judged_shape& one : measured) {
    if (std::abs(one.error()) > misfit_limit) wrong.push_back(&one);
  }
  std::stable_sort(wrong.begin(), wrong.end(), [](const judged_shape* a, const judged_shape* b) {
    return size_of(a->error()) > size_of(b->error());
  });
  profile_io::misfit_data found{.shapes = static_cast<std::uint32_t>(measured.size()),
                                .count = static_cast<std::uint32_t>(wrong.size()),
                                .worst = {}};
  if (wrong.size() > named) wrong.resize(named);
  for (const judged_shape* one : wrong) {
    found.worst.push_back({{one->dims.begin(), one->dims.end()}, one->measured_s, one->predicted_s});
  }
  return found;
}

}  // namespace calib::fit
