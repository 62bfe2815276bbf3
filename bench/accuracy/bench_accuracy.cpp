/// Ways of predicting latencies beside each other: each is given measurements and how many of them it may rest on, and
/// is judged on others that it has not seen.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "by_form.hpp"
#include "console/text_table.hpp"
#include "console/units.hpp"
#include "fit/csv.hpp"
#include "fit/evaluation.hpp"
#include "fitted.hpp"
#include "hold_out.hpp"
#include "neighbours.hpp"
#include "plain_grid.hpp"

namespace {

using namespace calib;

constexpr bench::method compared[] = {
    {"roofline", bench::roofline_only},
    {"nearest neighbour", bench::nearest_neighbour},
    {"inverse distance", bench::inverse_distance},
    {"grid, latency", bench::trilinear_latency},
    {"grid, utilisation", bench::trilinear_utilisation},
    {"grid, logarithms", bench::trilinear_logarithms},
    {"process", bench::process},
};

struct options {
  std::string csv, operation, precision = "f32";
  std::vector<std::size_t> points{96, 225};
  std::uint64_t seed = 1;
  bool markdown = false;
};

using calibration = std::function<bench::predictor(const fit::measurement_set&, const fit::model_options&)>;

fit::error_summary judge(const std::vector<bench::split>& splits, std::size_t points, std::uint64_t seed,
                         const calibration& calibrate) {
  std::vector<fit::judged_shape> judged;
  for (const bench::split& one : splits) {
    std::vector<fit::shape> shapes;
    for (const fit::measured_shape& row : one.held_out) shapes.push_back(row.dims);
    const std::vector<double> predicted = calibrate(one.seen, {.max_points = points, .seed = seed})(shapes);
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      judged.push_back({shapes[i], one.held_out[i].latency_s, predicted[i]});
    }
  }
  return fit::evaluate(judged).all;
}

std::vector<std::string> row_of(std::string_view name, std::size_t points, const fit::error_summary& s) {
  return {fmt::format("{}", points),     std::string(name),       console::percent(s.mape),
          console::percent(s.median),    console::percent(s.p90), console::percent(s.within_5),
          console::percent(s.within_10), console::percent(s.bias)};
}

std::vector<std::vector<std::string>> rows_of(const fit::measurement_set& set, const std::vector<bench::split>& splits,
                                              const options& o) {
  std::vector<std::vector<std::string>> rows;
  const bool lowered = fit::split_by_form(set).front().operation != set.operation;
  for (const std::size_t points : o.points) {
    const auto add = [&](std::string_view name, const calibration& calibrate) {
      rows.push_back(row_of(name, points, judge(splits, points, o.seed, calibrate)));
    };
    for (const bench::method& how : compared) {
      add(how.name, std::bind_front(bench::by_form, how));
    }
    if (lowered) add("process, no forms", bench::process);
    add("tables of calib", bench::tables);
  }
  return rows;
}

void print(const std::vector<std::vector<std::string>>& rows, bool markdown) {
  const std::vector<std::string> columns{">points", "method",      ">MAPE",        ">median",
                                         ">p90",    ">within 5 %", ">within 10 %", ">bias"};
  if (!markdown) {
    console::text_table out(columns);
    for (const auto& row : rows) out.add(row);
    fmt::print("{}", out.str());
    return;
  }
  fmt::print("| points | method | MAPE | median | p90 | within 5 % | within 10 % | bias |\n");
  fmt::print("|--:|---|--:|--:|--:|--:|--:|--:|\n");
  for (const auto& row : rows) fmt::print("| {} |\n", fmt::join(row, " | "));
}

int run(int argc, char** argv) {
  CLI::App app{"Compares ways of predicting latencies on measurements held out.", "bench_accuracy"};
  options o;
  app.add_option("csv", o.csv, "CSV file as calib import takes it")->required();
  app.add_option("--op", o.operation, "operation measured")->required();
  app.add_option("--precision", o.precision, "precision measured (default f32)");
  app.add_option("--points", o.points, "measurements a method may rest on (default 96 225)")->delimiter(',');
  app.add_option("--seed", o.seed, "seed of the split and of all draws (default 1)");
  app.add_flag("--markdown", o.markdown, "for docs/accuracy.md");
  CLI11_PARSE(app, argc, argv);
  const auto p = parse_precision(o.precision);
  if (!p) throw fit::csv_error("no precision '" + o.precision + "'");
  const fit::measurement_set set = fit::read_csv(o.csv, {.operation = o.operation, .precision = *p, .aliases = {}});
  const auto splits = bench::splits_of(set, o.points, o.seed);
  std::size_t judged = 0;
  for (const bench::split& one : splits) judged += one.held_out.size();
  fmt::print("{} {}: {} shapes, {} of them judged ({}), {} repeated with a spread of {}; seed {}\n\n", o.operation,
             facts(*p).name, set.shapes.size(), judged, splits.size() > 1 ? "5 folds" : "held out", set.repeated_shapes,
             console::percent(set.noise), o.seed);
  print(rows_of(set, splits, o), o.markdown);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& fault) {
    fmt::print(stderr, "bench_accuracy: {}\n", fault.what());
    return 1;
  }
}
