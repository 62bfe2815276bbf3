#include "foreign/columns.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <ranges>
#include <set>

#include "calib/precision.hpp"
#include "foreign/latency_name.hpp"
#include "foreign/message_text.hpp"
#include "profile_io/operations.hpp"
#include "usage_error.hpp"

namespace calib::foreign {
namespace {

std::string listed(const std::vector<std::string>& columns) { return fmt::format("{}", fmt::join(columns, ", ")); }

// The column of this name; in any case where none has it as it is written.
std::optional<std::size_t> column_named(const std::vector<std::string>& columns, const std::string& wanted) {
  const auto same = std::ranges::find(columns, wanted);
  if (same != columns.end()) return static_cast<std::size_t>(same - columns.begin());
  const auto alike =
      std::ranges::find_if(columns, [&](const std::string& one) { return detail::same_letters(one, wanted); });
  if (alike != columns.end()) return static_cast<std::size_t>(alike - columns.begin());
  return std::nullopt;
}

// Whether it says more of another dimension, as `pad_top` does of `pad`: without it, nothing more is known.
bool refines_another(std::string_view dimension, const std::vector<std::string>& all) {
  return std::ranges::any_of(all, [&](const std::string& other) { return dimension.starts_with(other + "_"); });
}

bool is_latency_alias(const std::string& ours) { return ours == "latency_s" || ours == "latency"; }

bool counts_calls(const std::string& column) {
  constexpr std::array<std::string_view, 24> names{
      "iterations", "iters",  "iter",        "niter", "niters", "numiter", "numiters",  "numiterations",
      "calls",      "ncalls", "numcalls",    "reps",  "nreps",  "runs",    "nruns",     "numruns",
      "repeats",    "repeat", "repetitions", "count", "loops",  "samples", "instances", "invocations"};
  return std::ranges::find(names, compact(column)) != names.end();
}

class search {
 public:
  search(const raw_table& table, std::string_view name, const read_options& options, column_layout& found)
      : table_(table), name_(name), options_(options), found_(found) {}

  void run() {
    found_.dimensions = dimensions_to_read(found_.operation, options_.precision, name_);
    take_products_with_a_batch();
    check_aliases();
    for (const std::string& dimension : found_.dimensions) found_.sources.push_back(source_of(dimension));
    fill_from_others();
    if (!options_.shapes_only) find_latency();
    if (!missing_.empty()) refuse_missing();
    for (std::size_t c = 0; c < table_.columns.size(); ++c) {
      if (!used_.contains(c) && !table_.columns[c].empty()) found_.unused.push_back(c);
    }
    note_unused();
  }

 private:
  // Products have a size more than a gemm has.
  void take_products_with_a_batch() {
    if (found_.operation != "gemm") return;
    const std::vector<std::string> batched = dimensions_to_read("batched_gemm", options_.precision, name_);
    const auto alias = options_.aliases.find("batch");
    const auto columns = columns_for("batch", batched, table_.columns);
    if (alias == options_.aliases.end() && columns.empty()) return;
    found_.operation = "batched_gemm";
    found_.dimensions = batched;
    found_.notes.push_back(
        fmt::format("column '{}': the products are taken as batched_gemm",
                    alias != options_.aliases.end() ? alias->second : table_.columns[columns.front().column]));
  }

  void check_aliases() const {
    for (const auto& [ours, theirs] : options_.aliases) {
      const bool known =
          is_latency_alias(ours) || std::ranges::find(found_.dimensions, ours) != found_.dimensions.end();
      if (!known) {
        throw usage_error(fmt::format("--alias {}={}: {} has no dimension {}; it has {}, and latency_s", ours, theirs,
                                      found_.operation, ours, listed(found_.dimensions)));
      }
      if (!column_named(table_.columns, theirs)) {
        throw usage_error(fmt::format("--alias {}={}: {} has no column {}; it has {}", ours, theirs, name_, theirs,
                                      listed(table_.columns)));
      }
      if (std::ranges::count(table_.columns, theirs) > 1) {
        throw usage_error(
            fmt::format("--alias {}={}: {} has several columns {}; give them different names in the header", ours,
                        theirs, name_, theirs));
      }
    }
  }

  dimension_source source_of(const std::string& dimension) {
    const auto alias = options_.aliases.find(dimension);
    if (alias != options_.aliases.end()) return use({*column_named(table_.columns, alias->second)});
    const auto columns = columns_for(dimension, found_.dimensions, table_.columns);
    if (columns.size() > 1) {
      std::vector<std::size_t> several;
      for (const named_column& one : columns) several.push_back(one.column);
      refuse_several(dimension, dimension, several);
    }
    if (!columns.empty()) return use(columns.front());
    return {};
  }

  dimension_source use(named_column column) {
    used_.insert(column.column);
    if (column.counts == counting::from_zero) {
      found_.notes.push_back(
          fmt::format("column '{}' counts from 0, as benchdnn does: 1 is added", table_.columns[column.column]));
    }
    return {column, 0};
  }

  // Dimensions without a column have the value of another, or one that is usual.
  void fill_from_others() {
    for (std::size_t d = 0; d < found_.dimensions.size(); ++d) {
      const std::string& dimension = found_.dimensions[d];
      if (found_.sources[d].column) continue;
      const auto other = stands_for(dimension);
      const dimension_source* const source = other ? source_named(*other) : nullptr;
      const auto usual = profile_io::usual_value(found_.operation, dimension);
      if (source && source->column && (!usual || is_of_direction(table_.columns[source->column->column]))) {
        found_.sources[d] = *source;
        found_.notes.push_back(fmt::format("no column '{}': taken as {}", dimension, *other));
      } else if (usual) {
        found_.sources[d].otherwise = *usual;
        const bool by_sides = has_column(dimension + "_h") || has_column(dimension + "_w") ||
                              has_column(dimension + "_top") || has_column(dimension + "_left");
        if (!by_sides && !refines_another(dimension, found_.dimensions)) {
          found_.notes.push_back(fmt::format("no column '{}': taken as {}", dimension, *usual));
        }
      } else {
        missing_.push_back(dimension);
      }
    }
  }

  const dimension_source* source_named(std::string_view dimension) const {
    const auto at = std::ranges::find(found_.dimensions, dimension);
    return at == found_.dimensions.end() ? nullptr
                                         : &found_.sources[static_cast<std::size_t>(at - found_.dimensions.begin())];
  }

  bool has_column(std::string_view dimension) const {
    const dimension_source* const source = source_named(dimension);
    return source && source->column;
  }

  void find_latency() {
    for (const auto& [ours, theirs] : options_.aliases) {
      if (!is_latency_alias(ours)) continue;
      if (is_rate(theirs)) {
        throw usage_error(
            fmt::format("--alias {}={}: that is a rate, and no latency; name the column of the times", ours, theirs));
      }
      const std::size_t column = *column_named(table_.columns, theirs);
      const stated_unit stated = unit_of(column);
      // latency_s says seconds where neither the column nor --unit does.
      const bool seconds = ours == "latency_s" && !stated.unclear && !stated.unit && !options_.unit;
      take_latency(column, seconds ? time_unit::s : stated.unit);
      return;
    }
    const std::vector<std::size_t> meant = likely_latencies();
    if (meant.empty()) {
      missing_.emplace_back("latency_s");
      return;
    }
    if (!missing_.empty()) return;
    if (meant.size() > 1) refuse_several("the latency", "latency_s", meant);
    refuse_sum_of_calls(meant.front());
    take_latency(meant.front(), unit_of(meant.front()).unit);
  }

  bool may_be_latency(std::size_t column) const {
    const auto& known = table_.latencies;
    return !used_.contains(column) &&
           (known.empty() || std::ranges::find(known, table_.columns[column]) != known.end());
  }

  // Those of the highest rank; where that is low, all that say something else, too.
  std::vector<std::size_t> likely_latencies() const {
    std::map<std::size_t, latency_name> named;
    for (std::size_t c = 0; c < table_.columns.size(); ++c) {
      if (!may_be_latency(c)) continue;
      if (auto one = as_latency(table_.columns[c], found_.operation)) named.emplace(c, std::move(*one));
    }
    if (named.empty()) return {};
    const latency_name best =
        std::ranges::max_element(named, {}, [](const auto& one) { return one.second.rank; })->second;
    std::vector<std::size_t> meant;
    for (const auto& [column, one] : named) {
      const bool other = best.rank < least_plain_rank && one.qualifier != best.qualifier;
      if (one.rank == best.rank || other) meant.push_back(column);
    }
    return meant;
  }

  [[noreturn]] void refuse_several(std::string_view what, std::string_view ours,
                                   const std::vector<std::size_t>& columns) const {
    std::vector<std::string> names;
    for (const std::size_t c : columns) names.push_back(table_.columns[c]);
    const bool same = std::ranges::count(names, names.front()) > 1;
    throw usage_error(fmt::format(
        "{}: {} may each be {}; {}", name_, listed(names), what,
        same ? "give them different names in the header"
             : fmt::format("say which: --alias {}", shell_word(fmt::format("{}={}", ours, names.front())))));
  }

  // Beside a count of calls, a total is that of all of them.
  void refuse_sum_of_calls(std::size_t column) const {
    if (!is_total(table_.columns[column])) return;
    for (const std::string& other : table_.columns) {
      if (!counts_calls(other)) continue;
      throw usage_error(fmt::format(
          "{0}: column '{1}' may hold the time of all calls, which '{2}' counts; divide it, or if it is of one call: "
          "--alias {3}",
          name_, table_.columns[column], other, shell_word("latency_s=" + table_.columns[column])));
    }
  }

  stated_unit unit_of(std::size_t column) const {
    const auto by_format = table_.units.find(table_.columns[column]);
    return by_format != table_.units.end() ? stated_unit{by_format->second} : unit_in(table_.columns[column]);
  }

  void take_latency(std::size_t column, std::optional<time_unit> stated) {
    const std::string& theirs = table_.columns[column];
    if (stated && options_.unit && *stated != *options_.unit) {
      throw usage_error(fmt::format("--unit {}: {} says {} in column '{}'; leave --unit out, or mend the name",
                                    name(*options_.unit), name_, name(*stated), theirs));
    }
    const auto unit = stated ? stated : options_.unit;
    if (!unit) {
      throw usage_error(fmt::format("{}: column '{}' does not say plainly what its unit is; add --unit s, ms, us or ns",
                                    name_, theirs));
    }
    used_.insert(column);
    found_.latency = latency_source{column, *unit};
    if (theirs != "latency_s") {
      found_.notes.push_back(fmt::format("latencies are those of column '{}', in {}", theirs, name(*unit)));
    }
  }

  [[noreturn]] void refuse_missing() const {
    throw usage_error(fmt::format("{}: no column {}; the file has {}; name them with --alias ours=theirs", name_,
                                  listed(missing_), listed(table_.columns)));
  }

  void note_unused() {
    std::vector<std::string> names;
    for (const std::size_t c : found_.unused) names.push_back(table_.columns[c]);
    if (!names.empty()) {
      found_.notes.push_back(fmt::format("column{} not used: {}", names.size() > 1 ? "s" : "", listed(names)));
    }
  }

  const raw_table& table_;
  std::string_view name_;
  const read_options& options_;
  column_layout& found_;
  std::set<std::size_t> used_{};
  std::vector<std::string> missing_{};
};

}  // namespace

std::vector<std::string> dimensions_to_read(const std::string& operation, precision p, std::string_view name) {
  const auto known = profile_io::dimensions_of_any(operation);
  if (!known || !profile_io::exists(operation, p)) {
    throw usage_error(known ? fmt::format("{}: {} is not done in {}: weights of their own format has linear", name,
                                          operation, facts(p).name)
                            : fmt::format("{}: {}", name, profile_io::unknown_operation(operation)));
  }
  if (known->empty()) {
    throw usage_error(fmt::format("{}: {} has no dimensions, so there is nothing to fit; measure it with `calib run`",
                                  name, operation));
  }
  return {known->begin(), known->end()};
}

known_names names_known(const std::vector<std::string>& columns, const std::vector<std::string>& dimensions,
                        const read_options& options) {
  known_names known;
  const auto by_alias = [&](const std::string& ours) {
    const auto alias = options.aliases.find(ours);
    return alias != options.aliases.end() && column_named(columns, alias->second);
  };
  for (const std::string& dimension : dimensions) {
    if (by_alias(dimension) || !columns_for(dimension, dimensions, columns).empty()) ++known.dimensions;
  }
  known.latency =
      by_alias("latency_s") || by_alias("latency") || std::ranges::any_of(columns, [&](const std::string& column) {
        return as_latency(column, options.operation).has_value();
      });
  return known;
}

column_layout find_columns(const raw_table& table, std::string_view name, const read_options& options) {
  column_layout found;
  found.operation = options.operation;
  search(table, name, options, found).run();
  return found;
}

}  // namespace calib::foreign
