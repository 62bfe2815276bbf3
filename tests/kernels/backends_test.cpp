// Every kernel of every backend against the reference, through the interface that calibration uses.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <thread>
#include <tuple>

#include "kernels/backends.hpp"
#include "kernels/kernel.hpp"
#include "kernels/own/isa.hpp"
#include "kernels/random.hpp"

namespace calib::kernels {
namespace {

constexpr std::size_t sizes[]{1, 2, 3, 5, 7, 8, 15, 16, 17, 31, 33, 63, 65, 127};
constexpr std::size_t sampled_shapes = 60;

bool counts_bytes(const kernel& k) { return !k.dimensions().empty() && k.dimensions()[0] == "bytes"; }

/// All sizes where there is one dimension; the diagonal and a seeded sample of the combinations where there are more.
/// With four dimensions the largest sizes would take gigabytes, and stay out.
std::vector<std::vector<std::size_t>> shapes_for(const kernel& k) {
  const std::size_t rank = k.dimensions().size();
  const std::span<const std::size_t> chosen = rank < 4 ? std::span{sizes} : std::span{sizes}.first(9);
  std::vector<std::vector<std::size_t>> shapes;
  for (const std::size_t size : chosen) {
    // 32 bytes hold at least one element of each array; the odd byte must not matter.
    shapes.emplace_back(rank, counts_bytes(k) ? 8 + 24 * size + size % 2 : size);
  }
  if (rank == 1) {
    for (const std::size_t size : {1000u, 4099u, 100003u}) shapes.push_back({size});
    return shapes;
  }
  for (std::size_t sample = 0; sample < sampled_shapes; ++sample) {
    std::vector<std::size_t> dims;
    for (std::size_t i = 0; i < rank; ++i) dims.push_back(chosen[scramble(rank * sample + i) % chosen.size()]);
    shapes.push_back(dims);
  }
  return shapes;
}

bool takes_threads(std::string_view backend) {
  return backend == "openblas" || backend == "onednn" || backend == "own_stream";
}

std::string describe(const kernel& k, const std::vector<std::size_t>& dims) {
  std::string text =
      std::string{k.backend()} + ' ' + std::string{k.operation()} + ' ' + std::string{facts(k.precision()).name};
  for (const std::size_t dim : dims) text += ' ' + std::to_string(dim);
  return text;
}

/// Whether Linux lists this flag of the processor.
bool cpu_has(const std::string& flag) {
  std::ifstream info{"/proc/cpuinfo"};
  for (std::string line; std::getline(info, line);) {
    if (line.rfind("flags", 0) != 0) continue;
    std::istringstream words{line};
    for (std::string word; words >> word;) {
      if (word == flag) return true;
    }
    return false;
  }
  return false;
}

/// Checks, runs, and checks again, every `step`-th shape; returns the number of shapes that went through.
std::size_t check_shapes(const kernel& k, std::uint64_t seed, std::size_t step) {
  std::size_t passed = 0;
  const auto shapes = shapes_for(k);
  for (std::size_t i = 0; i < shapes.size(); i += step) {
    const auto& dims = shapes[i];
    const auto ready = k.prepare(dims, seed);
    ready->run(0);
    const auto first = ready->check();
    ready->run(3);
    const auto second = ready->check();
    EXPECT_TRUE(first.ok()) << describe(k, dims) << ": " << first.difference << " > " << first.tolerance;
    EXPECT_TRUE(second.ok()) << describe(k, dims) << ": " << second.difference << " > " << second.tolerance;
    EXPECT_LT(first.tolerance, k.precision() == precision::bf16 ? 0x1p-6 : 1e-3);  // bf16 has eight bits
    passed += first.ok() && second.ok();
  }
  return passed;
}

TEST(Backends, AreTheOnesExpected) {
  std::vector<std::string> names;
  for (const auto& backend : all_backends()) names.push_back(backend->info().name);
  EXPECT_EQ(names, (std::vector<std::string>{"openblas", "eigen", "onednn", "own_tiled", "own_naive", "own_stream"}));
}

TEST(Backends, OfferTheirOperationsInTheirPrecisions) {
  std::map<std::string, std::set<std::string>> offered;
  std::set<std::tuple<std::string_view, std::string_view, precision>> all;
  for (const auto& backend : all_backends()) {
    for (const auto& kernel : backend->kernels()) {
      EXPECT_EQ(kernel->backend(), backend->info().name);
      EXPECT_TRUE(all.emplace(kernel->backend(), kernel->operation(), kernel->precision()).second) << "twice";
      offered[backend->info().name + ' ' + std::string{facts(kernel->precision()).name}].emplace(kernel->operation());
    }
  }
  using names = std::set<std::string>;
  const auto with = [](names some, const names& more) {
    some.insert(more.begin(), more.end());
    return some;
  };
  const names gemm{"gemm", "dispatch"}, products{"gemm", "linear", "batched_gemm"},
      blas = with(products, {"gemv", "dot", "axpy", "dispatch"});
  const names elementwise{"relu", "gelu", "silu", "sigmoid", "tanh", "exp", "hardswish", "add", "mul"};
  const names rows{"softmax", "layer_norm", "reduce_sum", "bias_add"};
  const names moves{"transpose", "concat", "gather"};
  const names stream = with(moves, {"copy", "scale", "stream_add", "triad", "read", "write", "dispatch"});
  const names images{"batch_norm_planes", "global_avg_pool_planes", "max_pool_square", "avg_pool_square"};
  const names sums =
      with(products, {"conv2d_pointwise", "conv2d_3x3", "conv2d_window", "conv2d_depthwise", "conv2d_grouped"});
  const names network = with(with(sums, elementwise), with(with(rows, images), {"dispatch"}));
  const names attention{"attention_prefill_grouped", "attention_decode_multi_head", "attention_decode_grouped",
                        "attention_decode_wide"};
  EXPECT_EQ(offered["onednn f32"], with(with(network, attention), {"transpose", "concat", "gemv", "dot", "axpy"}));
  EXPECT_EQ(offered["onednn bf16"], cpu_has("avx512_bf16") ? network : names{});
  EXPECT_EQ(offered["onednn i8"], cpu_has("avx512_vnni") ? sums : names{});
  EXPECT_EQ(offered["onednn f64"], names{});
  EXPECT_EQ(offered["onednn f16"], names{});
  for (const std::string p : {"f32", "f64"}) {
    EXPECT_EQ(offered["openblas " + p],
              with(with(blas, attention), {"conv2d_pointwise", "conv2d_3x3", "conv2d_window", "conv2d_grouped"}));
    EXPECT_EQ(offered["eigen " + p], with(with(with(blas, elementwise), with(rows, {"rms_norm"})),
                                          {"batch_norm_planes", "global_avg_pool_planes", "max_pool_square",
                                           "avg_pool_square", "conv2d_depthwise"}));
    EXPECT_EQ(offered["own_tiled " + p], gemm);
    EXPECT_EQ(offered["own_naive " + p], gemm);
    EXPECT_EQ(offered["own_stream " + p], stream);
  }
}

// What oneDNN may use is decided once in a process, so this one is another.
TEST(BackendsDeathTest, OfferNoPrecisionThatWouldBeEmulated) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  const auto offer = [] {
    setenv("ONEDNN_MAX_CPU_ISA", "AVX2", 1);
    const auto onednn = make_onednn();
    for (const auto& kernel : onednn->kernels()) {
      if (kernel->precision() != precision::f32) std::exit(1);
    }
    const std::string details = onednn->info().details;
    const auto says = [&](const char* text) { return details.find(text) != std::string::npos; };
    std::exit(says("without bf16") && says("without i8") && !onednn->kernels().empty() ? 0 : 2);
  };
  EXPECT_EXIT(offer(), testing::ExitedWithCode(0), "");
}

TEST(Backends, SayWhatTheyAre) {
  for (const auto& backend : all_backends()) {
    const backend_info info = backend->info();
    EXPECT_FALSE(info.version.empty()) << info.name;
    EXPECT_TRUE(std::all_of(info.version.begin(), info.version.end(), [](char c) {
      return c == '.' || (c >= '0' && c <= '9');
    })) << info.version;
    EXPECT_NE(info.details.find("threading"), std::string::npos) << info.details;
    if (info.name == "openblas") {
      EXPECT_EQ(info.details.rfind("kernels ", 0), 0u) << info.details;
    } else if (info.name == "onednn") {
      EXPECT_EQ(info.details.rfind("ISA ", 0), 0u) << info.details;
      EXPECT_EQ(info.details.find("without bf16") == std::string::npos, cpu_has("avx512_bf16")) << info.details;
      EXPECT_EQ(info.details.find("without i8") == std::string::npos, cpu_has("avx512_vnni")) << info.details;
    } else {
      EXPECT_NE(info.details.find(own::compiled_for()), std::string::npos) << info.details;
    }
  }
}

TEST(Backends, ComputeWhatTheReferenceComputes) {
  std::size_t passed = 0;
  for (const auto& backend : all_backends()) {
    for (const auto& kernel : backend->kernels()) passed += check_shapes(*kernel, 1, 1);
  }
  EXPECT_GT(passed, 1000u);
}

// Not every shape: where other programs run too, each call waits for a thread that is not running.
TEST(Backends, ComputeTheSameOnSeveralThreads) {
  constexpr std::size_t step = 5;
  for (const auto& backend : all_backends()) {
    const std::string name = backend->info().name;
    if (!takes_threads(name)) continue;
    for (const unsigned threads : {2u, 3u, 1u}) {
      if (name != "own_stream" && threads > std::thread::hardware_concurrency()) continue;
      backend->set_threads(threads);
      for (const auto& kernel : backend->kernels()) {
        EXPECT_GT(check_shapes(*kernel, threads, step), 2u) << name << ' ' << threads;
      }
    }
  }
}

// Large enough for OpenBLAS to use its threads, and for a comparison by samples.
TEST(Backends, ComputeALargeProduct) {
  for (const auto& backend : all_backends()) {
    for (const auto& kernel : backend->kernels()) {
      if (kernel->operation() != "gemm") continue;
      const std::vector<std::size_t> dims{301, 259, 263};
      const auto result = kernel->prepare(dims, 3)->check();
      EXPECT_TRUE(result.ok()) << describe(*kernel, dims) << ": " << result.difference << " > " << result.tolerance;
    }
  }
}

// Long enough for several blocks of queries, which begin and end within heads of a group.
TEST(Backends, ComputeAttentionOfALongPrompt) {
  std::size_t compared = 0;
  for (const auto& backend : all_backends()) {
    for (const auto& kernel : backend->kernels()) {
      if (kernel->operation() != "attention_prefill_grouped") continue;
      const std::vector<std::size_t> dims{2, 3, 150, 20};
      const auto result = kernel->prepare(dims, 3)->check();
      EXPECT_TRUE(result.ok()) << describe(*kernel, dims) << ": " << result.difference << " > " << result.tolerance;
      ++compared;
    }
  }
  EXPECT_GE(compared, 3u);
}

std::size_t check_each(std::string_view operation, const std::vector<std::vector<std::size_t>>& shapes) {
  std::size_t compared = 0;
  for (const auto& backend : all_backends()) {
    for (const auto& kernel : backend->kernels()) {
      if (kernel->operation() != operation) continue;
      for (const auto& dims : shapes) {
        const auto result = kernel->prepare(dims, 3)->check();
        EXPECT_TRUE(result.ok()) << describe(*kernel, dims) << ": " << result.difference << " > " << result.tolerance;
        ++compared;
      }
    }
  }
  return compared;
}

// Deep enough for im2col to be done in strips, the last of them smaller.
TEST(Backends, ComputeADeepConvolution) { EXPECT_GE(check_each("conv2d_window", {{1, 31, 160, 3, 49, 2}}), 3u); }

// What oneDNN would choose for AMX is wrong for these.
TEST(Backends, ComputeConvolutionsWhoseWindowsLeaveGaps) {
  EXPECT_GE(check_each("conv2d_window", {{1, 12, 16, 32, 4, 3}, {1, 12, 16, 32, 4, 4}, {1, 12, 16, 32, 9, 5}}), 9u);
}

TEST(Backends, ComputeProductsThatEndInARoundedBlock) {
  EXPECT_GE(check_each("gemm", {{65, 2, 63}, {65, 2, 125}, {66, 64, 127}, {129, 2, 127}}), 12u);
  EXPECT_GE(check_each("linear", {{65, 2, 63}, {65, 2, 125}, {66, 64, 127}, {129, 2, 127}}), 12u);
  EXPECT_GE(check_each("batched_gemm", {{2, 65, 2, 63}, {2, 65, 2, 125}}), 4u);
}

TEST(Backends, PreparedWorkFollowsTheThreadCount) {
  std::size_t followed = 0;
  for (const auto& backend : all_backends()) {
    const std::string name = backend->info().name;
    if (name != "own_stream" && name != "onednn") continue;
    for (const auto& kernel : backend->kernels()) {
      const std::size_t rank = kernel->dimensions().size();
      const auto ready = kernel->prepare(std::vector<std::size_t>(rank, rank == 1 ? 100000 : rank < 4 ? 259 : 17), 1);
      for (const unsigned threads : {1u, 4u, 2u}) {
        backend->set_threads(threads);
        EXPECT_TRUE(ready->check().ok()) << name << ' ' << kernel->operation() << ' ' << threads;
        ++followed;
      }
    }
    backend->set_threads(1);
  }
  EXPECT_GT(followed, 50u);
}

TEST(Backends, KernelsOutliveTheirBackend) {
  std::vector<std::unique_ptr<kernel>> kernels;
  for (const auto& backend : all_backends()) {
    for (auto& kernel : backend->kernels()) kernels.push_back(std::move(kernel));
  }
  for (const auto& kernel : kernels) {
    const std::size_t rank = kernel->dimensions().size();
    EXPECT_TRUE(kernel->prepare(std::vector<std::size_t>(rank, rank < 4 ? 48 : 12), 1)->check().ok());
  }
}

TEST(Backends, RefuseThreadCountsTheyCannotRun) {
  for (const auto& backend : all_backends()) {
    const std::string name = backend->info().name;
    EXPECT_NO_THROW(backend->set_threads(1)) << name;
    EXPECT_THROW(backend->set_threads(0), std::invalid_argument) << name;
    EXPECT_THROW(backend->set_threads(1u << 20), std::invalid_argument) << name;
    if (takes_threads(name)) continue;
    try {
      backend->set_threads(2);
      FAIL() << name << " accepted two threads";
    } catch (const std::invalid_argument& e) {
      EXPECT_NE(std::string{e.what()}.find(name), std::string::npos) << e.what();
    }
  }
}

TEST(Backends, RefuseShapesTheyCannotRun) {
  for (const auto& backend : all_backends()) {
    for (const auto& kernel : backend->kernels()) {
      const std::size_t rank = kernel->dimensions().size();
      EXPECT_THROW(kernel->prepare(std::vector<std::size_t>(rank + 1, 8), 1), std::invalid_argument);
      if (rank == 0) continue;
      EXPECT_THROW(kernel->prepare(std::vector<std::size_t>(rank, 0), 1), std::invalid_argument);
      EXPECT_THROW(kernel->prepare(std::vector<std::size_t>(rank, std::size_t{1} << 62), 1), std::exception);
    }
  }
}

}  // namespace
}  // namespace calib::kernels
