#include "coverage_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

namespace calib::tool {
namespace {

constexpr std::string_view tied = "tied:";

// The error of so few shapes is no more than they are.
constexpr std::uint32_t few_shapes = 5;

// The power of one of two dimensions that the other is, times a factor, in all shapes; nothing where it is none, or
// where one of them does not vary.
std::optional<double> power_between(const fit::measurement_set& set, std::size_t one, std::size_t other) {
  std::optional<double> slope;
  const auto& first = set.shapes.front().dims;
  for (const fit::measured_shape& shape : set.shapes) {
    if (shape.dims[one] == 0 || shape.dims[other] == 0 || first[one] == 0 || first[other] == 0) return std::nullopt;
    if (shape.dims[one] == first[one] && shape.dims[other] == first[other]) continue;
    if (shape.dims[one] == first[one] || shape.dims[other] == first[other]) return std::nullopt;
    const double x = std::log(static_cast<double>(shape.dims[one]) / static_cast<double>(first[one]));
    const double y = std::log(static_cast<double>(shape.dims[other]) / static_cast<double>(first[other]));
    if (!slope) slope = y / x;
    if (std::abs(y - *slope * x) > 1e-9 * std::abs(y)) return std::nullopt;
  }
  return slope;
}

// The only size of an axis that was measured.
std::optional<std::uint64_t> only_size(const profile_io::axis_data& axis) {
  if (axis.measured) {
    if (axis.measured->first != axis.measured->last) return std::nullopt;
    return axis.measured->first;
  }
  if (axis.knots.size() != 1) return std::nullopt;
  return axis.knots.front();
}

std::string name_of(const profile_io::table_data& table) {
  return fmt::format("{} {} in {}", table.operation, facts(table.precision).name, table.setting);
}

}  // namespace

std::vector<std::string> coverage_flags(const fit::measurement_set& set) {
  std::vector<std::string> flags;
  std::vector<bool> told(set.dimensions.size(), false);
  for (std::size_t d = 0; d < set.dimensions.size(); ++d) {
    if (told[d]) continue;
    std::vector<std::string> together{set.dimensions[d]};
    for (std::size_t other = d + 1; other < set.dimensions.size(); ++other) {
      if (told[other] || !power_between(set, d, other)) continue;
      told[other] = true;
      together.push_back(set.dimensions[other]);
    }
    if (together.size() > 1) flags.push_back(fmt::format("{}{}", tied, fmt::join(together, "=")));
  }
  return flags;
}

std::vector<std::uint64_t> coverage_line(const fit::measurement_set& set) {
  for (std::size_t d = 0; d < set.dimensions.size(); ++d) {
    std::vector<std::uint64_t> line(set.dimensions.size(), 0);
    bool any = false;
    for (std::size_t other = d + 1; other < set.dimensions.size(); ++other) {
      const auto power = power_between(set, d, other);
      if (!power || std::abs(*power - 1) > 1e-9) continue;
      line[other] = set.shapes.front().dims[other];
      any = true;
    }
    if (!any) continue;
    line[d] = set.shapes.front().dims[d];
    return line;
  }
  return {};
}

std::vector<std::string> coverage_sentences(const profile_io::table_data& table) {
  std::vector<std::string> sentences;
  if (!table.fitted) return sentences;
  const std::string name = name_of(table);
  const std::uint32_t shapes = table.misfits.shapes;
  if (shapes == 1) {
    sentences.push_back(fmt::format(
        "{}: one shape was measured, so no error can be stated, and every other shape is extrapolated", name));
    return sentences;
  }
  if (shapes > 0 && shapes < few_shapes) {
    sentences.push_back(fmt::format("{}: {} shapes were measured; the error says little of others", name, shapes));
  }
  std::vector<std::string> single;
  for (const profile_io::axis_data& axis : table.axes) {
    if (const auto size = only_size(axis)) single.push_back(fmt::format("{} was {}", axis.name, *size));
  }
  if (!single.empty()) {
    sentences.push_back(
        fmt::format("{}: {} in every row; other sizes are extrapolated", name, fmt::join(single, ", ")));
  }
  for (std::string_view flag : table.quality.flags) {
    if (!flag.starts_with(tied)) continue;
    flag.remove_prefix(tied.size());
    std::string names(flag);
    for (std::size_t at = 0; (at = names.find('=', at)) != std::string::npos;) names.replace(at, 1, ", ");
    sentences.push_back(
        fmt::format("{}: {} varied only together, on a diagonal; what lies off it is extrapolated", name, names));
  }
  return sentences;
}

std::string coverage_text(const profile_io::table_data& table) {
  std::string text;
  for (const std::string& sentence : coverage_sentences(table)) text += sentence + '\n';
  return text;
}

}  // namespace calib::tool
