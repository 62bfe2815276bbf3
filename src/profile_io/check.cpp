#include "profile_io/check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <span>
#include <tuple>
#include <utility>

#include "calib/profile.hpp"
#include "calib/profile_error.hpp"
#include "profile_io/identifier.hpp"
#include "profile_io/operations.hpp"
#include "profile_io/text.hpp"

namespace calib::profile_io {
namespace {

/// The file under check, as errors name it.
class checker {
 public:
  explicit checker(std::string_view file) : file_{file} {}

  [[noreturn]] void fail(profile_fault code, std::string pointer, std::string problem, std::string remedy) const {
    throw profile_error(code, std::string{file_}, std::move(pointer), std::move(problem), std::move(remedy));
  }

  void schema(int version) const {
    const std::string reads = "this calib reads schema " + std::to_string(schema_version);
    if (version > schema_version) {
      fail(profile_fault::schema_too_new, "/schema", "schema " + std::to_string(version) + " is too new: " + reads,
           "update calib, or write the profile again with this one");
    }
    if (version < schema_version) {
      fail(profile_fault::schema_too_old, "/schema", "schema " + std::to_string(version) + " is too old: " + reads,
           "calibrate again with `calib run`");
    }
  }

  void identifier(const std::string& id, std::string pointer) const {
    if (is_identifier(id)) return;
    fail(profile_fault::bad_identifier, std::move(pointer), in_quotes(id) + " cannot be a name in C++",
         "use ASCII letters, digits and single underscores, a letter first, and no C++ keyword: my_machine_1t");
  }

  void not_empty(const std::string& text, std::string pointer, const std::string& what) const {
    if (!text.empty()) return;
    fail(profile_fault::wrong_value, std::move(pointer), what + " must not be empty", "write its name");
  }

  /// A quantity of which 0 says that it is unknown.
  void not_negative(double value, std::string pointer, const std::string& what) const {
    if (std::isfinite(value) && value >= 0) return;
    fail(profile_fault::wrong_value, std::move(pointer),
         what + " must be a finite number, not negative, found " + number_text(value),
         "correct it, or leave it out if it is unknown");
  }

  void peaks(const machine_peaks& p, const std::string& at) const {
    for (std::size_t i = 0; i < precision_count; ++i) {
      not_negative(p.flops_per_s[i], at + pointer_to("flops_per_s", precisions[i].name), "peak FLOP/s");
    }
    not_negative(p.bandwidth_bytes_per_s, at + "/bandwidth_bytes_per_s", "bandwidth");
  }

  void machine(const machine_data& m) const {
    for (std::size_t i = 0; i < m.caches.size(); ++i) {
      const std::string at = pointer_to("machine", "caches", i);
      const auto positive = [&](std::uint64_t value, const char* key) {
        if (value > 0) return;
        fail(profile_fault::wrong_value, at + pointer_to(key),
             std::string{key} + " of a cache must be at least 1, found 0", "correct it, or leave the cache out");
      };
      positive(m.caches[i].level, "level");
      positive(m.caches[i].bytes, "bytes");
      positive(m.caches[i].shared_by, "shared_by");
    }
  }

  /// Kinds with names, each once.
  void core_kinds(const machine_data& m) const {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < m.core_kinds.size(); ++i) {
      const std::string& name = m.core_kinds[i].name;
      const std::string at = pointer_to("machine", "core_kinds", i, "name");
      not_empty(name, at, "the name of a kind of cores");
      if (seen.insert(name).second) continue;
      fail(profile_fault::wrong_value, at, "the kind of cores " + in_quotes(name) + " is there already",
           "give it another name or remove it");
    }
  }

  /// None, or one of the machine's.
  void known_core_kind(const profile_data& profile, const std::string& kind, std::string pointer) const {
    std::vector<std::string_view> names;
    for (const core_kind_data& one : profile.machine.core_kinds) names.push_back(one.name);
    if (kind.empty() || std::ranges::find(names, kind) != names.end()) return;
    fail(profile_fault::wrong_value, std::move(pointer),
         "the kind of cores " + in_quotes(kind) + " is not among the machine's",
         names.empty() ? "describe it under /machine/core_kinds, or leave it out"
                       : "describe it under /machine/core_kinds, or name one that is there: " + joined(names));
  }

  void measured_on(const profile_data& profile) const {
    known_core_kind(profile, profile.measured_on.core_kind, "/measured_on/core_kind");
    not_negative(profile.measured_on.cpu_quota, "/measured_on/cpu_quota", "the quota in CPUs");
  }

  void settings(const profile_data& profile) const {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < profile.settings.size(); ++i) {
      const setting_data& s = profile.settings[i];
      const std::string at = pointer_to("settings", i);
      identifier(s.id, at + "/id");
      if (!seen.insert(s.id).second) {
        fail(profile_fault::duplicate_setting, at + "/id", "setting " + in_quotes(s.id) + " is there already",
             "give it another id or remove it");
      }
      not_empty(s.backend, at + "/backend", "the backend");
      known_core_kind(profile, s.core_kind, at + "/core_kind");
      peaks(s.peaks, at + "/peaks");
      not_negative(s.overhead_s, at + "/overhead_s", "the overhead in seconds");
      if ((s.cache == cache_state::network) != (s.company_bytes > 0)) {
        fail(profile_fault::wrong_value, at + "/company_bytes",
             "a setting has a company exactly when its cache is \"network\"; found cache " +
                 in_quotes(std::string{name(s.cache)}) + " and a company of " + std::to_string(s.company_bytes) +
                 " bytes",
             "give the bytes that pass between two calls of an operation, or leave company_bytes out");
      }
    }
    known_setting(profile, profile.default_setting, "/default_setting");
  }

  void known_setting(const profile_data& profile, const std::string& id, std::string pointer) const {
    std::vector<std::string_view> ids;
    for (const setting_data& s : profile.settings) ids.push_back(s.id);
    if (std::ranges::find(ids, id) != ids.end()) return;
    fail(profile_fault::unknown_setting, std::move(pointer), "setting " + in_quotes(id) + " is not among the settings",
         ids.empty() ? "describe it under /settings"
                     : "describe it under /settings, or name one that is there: " + joined(ids));
  }

  /// The dimensions of an operation that can have a table.
  std::span<const std::string_view> dimensions(const std::string& operation, const std::string& at) const {
    if (const std::string forms = form_names(operation); !forms.empty()) {
      fail(profile_fault::unknown_operation, at + "/operation", operation + " has no table of its own",
           "measure or import it again, or write the tables of its forms: " + forms);
    }
    if (const auto known = dimensions_of(operation)) return *known;
    fail(profile_fault::unknown_operation, at + "/operation", "there is no operation " + in_quotes(operation),
         "name one of " + operation_names());
  }

  void axes(const table_data& t, const std::string& at) const {
    const auto dimensions = this->dimensions(t.operation, at);
    if (!exists(t.operation, t.precision)) {
      fail(profile_fault::unknown_operation, at + "/operation",
           t.operation + " has no weights that could be in a format of their own, as " +
               std::string{facts(t.precision).name} + " says",
           "write the format of its operands, or linear");
    }
    const bool in_order =
        std::ranges::equal(t.axes, dimensions, {}, [](const axis_data& a) { return std::string_view{a.name}; });
    if (!in_order) {
      std::vector<std::string_view> found;
      for (const axis_data& a : t.axes) found.push_back(a.name);
      fail(profile_fault::wrong_axes, at + "/axes",
           "the axes must be the dimensions of " + t.operation + " in order, found " + in_quotes(joined(found)),
           "write the axes: " + listed(dimensions));
    }
    for (std::size_t i = 0; i < t.axes.size(); ++i) {
      knots(t.axes[i].knots, at + pointer_to("axes", i, "knots"));
      if (t.axes[i].phase) phase(*t.axes[i].phase, t.axes[i].knots, at + pointer_to("axes", i));
      if (t.axes[i].measured) measured(*t.axes[i].measured, t.axes[i].knots, at + pointer_to("axes", i, "measured"));
    }
  }

  /// Rules that can hold, and a fitted grid: no knot of another is in every class.
  void classes(const table_data& t, const std::string& at) const {
    for (std::size_t i = 0; i < t.classes.size(); ++i) {
      const shape_class& one = t.classes[i];
      if (!one.any()) continue;
      const std::string place = at + pointer_to(i, name(one.rule));
      const std::uint64_t least = one.rule == class_rule::multiple_of ? 2 : 1;
      if (one.amount < least || one.amount > largest_knot) {
        fail(profile_fault::wrong_value, place,
             "a class is told by a whole number from " + std::to_string(least) + " to 2^53, found " +
                 std::to_string(one.amount),
             "correct it, or leave the class and its grid out");
      }
      const std::size_t last = std::max(one.axis, one.also);
      if (is_of_axes(one.rule) && last >= t.axes.size()) {
        fail(profile_fault::wrong_value, place, "the table has no axis " + std::to_string(last),
             "name one of its axes");
      }
    }
    if (grid_count(t.classes) > 1 && !t.fitted) {
      fail(profile_fault::wrong_value, at, "a measured grid has no classes: no knot is both in a class and outside",
           "leave them out, or say that the table is fitted");
    }
  }

  /// A phase, and that the first and last knots are shapes that exist: utilisation is held from there.
  void phase(const axis_phase& p, const std::vector<std::uint64_t>& knots, const std::string& at) const {
    if (p.period < 2) {
      fail(profile_fault::wrong_value, at + "/phase/period",
           "the period of a phase is at least 2, found " + std::to_string(p.period),
           "write the size of the library's tile, or leave the phase out");
    }
    if (!(p.remainder >= 0 && p.remainder <= largest_remainder)) {
      fail(profile_fault::wrong_value, at + "/phase/remainder",
           "the remainder of a phase is from 0 to " + number_text(largest_remainder) + ", found " +
               number_text(p.remainder),
           "write what an element beyond the last filled tile costs more than others, or leave the remainder out");
    }
    if (!(p.weight >= 0 && p.weight <= 1) || (p.weight == 0 && p.remainder == 0)) {
      fail(profile_fault::wrong_value, at + "/phase/weight",
           "the weight of a phase is above 0, or 0 beside a remainder, and at most 1, found " + number_text(p.weight),
           "write the share of an unfilled tile that is paid for, or leave the phase out");
    }
    const auto on_period = [&](std::size_t i, const std::string& rule) {
      fail(profile_fault::wrong_value, at + pointer_to("knots", i),
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

  void measured(const range_data& range, const std::vector<std::uint64_t>& knots, const std::string& at) const {
    for (const std::uint64_t end : {range.first, range.last}) {
      if (std::ranges::find(knots, end) != knots.end()) continue;
      fail(profile_fault::wrong_value, at, "what was measured begins and ends at knots, found " + std::to_string(end),
           "write two of the knots, or leave the range out where it is that of the knots");
    }
    if (range.first <= range.last) return;
    fail(
        profile_fault::wrong_value, at,
        "a range begins at its smaller end, found " + std::to_string(range.first) + " to " + std::to_string(range.last),
        "write the smallest and the largest size measured, in this order");
  }

  void knots(const std::vector<std::uint64_t>& knots, const std::string& at) const {
    if (knots.empty() || knots.size() > most_knots) {
      fail(profile_fault::wrong_length, at,
           "an axis has 1 to " + std::to_string(most_knots) + " knots, found " + std::to_string(knots.size()),
           "write the coordinates that were measured, or split the table");
    }
    for (std::size_t i = 0; i < knots.size(); ++i) {
      if (knots[i] < 1 || knots[i] > largest_knot) {
        fail(profile_fault::wrong_value, at + pointer_to(i),
             "a knot must be a whole number from 1 to 2^53, found " + std::to_string(knots[i]), "correct or remove it");
      }
      if (i > 0 && knots[i] <= knots[i - 1]) {
        fail(profile_fault::unsorted_knots, at + pointer_to(i),
             "knots must increase, found " + std::to_string(knots[i]) + " after " + std::to_string(knots[i - 1]),
             "sort the knots together with their latencies, and merge equal ones");
      }
    }
  }

  void latencies(const table_data& t, const std::vector<double>& latency, const std::string& at) const {
    std::size_t expected = grid_count(t.classes);  // saturating: knots alone cannot claim more than memory holds
    for (const axis_data& a : t.axes) {
      const bool fits = expected <= std::numeric_limits<std::size_t>::max() / a.knots.size();
      expected = fits ? expected * a.knots.size() : std::numeric_limits<std::size_t>::max();
    }
    if (latency.size() != expected) {
      fail(profile_fault::wrong_length, at,
           std::string{"there must be one latency for each combination of knots"} +
               (grid_count(t.classes) > 1 ? ", outside and in each class: " : ": ") + std::to_string(expected) +
               ", found " + std::to_string(latency.size()),
           "remeasure this table or remove it");
    }
    positive(latency, at);
  }

  void positive(const std::vector<double>& latency, const std::string& at) const {
    for (std::size_t i = 0; i < latency.size(); ++i) {
      if (!is_latency(latency[i])) fail_latency(latency[i], at + pointer_to(i));
    }
  }

  static bool is_latency(double seconds) { return std::isfinite(seconds) && seconds > 0; }

  [[noreturn]] void fail_latency(double latency, const std::string& at) const {
    fail(profile_fault::wrong_value, at,
         "latency must be a positive finite number of seconds, found " + number_text(latency),
         "remeasure this table or remove it");
  }

  void measurements(const table_data& t, const std::string& at) const {
    const measurements_data& m = t.measurements;
    positive(m.latency_s, at + "/latency_s");
    for (std::size_t a = 0; a < m.dims.size(); ++a) {
      const std::string column = at + pointer_to(t.axes[a].name);
      if (m.dims[a].size() != m.latency_s.size()) {
        fail(profile_fault::wrong_length, column,
             "there must be one dimension for each measured latency: " + std::to_string(m.latency_s.size()) +
                 ", found " + std::to_string(m.dims[a].size()),
             "correct the columns, or remove the measurements: no answer is read off them");
      }
      const auto none = std::ranges::find(m.dims[a], std::uint64_t{0});
      if (none != m.dims[a].end()) {
        fail(profile_fault::wrong_value, column + pointer_to(static_cast<std::size_t>(none - m.dims[a].begin())),
             "a dimension is at least 1, found 0", "correct or remove this measurement");
      }
    }
  }

  void misfits(const table_data& t, const std::string& at) const {
    const misfit_data& m = t.misfits;
    if (m.count > m.shapes || m.worst.size() > m.count) {
      fail(profile_fault::wrong_value, at,
           "there are at most as many misfits as shapes, and the worst are among the misfits: found " +
               std::to_string(m.worst.size()) + " worst of " + std::to_string(m.count) + " misfits of " +
               std::to_string(m.shapes) + " shapes",
           "remove the misfits: no answer is read off them");
    }
    for (std::size_t i = 0; i < m.worst.size(); ++i) {
      const std::string one = at + pointer_to("worst", i);
      if (m.worst[i].dims.size() != t.axes.size()) {
        fail(profile_fault::wrong_length, one + "/dims",
             "there must be one dimension for each axis: " + std::to_string(t.axes.size()) + ", found " +
                 std::to_string(m.worst[i].dims.size()),
             "remove the misfits: no answer is read off them");
      }
      if (!is_latency(m.worst[i].measured_s)) fail_latency(m.worst[i].measured_s, one + "/measured_s");
      if (!is_latency(m.worst[i].predicted_s)) fail_latency(m.worst[i].predicted_s, one + "/predicted_s");
    }
  }

  void quality(const quality_data& q, const std::string& at) const {
    if (q.grade != '-' && (q.grade < 'A' || q.grade > 'D')) {
      fail(profile_fault::wrong_value, at + "/grade", "a grade is A, B, C or D, found " + in_quotes({&q.grade, 1}),
           "correct it, or leave it out if it is unknown");
    }
    not_negative(q.interval, at + "/interval", "the relative half-width of the interval");
    not_negative(q.between_launches, at + "/between_launches", "the change between launches");
    not_negative(q.as_it_comes, at + "/as_it_comes", "the factor of what the machine gives");
    if (!(q.rejected >= 0 && q.rejected <= 1)) {
      fail(profile_fault::wrong_value, at + "/rejected",
           "the share of rejected samples is from 0 to 1, found " + number_text(q.rejected),
           "correct it, or leave it out if it is unknown");
    }
  }

  void error(const table_data& t, const std::string& at) const {
    not_negative(t.error.median, at + "/median", "the median error");
    not_negative(t.error.p95, at + "/p95", "the 95th percentile of the error");
    if (t.error.count > 0) not_empty(t.error_method, at + "/method", "the method of the error");
  }

  void line(const table_data& t, const std::string& at) const {
    if (t.line.empty() || t.line.size() == t.axes.size()) return;
    fail(profile_fault::wrong_value, at,
         "a line has a size for each of the " + std::to_string(t.axes.size()) + " axes, found " +
             std::to_string(t.line.size()),
         "write the sizes of a measured shape, and 0 for axes that are not on the line");
  }

  void tables(const profile_data& profile) const {
    std::set<std::tuple<std::string_view, precision, std::string_view>> seen;
    for (std::size_t i = 0; i < profile.tables.size(); ++i) {
      const table_data& t = profile.tables[i];
      const std::string at = pointer_to("tables", i);
      known_setting(profile, t.setting, at + "/setting");
      axes(t, at);
      classes(t, at + "/classes");
      line(t, at + "/line");
      if (!seen.emplace(t.operation, t.precision, t.setting).second) {
        fail(profile_fault::duplicate_table, at,
             "a table of " + t.operation + " " + std::string{facts(t.precision).name} + " in setting " +
                 in_quotes(t.setting) + " is there already",
             "remove one of the two, or give it a setting of its own");
      }
      latencies(t, t.latency_s, at + "/latency_s");
      if (!t.wall_latency_s.empty()) latencies(t, t.wall_latency_s, at + "/wall_latency_s");
      measurements(t, at + "/measurements");
      misfits(t, at + "/misfits");
      quality(t.quality, at + "/quality");
      error(t, at + "/error");
    }
  }

  /// Tables that can exist, and do not.
  void left_out(const profile_data& profile) const {
    std::set<std::tuple<std::string_view, precision, std::string_view>> there;
    for (const table_data& t : profile.tables) there.emplace(t.operation, t.precision, t.setting);
    for (std::size_t i = 0; i < profile.left_out.size(); ++i) {
      const left_out_data& t = profile.left_out[i];
      const std::string at = pointer_to("left_out", i);
      static_cast<void>(dimensions(t.operation, at));
      identifier(t.setting, at + "/setting");
      if (t.reason.empty()) {
        fail(profile_fault::wrong_value, at + "/reason", "a table is left out for a reason, found none", "write it");
      }
      if (there.emplace(t.operation, t.precision, t.setting).second) continue;
      fail(profile_fault::duplicate_table, at,
           "the table of " + t.operation + " " + std::string{facts(t.precision).name} + " in setting " +
               in_quotes(t.setting) + " is among the tables, or left out already",
           "remove this entry");
    }
  }

  /// Few points, in the order of time, and series that are as long.
  void history(const profile_data& profile) const {
    std::size_t points = 0;
    for (std::size_t i = 0; i < profile.history.size(); ++i) {
      const history_data& part = profile.history[i];
      const std::string at = pointer_to("history", i);
      not_empty(part.condition, at + "/condition", "the condition of a history");
      times(part.time_s, at + "/time_s");
      series(part, part.clock_hz, at + "/clock_hz");
      series(part, part.fma, at + "/fma");
      series(part, part.cache, at + "/cache");
      series(part, part.dram, at + "/dram");
      points += part.time_s.size();
    }
    if (points <= most_history_points) return;
    fail(profile_fault::wrong_length, "/history",
         "a history has at most " + std::to_string(most_history_points) +
             " points, of all conditions together, found " + std::to_string(points),
         "replace neighbours by their mean, or remove the history: no answer is read off it");
  }

  void times(const std::vector<double>& seconds, const std::string& at) const {
    if (seconds.empty()) {
      fail(profile_fault::wrong_length, at, "a history has at least one point, found none", "leave its condition out");
    }
    double before = 0;
    for (std::size_t i = 0; i < seconds.size(); ++i) {
      if (!(std::isfinite(seconds[i]) && seconds[i] >= before)) {
        fail(profile_fault::wrong_value, at + pointer_to(i),
             "times of a history are finite, from 0, and never decrease, found " + number_text(seconds[i]) + " after " +
                 number_text(before),
             "sort the points, or remove the history: no answer is read off it");
      }
      before = seconds[i];
    }
  }

  void series(const history_data& part, const std::vector<double>& values, const std::string& at) const {
    if (!values.empty() && values.size() != part.time_s.size()) {
      fail(profile_fault::wrong_length, at,
           "there must be one value for each time: " + std::to_string(part.time_s.size()) + ", found " +
               std::to_string(values.size()),
           "correct the series, or leave it out");
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (std::isfinite(values[i]) && values[i] > 0) continue;
      fail(profile_fault::wrong_value, at + pointer_to(i),
           "a value of a history must be a positive finite number, found " + number_text(values[i]),
           "correct the series, or leave it out");
    }
  }

  void content(const profile_data& profile) const {
    const machine_peaks& p = profile.theoretical.peaks;
    const bool any_peak =
        p.bandwidth_bytes_per_s > 0 || std::ranges::any_of(p.flops_per_s, [](double x) { return x > 0; });
    if (!profile.tables.empty() || any_peak) return;
    fail(profile_fault::no_content, "", "the profile has neither a table nor a theoretical peak",
         "add tables with `calib run`, or the datasheet's numbers under /theoretical_peaks");
  }

 private:
  std::string_view file_;
};

}  // namespace

void check_schema(int version, std::string_view file) { checker(file).schema(version); }

void check(const profile_data& profile, std::string_view file) {
  const checker c(file);
  c.schema(profile.schema);
  c.identifier(profile.id, "/id");
  c.not_empty(profile.name, "/name", "the name of the profile");
  c.machine(profile.machine);
  c.core_kinds(profile.machine);
  c.measured_on(profile);
  c.peaks(profile.theoretical.peaks, "/theoretical_peaks");
  c.not_negative(profile.theoretical.clock_hz, "/theoretical_peaks/clock_hz", "the clock");
  c.peaks(profile.measured.peaks, "/measured_peaks");
  c.not_negative(profile.measured.clock_hz, "/measured_peaks/clock_hz", "the clock");
  c.settings(profile);
  c.tables(profile);
  c.left_out(profile);
  c.history(profile);
  c.content(profile);
}

}  // namespace calib::profile_io
