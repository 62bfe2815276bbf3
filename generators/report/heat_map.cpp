#include "report/heat_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "profile_io/operations.hpp"

namespace calib::report {
namespace {

constexpr std::size_t usual_reduction = 1024;

std::vector<std::size_t> powers_within(const profile_io::axis_data& axis) {
  const std::uint64_t first = axis.measured ? axis.measured->first : axis.knots.front();
  const std::uint64_t last = axis.measured ? axis.measured->last : axis.knots.back();
  std::vector<std::size_t> out;
  for (std::uint64_t size = 1; size <= last; size *= 2) {
    if (size >= first) out.push_back(size);
  }
  return out;
}

std::size_t nearest_to_usual(const std::vector<std::size_t>& sizes) {
  const auto distance = [](std::size_t size) {
    return std::abs(std::log2(static_cast<double>(size) / static_cast<double>(usual_reduction)));
  };
  return *std::ranges::min_element(sizes, {}, distance);
}

}  // namespace

std::vector<heat_map> heat_maps_of(const std::vector<source_profile>& profiles) {
  std::vector<heat_map> out;
  for (const source_profile& from : profiles) {
    for (const profile_io::table_data& table : from.data.tables) {
      if (table.operation != "gemm" && table.operation != "linear") continue;
      heat_map map{.id = fmt::format("heat-{}-{}-{}-{}", from.data.id, table.setting, table.operation,
                                     facts(table.precision).name),
                   .title = {},
                   .k = 0,
                   .m = powers_within(table.axes[0]),
                   .n = powers_within(table.axes[1]),
                   .share = {}};
      const auto reductions = powers_within(table.axes[2]);
      if (map.m.size() < 2 || map.n.size() < 2 || reductions.empty()) continue;
      map.k = nearest_to_usual(reductions);
      map.title = fmt::format("{}{} {}, {}, k = {}", profiles.size() > 1 ? from.data.id + ": " : "", table.operation,
                              facts(table.precision).name, table.setting, map.k);
      for (const std::size_t m : map.m) {
        for (const std::size_t n : map.n) {
          const std::vector<std::size_t> dims{m, n, map.k};
          map.share.push_back(from.ready.estimate(table.operation, table.precision, dims, table.setting).efficiency);
        }
      }
      if (std::ranges::any_of(map.share, [](double share) { return share > 0; })) out.push_back(std::move(map));
    }
  }
  return out;
}

std::size_t colour_of(double share) noexcept {
  constexpr double colours = 10;
  return static_cast<std::size_t>(std::clamp(std::floor(share * colours), 0.0, colours - 1));
}

}  // namespace calib::report
