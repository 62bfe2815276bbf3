#include "evaluation_report.hpp"

#include <fmt/format.h>

#include <vector>

#include "console/units.hpp"

namespace calib::tool {
namespace {

nlohmann::ordered_json json_of(const fit::error_summary& s) {
  return {{"n", s.n},      {"mape", s.mape},         {"median", s.median},
          {"p90", s.p90},  {"within_5", s.within_5}, {"within_10", s.within_10},
          {"bias", s.bias}};
}

}  // namespace

console::text_table summary_table() {
  return console::text_table({"", ">shapes", ">MAPE", ">median", ">p90", ">within 5 %", ">within 10 %", ">bias"});
}

void add_summary(console::text_table& out, std::string_view what, const fit::error_summary& errors) {
  out.add({std::string(what), fmt::format("{}", errors.n), console::percent(errors.mape),
           console::percent(errors.median), console::percent(errors.p90), console::percent(errors.within_5),
           console::percent(errors.within_10), console::percent(errors.bias)});
}

void print_evaluation(const fit::evaluation& found, std::span<const std::string> dimensions) {
  console::text_table summary = summary_table();
  add_summary(summary, "all", found.all);
  for (const auto& [source, one] : found.by_source) add_summary(summary, name(source), one);
  fmt::print("{}\nworst:\n", summary.str());
  std::vector<std::string> columns;
  for (const std::string& dimension : dimensions) columns.push_back(">" + dimension);
  columns.insert(columns.end(), {">measured", ">predicted", ">error", "source"});
  console::text_table worst(columns);
  for (const fit::judged_shape& one : found.worst) {
    std::vector<std::string> cells;
    for (const std::size_t size : one.dims) cells.push_back(fmt::format("{}", size));
    cells.insert(cells.end(), {console::time(one.measured_s), console::time(one.predicted_s),
                               console::percent(one.error()), std::string(name(one.source))});
    worst.add(cells);
  }
  fmt::print("{}", worst.str());
}

nlohmann::ordered_json evaluation_json(const fit::evaluation& found, std::span<const std::string> dimensions) {
  nlohmann::ordered_json out = json_of(found.all);
  out["by_source"] = nlohmann::ordered_json::object();
  for (const auto& [source, one] : found.by_source) out["by_source"][std::string(name(source))] = json_of(one);
  out["worst"] = nlohmann::ordered_json::array();
  for (const fit::judged_shape& one : found.worst) {
    nlohmann::ordered_json dims;
    for (std::size_t d = 0; d < one.dims.size(); ++d) dims[dimensions[d]] = one.dims[d];
    out["worst"].push_back({{"dims", dims},
                            {"measured_s", one.measured_s},
                            {"predicted_s", one.predicted_s},
                            {"error", one.error()},
                            {"source", name(one.source)}});
  }
  return out;
}

}  // namespace calib::tool
