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
#include "usage_error.hpp"

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
  std::string row;
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

struct judged_method {
  std::string_view name;
  fit::error_summary errors;
};

std::vector<judged_method> judge_all(const fit::measurement_set& set, const std::vector<bench::split>& splits,
                                     std::size_t points, std::uint64_t seed) {
  std::vector<judged_method> judged;
  const auto add = [&](std::string_view name, const calibration& calibrate) {
    judged.push_back({name, judge(splits, points, seed, calibrate)});
  };
  for (const bench::method& way : compared) add(way.name, std::bind_front(bench::by_form, way));
  const bool lowered = fit::split_by_form(set).front().operation != set.operation;
  if (lowered) add("process, no forms", bench::process);
  add("tables of calib", bench::tables);
  return judged;
}

void print_table(std::size_t points, const std::vector<judged_method>& judged) {
  console::text_table out(
      {fmt::format("{} points", points), ">MAPE", ">median", ">p90", ">within 5 %", ">within 10 %", ">bias"});
  for (const auto& [name, s] : judged) {
    out.add({std::string(name), console::percent(s.mape), console::percent(s.median), console::percent(s.p90),
             console::percent(s.within_5), console::percent(s.within_10), console::percent(s.bias)});
  }
  fmt::print("{}\n", out.str());
}

/// A row of docs/accuracy.md: mean and median error of each method in percent.
void print_row(std::string_view label, std::size_t points, const std::vector<judged_method>& judged) {
  fmt::print("| {} | {} | {}", label, points, judged.front().errors.n);
  for (const auto& [name, s] : judged) {
    if (name != "process, no forms") fmt::print(" | {:.1f} / {:.1f}", 100 * s.mape, 100 * s.median);
  }
  fmt::print(" |\n");
}

int run(int argc, char** argv) {
  CLI::App app{"Compares ways of predicting latencies on measurements held out.", "bench_accuracy"};
  options o;
  app.add_option("csv", o.csv, "CSV file as calib import takes it")->required();
  app.add_option("--op", o.operation, "operation measured")->required();
  app.add_option("--precision", o.precision, "precision measured (default f32)");
  app.add_option("--points", o.points, "measurements a method may rest on (default 96 225)")->delimiter(',');
  app.add_option("--seed", o.seed, "seed of the split and of all draws (default 1)");
  app.add_option("--row", o.row, "print rows of docs/accuracy.md that begin with this name, not a table");
  CLI11_PARSE(app, argc, argv);
  const auto p = parse_precision(o.precision);
  if (!p) throw usage_error("no precision '" + o.precision + "'");
  const fit::measurement_set set = fit::read_csv(o.csv, {.operation = o.operation, .precision = *p, .aliases = {}});
  const auto splits = bench::splits_of(set, o.points, o.seed);
  if (o.row.empty()) {
    fmt::print("{} {}: {} shapes, {}, {} repeated with a spread of {}; seed {}\n\n", o.operation, facts(*p).name,
               set.shapes.size(), splits.size() > 1 ? "5 folds" : "a fifth held out", set.repeated_shapes,
               console::percent(set.noise), o.seed);
  }
  for (const std::size_t points : o.points) {
    const auto judged = judge_all(set, splits, points, o.seed);
    if (o.row.empty()) {
      print_table(points, judged);
    } else {
      print_row(o.row, points, judged);
    }
  }
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
