#include "bench/lookup/rivals.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <stdexcept>
#include <vector>

#include "tests/samples/grid_profile.hpp"

namespace calib::bench {
namespace {

using grid_table = table<profiles::bench_grid, gemm, setting::computed_1t_warm>;

template <class Number>
void append(std::string& text, Number number) {
  std::array<char, 32> digits;
  text.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

std::string key_of(const gemm& op) {
  std::string key;
  append(key, op.m);
  key += ',';
  append(key, op.n);
  key += ',';
  append(key, op.k);
  return key;
}

/// The segment of `x` and the weight of its upper knot, beyond the knots held at the edge.
struct place {
  std::size_t segment;
  double weight;
};

template <class Knots, class Scale>
place find(const Knots& knots, double x, const Scale& scale) {
  x = std::clamp(x, *std::begin(knots), *std::prev(std::end(knots)));
  const auto above = std::upper_bound(std::next(std::begin(knots)), std::prev(std::end(knots)), x);
  const double low = scale(*std::prev(above));
  return {static_cast<std::size_t>(above - std::begin(knots)) - 1, (scale(x) - low) / (scale(*above) - low)};
}

/// The trilinear blend of the eight corners; `corner(i, j, k)` is the latency at knots i, j, k.
template <class Corner>
double blend(const place& m, const place& n, const place& k, const Corner& corner) {
  double sum = 0;
  for (std::size_t bits = 0; bits < 8; ++bits) {
    const std::size_t i = bits >> 2U & 1U;
    const std::size_t j = bits >> 1U & 1U;
    const std::size_t l = bits & 1U;
    sum += (i != 0 ? m.weight : 1 - m.weight) * (j != 0 ? n.weight : 1 - n.weight) *
           (l != 0 ? k.weight : 1 - k.weight) * corner(m.segment + i, n.segment + j, k.segment + l);
  }
  return sum;
}

constexpr std::size_t index_of(std::size_t i, std::size_t j, std::size_t k) {
  return (i * knots_per_axis + j) * knots_per_axis + k;
}

class searching_model final : public latency_model {
 public:
  searching_model()
      : knots_(std::begin(grid_table::m), std::end(grid_table::m)),
        latencies_(std::begin(grid_table::latency), std::end(grid_table::latency)) {}

  double latency(const gemm& op) const override {
    const auto log2 = [](double x) { return std::log2(x); };
    const auto at = [&](std::size_t x) { return find(knots_, static_cast<double>(x), log2); };
    return blend(at(op.m), at(op.n), at(op.k),
                 [&](std::size_t i, std::size_t j, std::size_t k) { return latencies_[index_of(i, j, k)]; });
  }

 private:
  std::vector<double> knots_;
  std::vector<double> latencies_;
};

}  // namespace

std::string grid_json() {
  std::string axes;
  for (const std::string_view name : gemm::dimensions) {
    axes += axes.empty() ? "" : ",";
    axes += R"({"name":")" + std::string(name) + R"(","knots":[)";
    for (std::size_t i = 0; i < knots_per_axis; ++i) {
      axes += i == 0 ? "" : ",";
      append(axes, static_cast<std::uint64_t>(grid_table::m[i]));
    }
    axes += "]}";
  }
  std::string latencies;
  for (const double latency : grid_table::latency) {
    latencies += latencies.empty() ? "" : ",";
    append(latencies, latency);
  }
  return R"({"schema":1,"id":"bench_grid","name":"A cost formula, for benchmarks","settings":[{"id":"computed_1t_warm",)"
         R"("backend":"computed","version":"1","threads":1,"cache":"warm",)"
         R"("peaks":{"flops_per_s":{"f32":6e10},"bandwidth_bytes_per_s":1e10},"overhead_s":1e-7}],)"
         R"("default_setting":"computed_1t_warm","tables":[{"operation":"gemm","precision":"f32",)"
         R"("setting":"computed_1t_warm","axes":[)" +
         axes + R"(],"latency_s":[)" + latencies + "]}]}";
}

string_map::string_map() {
  std::size_t next = 0;
  for (const double m : grid_table::m) {
    for (const double n : grid_table::m) {
      for (const double k : grid_table::m) {
        const gemm op{static_cast<std::size_t>(m), static_cast<std::size_t>(n), static_cast<std::size_t>(k)};
        latencies_.emplace(key_of(op), grid_table::latency[next++]);
      }
    }
  }
}

double string_map::latency(const gemm& op) const { return latencies_.find(key_of(op))->second; }

std::unique_ptr<latency_model> make_searching_model() { return std::make_unique<searching_model>(); }

double latency_from_json(const std::string& json, const gemm& op) {
  static simdjson::dom::parser parser;  // its buffers are kept, as simdjson advises
  const simdjson::dom::element profile = parser.parse(json);
  for (const simdjson::dom::element table : profile["tables"]) {
    if (std::string_view(table["operation"]) != "gemm" || std::string_view(table["precision"]) != "f32") continue;
    const std::array<std::size_t, 3> dims = op.dims();
    std::array<place, 3> at{};
    std::size_t axis = 0;
    for (const simdjson::dom::element description : table["axes"]) {
      std::array<double, knots_per_axis> knots{};
      std::size_t next = 0;
      for (const simdjson::dom::element knot : description["knots"]) knots[next++] = double(knot);
      at[axis] = find(knots, static_cast<double>(dims[axis]), [](double x) { return x; });
      ++axis;
    }
    const simdjson::dom::array latencies = table["latency_s"];
    return blend(at[0], at[1], at[2],
                 [&](std::size_t i, std::size_t j, std::size_t k) { return double(latencies.at(index_of(i, j, k))); });
  }
  throw std::out_of_range("no gemm table");
}

}  // namespace calib::bench
