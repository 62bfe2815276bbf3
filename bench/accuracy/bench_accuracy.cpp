/// Ways of predicting latencies beside each other: each is given measurements and how many of them it may rest on, and
/// is judged on others that it has not seen.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "by_form.hpp"
#include "by_size.hpp"
#include "console/text_table.hpp"
#include "console/units.hpp"
#include "fit/evaluation.hpp"
#include "fitted.hpp"
#include "foreign/read.hpp"
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
  std::vector<std::uint64_t> seeds{1};
  std::string row, by;
};

using calibration = std::function<bench::predictor(const fit::measurement_set&, const fit::model_options&)>;

std::vector<fit::judged_shape> judge(const std::vector<bench::split>& splits, std::size_t points, std::uint64_t seed,
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
  return judged;
}

struct judged_method {
  std::string_view name;
  fit::error_summary errors;
};

std::vector<judged_method> judge_all(const fit::measurement_set& set, const std::vector<bench::split>& splits,
                                     std::size_t points, std::uint64_t seed) {
  std::vector<judged_method> judged;
  const auto add = [&](std::string_view name, const calibration& calibrate) {
    judged.push_back({name, fit::evaluate(judge(splits, points, seed, calibrate)).all});
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

/// Errors of the tables that calib makes, by the size of one dimension: a table, or a row of docs/accuracy.md. Each
/// seed splits the rows otherwise; all splits count together.
void print_by_size(const fit::measurement_set& set, const options& o, std::size_t points) {
  std::vector<fit::judged_shape> judged;
  for (const std::uint64_t seed : o.seeds) {
    const auto some = judge(bench::splits_of(set, o.points, seed), points, seed, bench::tables);
    judged.insert(judged.end(), some.begin(), some.end());
  }
  const auto groups = bench::by_size(judged, set.dimensions, o.by);
  if (!o.row.empty()) {
    fmt::print("| {} | {}", o.row, points);
    for (const auto& [sizes, s] : groups) fmt::print(" | {:.1f} / {:.1f}", 100 * s.mape, 100 * s.median);
    fmt::print(" |\n");
    return;
  }
  console::text_table out({fmt::format("{} points", points), ">shapes", ">MAPE", ">median", ">p90", ">bias"});
  for (const auto& [sizes, s] : groups) {
    out.add({sizes, fmt::format("{}", s.n), console::percent(s.mape), console::percent(s.median),
             console::percent(s.p90), console::percent(s.bias)});
  }
  fmt::print("{}\n", out.str());
}

void compare_methods(const fit::measurement_set& set, const options& o, std::uint64_t seed) {
  const auto splits = bench::splits_of(set, o.points, seed);
  if (o.row.empty()) {
    fmt::print("{} {}: {} shapes, {}, {} repeated with a spread of {}; seed {}\n\n", set.operation,
               facts(set.precision).name, set.shapes.size(), splits.size() > 1 ? "5 folds" : "a fifth held out",
               set.repeated_shapes, console::percent(set.noise), seed);
  }
  for (const std::size_t points : o.points) {
    const auto judged = judge_all(set, splits, points, seed);
    if (o.row.empty()) {
      print_table(points, judged);
    } else {
      print_row(o.row, points, judged);
    }
  }
}

int run(int argc, char** argv) {
  CLI::App app{"Compares ways of predicting latencies on measurements held out.", "bench_accuracy"};
  options o;
  app.add_option("csv", o.csv, "CSV file as calib import takes it")->required();
  app.add_option("--op", o.operation, "operation measured")->required();
  app.add_option("--precision", o.precision, "precision measured (default f32)");
  app.add_option("--points", o.points, "measurements a method may rest on (default 96 225)")->delimiter(',');
  app.add_option("--seed", o.seeds, "seed of the split and of all draws (default 1); several are tried in turn")
      ->delimiter(',');
  app.add_option("--by", o.by, "judge the tables of calib alone, by the size of this dimension");
  app.add_option("--row", o.row, "print rows of docs/accuracy.md that begin with this name, not a table");
  CLI11_PARSE(app, argc, argv);
  const auto p = parse_precision(o.precision);
  if (!p) throw usage_error("no precision '" + o.precision + "'");
  const fit::measurement_set set = foreign::read(o.csv, {.operation = o.operation, .precision = *p}).set;
  for (const std::size_t points : o.points) {
    if (!o.by.empty()) print_by_size(set, o, points);
  }
  for (const std::uint64_t seed : o.seeds) {
    if (o.by.empty()) compare_methods(set, o, seed);
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
