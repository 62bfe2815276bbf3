/// What one look-up of a gemm costs: through the compile-time mapper, through a loaded profile, and in the ways the
/// mapper replaces. All over 14^3 knots, with the same shapes.

#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/lookup/rivals.hpp"
#include "calib/calib.h"
#include "calib/loaded_profile.hpp"
#include "calib/mapper.hpp"
#include "tests/samples/grid_profile.hpp"

namespace calib::bench {
namespace {

using cpu = mapper<profiles::bench_grid>;
using corrected = mapper<profiles::bench_grid, setting::corrected_1t_warm>;
using grid_table = table<profiles::bench_grid, gemm, setting::computed_1t_warm>;

/// Enough shapes that the branch predictor cannot learn them by heart; a power of two, so that the next is a mask away.
constexpr std::size_t shape_count = 4096;
using shapes = std::array<gemm, shape_count>;

/// Sizes whose logarithms are uniform, from 1 to the largest knot, as the shapes of networks roughly are.
const shapes& random_shapes() {
  static const shapes made = [] {
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> exponent(0, std::log2(largest));
    const auto size = [&] { return static_cast<std::size_t>(std::exp2(exponent(random))); };
    shapes out{};
    for (gemm& shape : out) shape = {size(), size(), size()};
    return out;
  }();
  return made;
}

/// Grid points, for the map that knows no others.
const shapes& grid_shapes() {
  static const shapes made = [] {
    std::mt19937_64 random(2);
    const auto size = [&] { return static_cast<std::size_t>(grid_table::m[random() % knots_per_axis]); };
    shapes out{};
    for (gemm& shape : out) shape = {size(), size(), size()};
    return out;
  }();
  return made;
}

/// Times `ask(shape)` over the shapes.
template <class Ask>
void ask_each(benchmark::State& state, const shapes& asked, const Ask& ask) {
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(ask(asked[next]));
    next = (next + 1) % shape_count;
  }
}

bool same(double a, double b) { return std::abs(a - b) <= 1e-12 * std::abs(b); }

void loop_alone(benchmark::State& state) {
  ask_each(state, random_shapes(), [](const gemm& shape) { return shape.m; });
}
BENCHMARK(loop_alone);

void mapper_literal_shape(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(cpu::latency(gemm{.m = 300, .n = 500, .k = 700}).count());
}
BENCHMARK(mapper_literal_shape);

void mapper_latency(benchmark::State& state) {
  ask_each(state, random_shapes(), [](const gemm& shape) { return cpu::latency(shape).count(); });
}
BENCHMARK(mapper_latency);

/// Phases, classes and knots beyond what was measured, all at once.
void mapper_latency_with_all_corrections(benchmark::State& state) {
  ask_each(state, random_shapes(), [](const gemm& shape) { return corrected::latency(shape).count(); });
}
BENCHMARK(mapper_latency_with_all_corrections);

void mapper_literal_shape_with_all_corrections(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(corrected::latency(gemm{.m = 301, .n = 501, .k = 701}).count());
}
BENCHMARK(mapper_literal_shape_with_all_corrections);

void mapper_estimate(benchmark::State& state) {
  ask_each(state, random_shapes(), [](const gemm& shape) { return cpu::estimate(shape); });
}
BENCHMARK(mapper_estimate);

/// Each look-up waits for the one before, so nothing overlaps: the delay of one look-up, not its share of a stream.
void mapper_latency_one_after_another(benchmark::State& state) {
  const shapes& asked = random_shapes();
  std::size_t next = 0;
  double before = 0;
  for (auto _ : state) {
    before = cpu::latency(asked[(next + (before < 0 ? 1 : 0)) % shape_count]).count();
    benchmark::DoNotOptimize(before);
    ++next;
  }
}
BENCHMARK(mapper_latency_one_after_another);

void loaded_profile_latency(benchmark::State& state) {
  const loaded_profile profile = parse_profile(grid_json());
  for (const gemm& shape : random_shapes()) {
    if (!same(profile.latency(shape).count(), cpu::latency(shape).count())) state.SkipWithError("a wrong answer");
  }
  ask_each(state, random_shapes(), [&](const gemm& shape) { return profile.latency(shape).count(); });
}
BENCHMARK(loaded_profile_latency);

void loaded_profile_bound_table(benchmark::State& state) {
  const auto bound = parse_profile(grid_json()).table<gemm>();
  ask_each(state, random_shapes(), [&](const gemm& shape) { return bound.latency(shape).count(); });
}
BENCHMARK(loaded_profile_bound_table);

/// Sizes of a grid in one dimension: most of them between knots.
constexpr std::size_t sizes_per_axis = 64;
const std::vector<std::size_t>& grid_sizes_of_axis() {
  static const std::vector<std::size_t> made = [] {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < sizes_per_axis; ++i) out.push_back(1 + 47 * i);
    return out;
  }();
  return made;
}

void check_same(benchmark::State& state, const std::vector<seconds>& latencies, const shapes& asked) {
  for (std::size_t i = 0; i < latencies.size(); ++i) {
    if (latencies[i] != cpu::latency(asked[i])) state.SkipWithError("a wrong answer");
  }
}

/// Counts `items` shapes an iteration; the time of one is then that of an iteration divided by them.
void count_shapes(benchmark::State& state, std::size_t items) {
  const auto all = static_cast<double>(state.iterations()) * static_cast<double>(items);
  state.counters["shape"] = benchmark::Counter(all, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.counters["shapes/s"] = benchmark::Counter(all, benchmark::Counter::kIsRate);
}

template <class Ask>
void ask_batch(benchmark::State& state, const Ask& ask) {
  std::vector<seconds> out(shape_count);
  for (auto _ : state) {
    ask(random_shapes(), out);
    benchmark::ClobberMemory();
  }
  check_same(state, out, random_shapes());
  count_shapes(state, shape_count);
}

template <class Ask>
void ask_grid(benchmark::State& state, const Ask& ask) {
  const std::vector<std::size_t>& sizes = grid_sizes_of_axis();
  std::vector<seconds> out(sizes.size() * sizes.size() * sizes.size());
  for (auto _ : state) {
    ask(sizes, out);
    benchmark::ClobberMemory();
  }
  std::size_t next = 0;
  for (const std::size_t m : sizes) {
    for (const std::size_t n : sizes) {
      for (const std::size_t k : sizes) {
        if (out[next++] != cpu::latency(gemm{m, n, k})) state.SkipWithError("a wrong answer");
      }
    }
  }
  count_shapes(state, out.size());
}

/// What users write where there is no grid: nested loops of single look-ups.
template <class Ask>
void ask_nested(benchmark::State& state, const Ask& ask) {
  ask_grid(state, [&ask](const std::vector<std::size_t>& sizes, std::vector<seconds>& out) {
    std::size_t next = 0;
    for (const std::size_t m : sizes) {
      for (const std::size_t n : sizes) {
        for (const std::size_t k : sizes) out[next++] = ask(gemm{m, n, k});
      }
    }
  });
}

void mapper_batch(benchmark::State& state) {
  ask_batch(state, [](const shapes& asked, std::vector<seconds>& out) { cpu::latencies(asked, out); });
}
BENCHMARK(mapper_batch);

void bound_table_batch(benchmark::State& state) {
  const auto bound = parse_profile(grid_json()).table<gemm>();
  ask_batch(state, [&bound](const shapes& asked, std::vector<seconds>& out) { bound.latencies(asked, out); });
}
BENCHMARK(bound_table_batch);

void mapper_grid(benchmark::State& state) {
  ask_grid(state, [](const auto& sizes, std::vector<seconds>& out) {
    cpu::latency_grid<gemm>({sizes, sizes, sizes}, out);
  });
}
BENCHMARK(mapper_grid);

void bound_table_grid(benchmark::State& state) {
  const auto bound = parse_profile(grid_json()).table<gemm>();
  ask_grid(state, [&bound](const auto& sizes, std::vector<seconds>& out) {
    bound.latency_grid({sizes, sizes, sizes}, out);
  });
}
BENCHMARK(bound_table_grid);

void mapper_nested(benchmark::State& state) {
  ask_nested(state, [](const gemm& shape) { return cpu::latency(shape); });
}
BENCHMARK(mapper_nested);

void bound_table_nested(benchmark::State& state) {
  const auto bound = parse_profile(grid_json()).table<gemm>();
  ask_nested(state, [&bound](const gemm& shape) { return bound.latency(shape); });
}
BENCHMARK(bound_table_nested);

/// The table of the C interface, which is the library's own code whatever this program is compiled for.
class c_table {
 public:
  c_table() {
    const std::string json = grid_json();
    if (calib_parse(json.data(), json.size(), &profile_) != CALIB_OK ||
        calib_table_open(profile_, "gemm", CALIB_F32, nullptr, &table_) != CALIB_OK) {
      throw std::runtime_error(calib_last_error());
    }
  }
  c_table(const c_table&) = delete;
  c_table& operator=(const c_table&) = delete;
  ~c_table() {
    calib_table_free(table_);
    calib_free(profile_);
  }

  const calib_table* get() const { return table_; }

 private:
  calib_profile* profile_ = nullptr;
  calib_table* table_ = nullptr;
};

double* as_numbers(std::vector<seconds>& out) { return reinterpret_cast<double*>(out.data()); }
static_assert(sizeof(seconds) == sizeof(double) && sizeof(gemm) == 3 * sizeof(std::size_t));

void c_batch(benchmark::State& state) {
  const c_table table;
  ask_batch(state, [&table](const shapes& asked, std::vector<seconds>& out) {
    calib_table_latencies(table.get(), &asked[0].m, asked.size(), 3, as_numbers(out));
  });
}
BENCHMARK(c_batch);

void c_grid(benchmark::State& state) {
  const c_table table;
  ask_grid(state, [&table](const std::vector<std::size_t>& sizes, std::vector<seconds>& out) {
    const std::array<const std::size_t*, 3> each{sizes.data(), sizes.data(), sizes.data()};
    const std::array<std::size_t, 3> counts{sizes.size(), sizes.size(), sizes.size()};
    calib_table_latency_grid(table.get(), each.data(), counts.data(), 3, as_numbers(out));
  });
}
BENCHMARK(c_grid);

void unordered_map_of_strings(benchmark::State& state) {
  const string_map map;
  for (const gemm& shape : grid_shapes()) {
    if (map.latency(shape) != cpu::latency(shape).count()) state.SkipWithError("a wrong answer");
  }
  ask_each(state, grid_shapes(), [&](const gemm& shape) { return map.latency(shape); });
}
BENCHMARK(unordered_map_of_strings);

void virtual_mapper_with_search_and_logarithms(benchmark::State& state) {
  const auto model = make_searching_model();
  for (const gemm& shape : grid_shapes()) {
    if (!same(model->latency(shape), cpu::latency(shape).count())) state.SkipWithError("a wrong answer");
  }
  ask_each(state, random_shapes(), [&](const gemm& shape) { return model->latency(shape); });
}
BENCHMARK(virtual_mapper_with_search_and_logarithms);

void parse_json_each_time(benchmark::State& state) {
  const std::string json = grid_json();
  for (std::size_t i = 0; i < 64; ++i) {
    const gemm& shape = random_shapes()[i];
    if (!same(latency_from_json(json, shape), cpu::latency(shape).count())) state.SkipWithError("a wrong answer");
  }
  ask_each(state, random_shapes(), [&](const gemm& shape) { return latency_from_json(json, shape); });
}
BENCHMARK(parse_json_each_time);

}  // namespace
}  // namespace calib::bench
