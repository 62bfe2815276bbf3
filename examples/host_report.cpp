/// Where this machine falls furthest short of its datasheet: for each operation of its profile, a shape between the
/// largest measured ones, how long it takes, and how long it would take at the datasheet's peaks. The widest gaps
/// first.

#include <algorithm>
#include <array>
#include <calib/calib.hpp>
#include <calib/profiles/host.hpp>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

using namespace calib;

namespace {

constexpr std::size_t most_lines = 12;

struct line {
  std::string operation;
  std::string shape;
  estimate answer;
  std::string_view setting;
};

/// Halfway, in ratio, between the two largest knots of each axis that were measured: what is limited by the memory then
/// is beyond the caches, for which datasheets promise nothing.
template <class Profile, Operation Op, class Setting>
Op shape_between_knots() {
  std::array<std::size_t, rank<Op>> dims{};
  for (std::size_t i = 0; i < rank<Op>; ++i) {
    const axis_view& axis = view_of<Profile, Op, Setting>.axes[i];
    const double last = axis.measured.any() ? axis.measured.last : axis.last();
    const double before = std::min(axis.knots[axis.size < 2 ? 0 : axis.size - 2], last);
    dims[i] = static_cast<std::size_t>(std::sqrt(before * last));
  }
  return from_dims<Op>(dims);
}

template <Operation Op>
std::string text_of(const Op& op) {
  std::string text;
  for (std::size_t i = 0; i < rank<Op>; ++i) {
    text += (i > 0 ? " " : "") + std::string(Op::dimensions[i]) + '=' + std::to_string(op.dims()[i]);
  }
  return text;
}

/// In the unit that people would say it in.
std::string text_of(seconds time) {
  const double s = time.count();
  char text[32];
  if (s < 1e-6) {
    std::snprintf(text, sizeof text, "%.3g ns", 1e9 * s);
  } else if (s < 1e-3) {
    std::snprintf(text, sizeof text, "%.3g us", 1e6 * s);
  } else {
    std::snprintf(text, sizeof text, "%.3g ms", 1e3 * s);
  }
  return text;
}

/// A line for each operation and precision: of the setting that comes closest to the datasheet, where several have it.
template <class Profile, Operation Op, class Setting>
void add(std::vector<line>& lines) {
  using machine = mapper<Profile, Setting>;
  if (machine::facts().cache != cache_state::warm) return;
  const Op op = shape_between_knots<Profile, Op, Setting>();
  const estimate answer = machine::estimate(op);
  if (answer.efficiency <= 0) return;
  const line made{std::string(Op::name) + ' ' + std::string(facts(precision_of<Op>).name), text_of(op), answer,
                  machine::facts().id};
  const auto same =
      std::find_if(lines.begin(), lines.end(), [&](const line& one) { return one.operation == made.operation; });
  if (same == lines.end()) {
    lines.push_back(made);
  } else if (same->answer.efficiency < answer.efficiency) {
    *same = made;
  }
}

template <class Profile, class... Op, class... Setting>
std::vector<line> lines_of(type_list<table_key<Op, Setting>...>) {
  std::vector<line> lines;
  (add<Profile, Op, Setting>(lines), ...);
  return lines;
}

}  // namespace

int main() {
  using profiles::host;
  std::vector<line> lines = lines_of<host>(host::tables{});
  if (lines.empty()) {
    std::fputs("host_report: the profile has no table of warm caches, or no peaks\n", stderr);
    return 1;
  }
  std::sort(lines.begin(), lines.end(),
            [](const line& a, const line& b) { return a.answer.efficiency < b.answer.efficiency; });
  const std::size_t shown = std::min(lines.size(), most_lines);
  std::printf(
      "%s\nThe %zu widest gaps between what the datasheet promises and what was measured, of %zu operations:\n\n",
      std::string(host::name).c_str(), shown, lines.size());
  int operation_width = 0, shape_width = 0;
  for (std::size_t i = 0; i < shown; ++i) {
    operation_width = std::max(operation_width, static_cast<int>(lines[i].operation.size()));
    shape_width = std::max(shape_width, static_cast<int>(lines[i].shape.size()));
  }
  std::printf("%-*s  %-*s %10s %10s %8s  %-8s %s\n", operation_width, "operation", shape_width, "shape", "datasheet",
              "calibrated", "gap", "limit", "setting");
  for (std::size_t i = 0; i < shown; ++i) {
    const line& one = lines[i];
    const estimate& answer = one.answer;
    std::printf("%-*s  %-*s %10s %10s %7.1fx  %-8s %s\n", operation_width, one.operation.c_str(), shape_width,
                one.shape.c_str(), text_of(answer.latency * answer.efficiency).c_str(), text_of(answer.latency).c_str(),
                1 / answer.efficiency, std::string(name(answer.bound)).c_str(), std::string(one.setting).c_str());
  }
}
