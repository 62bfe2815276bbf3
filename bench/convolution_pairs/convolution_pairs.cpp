/// Which facts of a convolution change its latency in oneDNN: two convolutions that differ in one fact and give outputs
/// of the same size, run in turns. Prints the least latency of each and their ratio. One thread, f32, warm.
///
///   taskset -c 1 bench_convolution_pairs

#include <omp.h>
#include <dnnl.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <unordered_map>

#include "calib/units.hpp"

namespace {

using calib::seconds;
using dnnl::memory;

constexpr seconds long_enough{0.35};
constexpr int fewest_samples = 10;

/// One direction of the image and of the windows.
struct side {
  long out, kernel, stride = 1, dilation = 1;
  bool padded = true;  ///< the image is stride times as large as the output, with zeros around it

  long reach() const { return dilation * (kernel - 1) + 1; }
  long covered() const { return (out - 1) * stride + reach(); }
  long pad() const { return padded ? std::max(covered() - out * stride, 0L) : 0; }
  long in() const { return covered() - pad(); }
};

struct convolution {
  std::string name;
  long batch, in_channels, out_channels;
  side rows, columns;
  long groups = 1;
};

class prepared {
 public:
  prepared(const dnnl::engine& engine, const convolution& c) : stream_{engine} {
    const auto any = [](const memory::dims& dims) {
      return memory::desc{dims, memory::data_type::f32, memory::format_tag::any};
    };
    const long group_in = c.in_channels / c.groups, group_out = c.out_channels / c.groups;
    const memory::desc bias{{c.out_channels}, memory::data_type::f32, memory::format_tag::x};
    const memory::dims weights = c.groups == 1
                                     ? memory::dims{c.out_channels, c.in_channels, c.rows.kernel, c.columns.kernel}
                                     : memory::dims{c.groups, group_out, group_in, c.rows.kernel, c.columns.kernel};
    const auto before = [](const side& s) { return std::min(s.pad(), (s.reach() - 1) / 2); };
    const auto after = [&](const side& s) { return s.pad() - before(s); };
    const dnnl::convolution_forward::primitive_desc chosen{{dnnl::prop_kind::forward_inference,
                                                            dnnl::algorithm::convolution_direct,
                                                            any({c.batch, c.in_channels, c.rows.in(), c.columns.in()}),
                                                            any(weights),
                                                            bias,
                                                            any({c.batch, c.out_channels, c.rows.out, c.columns.out}),
                                                            {c.rows.stride, c.columns.stride},
                                                            {c.rows.dilation - 1, c.columns.dilation - 1},
                                                            {before(c.rows), before(c.columns)},
                                                            {after(c.rows), after(c.columns)}},
                                                           engine};
    primitive_ = dnnl::convolution_forward{chosen};
    implementation_ = chosen.impl_info_str();
    arguments_ = {{DNNL_ARG_SRC, filled(engine, chosen.src_desc())},
                  {DNNL_ARG_WEIGHTS, filled(engine, chosen.weights_desc())},
                  {DNNL_ARG_BIAS, filled(engine, bias)},
                  {DNNL_ARG_DST, filled(engine, chosen.dst_desc())}};
  }

  /// Seconds of one call.
  seconds run() {
    const auto begin = std::chrono::steady_clock::now();
    primitive_.execute(stream_, arguments_);
    stream_.wait();
    return std::chrono::steady_clock::now() - begin;
  }

  const std::string& implementation() const { return implementation_; }

 private:
  static memory filled(const dnnl::engine& engine, const memory::desc& of) {
    memory made{of, engine};
    auto* const first = static_cast<float*>(made.get_data_handle());
    std::fill_n(first, of.get_size() / sizeof(float), 0.5F);
    return made;
  }

  dnnl::stream stream_;
  dnnl::convolution_forward primitive_;
  std::string implementation_;
  std::unordered_map<int, memory> arguments_;
};

void compare(const dnnl::engine& engine, const convolution& one, const convolution& other) {
  prepared first{engine, one}, second{engine, other};
  seconds least_first{1e9}, least_second{1e9}, spent{0};
  for (int sample = 0; sample < fewest_samples || spent < long_enough; ++sample) {
    first.run();  // so that neither finds what the other has left in the caches
    const seconds of_first = first.run();
    second.run();
    const seconds of_second = second.run();
    least_first = std::min(least_first, of_first);
    least_second = std::min(least_second, of_second);
    spent += 2 * (of_first + of_second);
  }
  std::printf("%-14s -> %-14s %9.1f us %-12s %9.1f us %-12s ratio %.2f\n", one.name.c_str(), other.name.c_str(),
              least_first.count() * 1e6, first.implementation().c_str(), least_second.count() * 1e6,
              second.implementation().c_str(), least_second / least_first);
}

void compare_all(const dnnl::engine& engine, long batch, long in_channels, long out_channels, long out) {
  std::printf("\nbatch %ld, %ld to %ld channels, %ld x %ld outputs\n", batch, in_channels, out_channels, out, out);
  const auto window = [&](const char* name, side rows, side columns) {
    return convolution{name, batch, in_channels, out_channels, rows, columns};
  };
  const auto square = [&](const char* name, side both) { return window(name, both, both); };
  const auto depthwise = [&](const char* name, side both) {
    return convolution{name, batch, in_channels, in_channels, both, both, in_channels};
  };
  const auto grouped = [&](const char* name, side both) {
    return convolution{name, batch, in_channels, in_channels, both, both, 8};
  };
  const auto pair = [&](const convolution& one, const convolution& other) { compare(engine, one, other); };
  pair(square("1x1", {out, 1}), square("1x1 stride 2", {out, 1, 2}));
  pair(square("3x3", {out, 3}), square("3x3 stride 2", {out, 3, 2}));
  pair(square("5x5", {out, 5}), square("5x5 stride 2", {out, 5, 2}));
  pair(depthwise("depthwise 3x3", {out, 3}), depthwise("stride 2", {out, 3, 2}));
  pair(grouped("grouped 3x3", {out, 3}), grouped("stride 2", {out, 3, 2}));
  pair(square("3x3", {out, 3}), square("dilation 2", {out, 3, 1, 2}));
  pair(depthwise("depthwise 3x3", {out, 3}), depthwise("dilation 2", {out, 3, 1, 2}));
  pair(grouped("grouped 3x3", {out, 3}), grouped("dilation 2", {out, 3, 1, 2}));
  pair(square("3x3", {out, 3}), square("no padding", {out, 3, 1, 1, false}));
  pair(square("5x5", {out, 5}), square("no padding", {out, 5, 1, 1, false}));
  pair(depthwise("depthwise 3x3", {out, 3}), depthwise("no padding", {out, 3, 1, 1, false}));
  pair(window("1x7", {out, 1}, {out, 7}), window("7x1", {out, 7}, {out, 1}));
  pair(square("3x3", {out, 3}), window("9x1", {out, 9}, {out, 1}));
  pair(square("3x3", {out, 3}), window("1x9", {out, 1}, {out, 9}));
  pair(square("3x3", {out, 3}), window("image 1:4", {out / 2, 3}, {out * 2, 3}));
  pair(square("3x3", {out, 3}), window("image 4:1", {out * 2, 3}, {out / 2, 3}));
  pair(square("1x1", {out, 1}), window("image 1:4", {out / 2, 1}, {out * 2, 1}));
  pair(square("3x3 stride 2", {out, 3, 2}), window("stride 2 and 1", {out, 3, 2}, {out, 3, 1}));
}

}  // namespace

int main() {
  omp_set_num_threads(1);
  const dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  compare_all(engine, 1, 64, 64, 56);
  compare_all(engine, 1, 128, 128, 28);
  compare_all(engine, 1, 256, 256, 14);
  compare_all(engine, 1, 512, 512, 7);
  compare_all(engine, 4, 96, 160, 20);
  compare_all(engine, 1, 48, 40, 35);
}
