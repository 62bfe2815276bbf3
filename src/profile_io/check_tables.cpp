#include "profile_io/check_tables.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "calib/profile.hpp"
#include "profile_io/check_machine.hpp"
#include "profile_io/limits.hpp"
#include "profile_io/operations.hpp"
#include "profile_io/text.hpp"

namespace calib::profile_io {
namespace {

/// The dimensions of an operation that can have a table.
std::span<const std::string_view> table_dimensions(const checked_file& file, const std::string& operation,
                                                   const std::string& at) {
  if (const std::string forms = form_names(operation); !forms.empty()) {
    file.fail(profile_fault::unknown_operation, at + "/operation", operation + " has no table of its own",
              "measure or import it again, or write the tables of its forms: " + forms);
  }
  if (const auto known = dimensions_of(operation)) return *known;
  file.fail(profile_fault::unknown_operation, at + "/operation", "there is no operation " + in_quotes(operation),
            "name one of " + operation_names());
}

void check_knots(const checked_file& file, const std::vector<std::uint64_t>& knots, const std::string& at) {
  if (knots.empty() || knots.size() > most_knots) {
    file.fail(profile_fault::wrong_length, at,
              "an axis has 1 to " + std::to_string(most_knots) + " knots, found " + std::to_string(knots.size()),
              "write the coordinates that were measured, or split the table");
  }
  for (std::size_t i = 0; i < knots.size(); ++i) {
    if (knots[i] < 1 || knots[i] > largest_knot) {
      file.fail(profile_fault::wrong_value, at + pointer_to(i),
                "a knot must be a whole number from 1 to 2^53, found " + std::to_string(knots[i]),
                "correct or remove it");
    }
    if (i > 0 && knots[i] <= knots[i - 1]) {
      file.fail(profile_fault::unsorted_knots, at + pointer_to(i),
                "knots must increase, found " + std::to_string(knots[i]) + " after " + std::to_string(knots[i - 1]),
                "sort the knots together with their latencies, and merge equal ones");
    }
  }
}

/// A phase, and that the first and last knots are shapes that exist: utilisation is held from there.
void check_phase(const checked_file& file, const axis_phase& p, const std::vector<std::uint64_t>& knots,
                 const std::string& at) {
  if (p.period < 2) {
    file.fail(profile_fault::wrong_value, at + "/phase/period",
              "the period of a phase is at least 2, found " + std::to_string(p.period),
              "write the size of the library's tile, or leave the phase out");
  }
  if (!(p.remainder >= 0 && p.remainder <= largest_remainder)) {
    file.fail(profile_fault::wrong_value, at + "/phase/remainder",
              "the remainder of a phase is from 0 to " + number_text(largest_remainder) + ", found " +
                  number_text(p.remainder),
              "write what an element beyond the last filled tile costs more than others, or leave the remainder out");
  }
  if (!(p.weight >= 0 && p.weight <= 1) || (p.weight == 0 && p.remainder == 0)) {
    file.fail(
        profile_fault::wrong_value, at + "/phase/weight",
        "the weight of a phase is above 0, or 0 beside a remainder, and at most 1, found " + number_text(p.weight),
        "write the share of an unfilled tile that is paid for, or leave the phase out");
  }
  const auto on_period = [&](std::size_t i, const std::string& rule) {
    file.fail(profile_fault::wrong_value, at + pointer_to("knots", i),
              rule + ", " + std::to_string(p.period) + ", found " + std::to_string(knots[i]),
              "move this knot to such a multiple and give its latencies there, or leave the phase out");
  };
  if (!p.fills(knots.front()) && static_cast<double>(knots.front()) > p.effective(1)) {
    on_period(0, "the first knot of an axis with a phase is at most what 1 counts as, or a multiple of the period");
  }
  if (!p.fills(knots.back())) {
    on_period(knots.size() - 1, "the last knot of an axis with a phase is a multiple of the period");
  }
}

void check_measured(const checked_file& file, const range_data& range, const std::vector<std::uint64_t>& knots,
                    const std::string& at) {
  for (const std::uint64_t end : {range.first, range.last}) {
    if (std::ranges::find(knots, end) != knots.end()) continue;
    file.fail(profile_fault::wrong_value, at,
              "what was measured begins and ends at knots, found " + std::to_string(end),
              "write two of the knots, or leave the range out where it is that of the knots");
  }
  if (range.first <= range.last) return;
  file.fail(
      profile_fault::wrong_value, at,
      "a range begins at its smaller end, found " + std::to_string(range.first) + " to " + std::to_string(range.last),
      "write the smallest and the largest size measured, in this order");
}

void check_axes(const checked_file& file, const table_data& t, const std::string& at) {
  const auto dimensions = table_dimensions(file, t.operation, at);
  if (!exists(t.operation, t.precision)) {
    file.fail(profile_fault::unknown_operation, at + "/operation",
              t.operation + " has no weights that could be in a format of their own, as " +
                  std::string{facts(t.precision).name} + " says",
              "write the format of its operands, or linear");
  }
  const bool in_order =
      std::ranges::equal(t.axes, dimensions, {}, [](const axis_data& a) { return std::string_view{a.name}; });
  if (!in_order) {
    std::vector<std::string_view> found;
    for (const axis_data& a : t.axes) found.push_back(a.name);
    file.fail(profile_fault::wrong_axes, at + "/axes",
              "the axes must be the dimensions of " + t.operation + " in order, found " + in_quotes(joined(found)),
              "write the axes: " + listed(dimensions));
  }
  for (std::size_t i = 0; i < t.axes.size(); ++i) {
    check_knots(file, t.axes[i].knots, at + pointer_to("axes", i, "knots"));
    if (t.axes[i].phase) check_phase(file, *t.axes[i].phase, t.axes[i].knots, at + pointer_to("axes", i));
    if (t.axes[i].measured) {
      check_measured(file, *t.axes[i].measured, t.axes[i].knots, at + pointer_to("axes", i, "measured"));
    }
  }
}

/// Rules that can hold, and a fitted grid: no knot of another is in every class.
void check_classes(const checked_file& file, const table_data& t, const std::string& at) {
  for (std::size_t i = 0; i < t.classes.size(); ++i) {
    const shape_class& one = t.classes[i];
    if (!one.any()) continue;
    const std::string place = at + pointer_to(i, name(one.rule));
    const std::uint64_t least = one.rule == class_rule::multiple_of ? 2 : 1;
    if (one.amount < least || one.amount > largest_knot) {
      file.fail(profile_fault::wrong_value, place,
                "a class is told by a whole number from " + std::to_string(least) + " to 2^53, found " +
                    std::to_string(one.amount),
                "correct it, or leave the class and its grid out");
    }
    const std::size_t last = std::max(one.axis, one.also);
    if (is_of_axes(one.rule) && last >= t.axes.size()) {
      file.fail(profile_fault::wrong_value, place, "the table has no axis " + std::to_string(last),
                "name one of its axes");
    }
  }
  if (grid_count(t.classes) > 1 && !t.fitted) {
    file.fail(profile_fault::wrong_value, at, "a measured grid has no classes: no knot is both in a class and outside",
              "leave them out, or say that the table is fitted");
  }
}

void check_latencies(const checked_file& file, const table_data& t, const std::vector<double>& latency,
                     const std::string& at) {
  std::size_t expected = grid_count(t.classes);  // saturating: knots alone cannot claim more than memory holds
  for (const axis_data& a : t.axes) {
    const bool fits = expected <= std::numeric_limits<std::size_t>::max() / a.knots.size();
    expected = fits ? expected * a.knots.size() : std::numeric_limits<std::size_t>::max();
  }
  if (latency.size() != expected) {
    file.fail(profile_fault::wrong_length, at,
              std::string{"there must be one latency for each combination of knots"} +
                  (grid_count(t.classes) > 1 ? ", outside and in each class: " : ": ") + std::to_string(expected) +
                  ", found " + std::to_string(latency.size()),
              "remeasure this table or remove it");
  }
  file.latencies(latency, at);
}

void check_measurements(const checked_file& file, const table_data& t, const std::string& at) {
  const measurements_data& m = t.measurements;
  file.latencies(m.latency_s, at + "/latency_s");
  for (std::size_t a = 0; a < m.dims.size(); ++a) {
    const std::string column = at + pointer_to(t.axes[a].name);
    if (m.dims[a].size() != m.latency_s.size()) {
      file.fail(profile_fault::wrong_length, column,
                "there must be one dimension for each measured latency: " + std::to_string(m.latency_s.size()) +
                    ", found " + std::to_string(m.dims[a].size()),
                "correct the columns, or remove the measurements: no answer is read off them");
    }
    const auto none = std::ranges::find(m.dims[a], std::uint64_t{0});
    if (none != m.dims[a].end()) {
      file.fail(profile_fault::wrong_value, column + pointer_to(static_cast<std::size_t>(none - m.dims[a].begin())),
                "a dimension is at least 1, found 0", "correct or remove this measurement");
    }
  }
}

void check_misfits(const checked_file& file, const table_data& t, const std::string& at) {
  const misfit_data& m = t.misfits;
  if (m.count > m.shapes || m.worst.size() > m.count) {
    file.fail(profile_fault::wrong_value, at,
              "there are at most as many misfits as shapes, and the worst are among the misfits: found " +
                  std::to_string(m.worst.size()) + " worst of " + std::to_string(m.count) + " misfits of " +
                  std::to_string(m.shapes) + " shapes",
              "remove the misfits: no answer is read off them");
  }
  for (std::size_t i = 0; i < m.worst.size(); ++i) {
    const std::string one = at + pointer_to("worst", i);
    if (m.worst[i].dims.size() != t.axes.size()) {
      file.fail(profile_fault::wrong_length, one + "/dims",
                "there must be one dimension for each axis: " + std::to_string(t.axes.size()) + ", found " +
                    std::to_string(m.worst[i].dims.size()),
                "remove the misfits: no answer is read off them");
    }
    file.latency(m.worst[i].measured_s, one + "/measured_s");
    file.latency(m.worst[i].predicted_s, one + "/predicted_s");
  }
}

void check_quality(const checked_file& file, const quality_data& q, const std::string& at) {
  if (q.grade != '-' && (q.grade < 'A' || q.grade > 'D')) {
    file.fail(profile_fault::wrong_value, at + "/grade", "a grade is A, B, C or D, found " + in_quotes({&q.grade, 1}),
              "correct it, or leave it out if it is unknown");
  }
  file.not_negative(q.interval, at + "/interval", "the relative half-width of the interval");
  file.not_negative(q.between_launches, at + "/between_launches", "the change between launches");
  file.not_negative(q.as_it_comes, at + "/as_it_comes", "the factor of what the machine gives");
  if (!(q.rejected >= 0 && q.rejected <= 1)) {
    file.fail(profile_fault::wrong_value, at + "/rejected",
              "the share of rejected samples is from 0 to 1, found " + number_text(q.rejected),
              "correct it, or leave it out if it is unknown");
  }
}

void check_error(const checked_file& file, const table_data& t, const std::string& at) {
  file.not_negative(t.error.median, at + "/median", "the median error");
  file.not_negative(t.error.p95, at + "/p95", "the 95th percentile of the error");
  if (t.error.count > 0) file.not_empty(t.error_method, at + "/method", "the method of the error");
}

void check_line(const checked_file& file, const table_data& t, const std::string& at) {
  if (t.line.empty() || t.line.size() == t.axes.size()) return;
  file.fail(profile_fault::wrong_value, at,
            "a line has a size for each of the " + std::to_string(t.axes.size()) + " axes, found " +
                std::to_string(t.line.size()),
            "write the sizes of a measured shape, and 0 for axes that are not on the line");
}

}  // namespace

void check_tables(const checked_file& file, const profile_data& profile) {
  std::set<std::tuple<std::string_view, precision, std::string_view>> seen;
  for (std::size_t i = 0; i < profile.tables.size(); ++i) {
    const table_data& t = profile.tables[i];
    const std::string at = pointer_to("tables", i);
    require_setting(file, profile, t.setting, at + "/setting");
    check_axes(file, t, at);
    check_classes(file, t, at + "/classes");
    check_line(file, t, at + "/line");
    if (!seen.emplace(t.operation, t.precision, t.setting).second) {
      file.fail(profile_fault::duplicate_table, at,
                "a table of " + t.operation + " " + std::string{facts(t.precision).name} + " in setting " +
                    in_quotes(t.setting) + " is there already",
                "remove one of the two, or give it a setting of its own");
    }
    check_latencies(file, t, t.latency_s, at + "/latency_s");
    if (!t.wall_latency_s.empty()) check_latencies(file, t, t.wall_latency_s, at + "/wall_latency_s");
    check_measurements(file, t, at + "/measurements");
    check_misfits(file, t, at + "/misfits");
    check_quality(file, t.quality, at + "/quality");
    check_error(file, t, at + "/error");
  }
}

void check_left_out(const checked_file& file, const profile_data& profile) {
  std::set<std::tuple<std::string_view, precision, std::string_view>> there;
  for (const table_data& t : profile.tables) there.emplace(t.operation, t.precision, t.setting);
  for (std::size_t i = 0; i < profile.left_out.size(); ++i) {
    const left_out_data& t = profile.left_out[i];
    const std::string at = pointer_to("left_out", i);
    static_cast<void>(table_dimensions(file, t.operation, at));
    file.identifier(t.setting, at + "/setting");
    if (t.reason.empty()) {
      file.fail(profile_fault::wrong_value, at + "/reason", "a table is left out for a reason, found none", "write it");
    }
    if (there.emplace(t.operation, t.precision, t.setting).second) continue;
    file.fail(profile_fault::duplicate_table, at,
              "the table of " + t.operation + " " + std::string{facts(t.precision).name} + " in setting " +
                  in_quotes(t.setting) + " is among the tables, or left out already",
              "remove this entry");
  }
}

}  // namespace calib::profile_io
