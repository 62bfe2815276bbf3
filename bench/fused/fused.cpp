/// What a bias and ReLU cost a linear layer and a convolution: calib's kernels, which have both, beside the same
/// product without, in turns. calib has one table for each operation, with bias and ReLU, because networks run them so;
/// these ratios say how far that is from a bare product. f32, 1 thread. The numbers are printed, not enforced.

#include <cblas.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kernels/backends.hpp"
#include "kernels/onednn/memory.hpp"
#include "kernels/onednn/openmp.hpp"
#include "kernels/operands/convolution.hpp"
#include "kernels/operands/linear.hpp"
#include "statistics/statistics.hpp"

namespace {

using namespace calib;
using kernels::onednn::any_layout;
using kernels::onednn::dense;
using kernels::onednn::dims;
using kernels::onednn::implementation;
using kernels::onednn::memory;

constexpr std::size_t samples = 31;
/// Long beside the clock and short beside a change of it.
constexpr double sample_s = 2e-3;

double seconds(const std::function<void()>& work, std::size_t calls) {
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < calls; ++i) work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() / static_cast<double>(calls);
}

template <std::size_t N>
void compare(const char* backend, std::string_view operation, const std::array<std::size_t, N>& dims,
             kernels::prepared& fused, const std::function<void()>& plain) {
  const auto run_fused = [&] { fused.run(1); };
  run_fused();
  plain();
  const auto calls = 1 + static_cast<std::size_t>(sample_s / seconds(plain, 1));
  std::vector<double> fused_s, plain_s;
  for (std::size_t i = 0; i < samples; ++i) {
    fused_s.push_back(seconds(run_fused, calls));
    plain_s.push_back(seconds(plain, calls));
  }
  const double with = statistics::median(fused_s), without = statistics::median(plain_s);
  std::printf("%-9s %.*s", backend, static_cast<int>(operation.size()), operation.data());
  for (const std::size_t one : dims) std::printf(" %zu", one);
  std::printf(": %.4f ms with, %.4f ms without, ratio %.3f\n", 1e3 * with, 1e3 * without, with / without);
}

template <class Op>
std::unique_ptr<kernels::prepared> prepare(const kernels::backend& from, const Op& shape) {
  for (const auto& kernel : from.kernels()) {
    if (kernel->operation() == Op::name && kernel->precision() == precision::f32)
      return kernel->prepare(shape.dims(), 1);
  }
  return nullptr;
}

/// A primitive without bias and activation, on zeros in its own layouts: what it computes does not change its time.
template <class Primitive>
class bare {
 public:
  bare(const dnnl::engine& engine, const typename Primitive::primitive_desc& chosen)
      : primitive_{chosen},
        stream_{engine},
        arguments_{{DNNL_ARG_SRC, zeros(chosen.src_desc(), engine)},
                   {DNNL_ARG_WEIGHTS, zeros(chosen.weights_desc(), engine)},
                   {DNNL_ARG_DST, zeros(chosen.dst_desc(), engine)}} {}

  void operator()() {
    primitive_.execute(stream_, arguments_);
    stream_.wait();
  }

 private:
  static memory zeros(const memory::desc& layout, const dnnl::engine& engine) {
    memory of{layout, engine};
    std::fill_n(static_cast<char*>(of.get_data_handle()), layout.get_size(), '\0');
    return of;
  }

  Primitive primitive_;
  dnnl::stream stream_;
  std::unordered_map<int, memory> arguments_;
};

void compare_linear(const kernels::backend& onednn, const kernels::backend& openblas, const op::linear<f32>& s) {
  const dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  bare<dnnl::inner_product_forward> product{
      engine,
      implementation<dnnl::inner_product_forward>({dnnl::prop_kind::forward_inference, dense<float>(dims(s.m, s.k)),
                                                   any_layout<float>(dims(s.n, s.k)), dense<float>(dims(s.m, s.n))},
                                                  engine)};
  compare("onednn", "linear", s.dims(), *prepare(onednn, s), [&] { product(); });

  kernels::operands<op::linear<f32>> x{s};
  x.fill(1);
  const auto m = static_cast<int>(s.m), n = static_cast<int>(s.n), k = static_cast<int>(s.k);
  compare("openblas", "linear", s.dims(), *prepare(openblas, s), [&] {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1, x.x.data(), k, x.w.data(), k, 0, x.y.data(), n);
  });
}

template <kernels::Convolution Op>
void compare_convolution(const kernels::backend& onednn, const Op& s) {
  const dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  const kernels::convolution g = kernels::convolution_of(s);
  bare<dnnl::convolution_forward> product{
      engine,
      implementation<dnnl::convolution_forward>(
          {dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct,
           any_layout<float>(dims(g.batch, g.in_channels(), g.rows.in(), g.columns.in())),
           g.groups == 1 ? any_layout<float>(dims(g.group_out, g.group_in, g.rows.kernel, g.columns.kernel))
                         : any_layout<float>(dims(g.groups, g.group_out, g.group_in, g.rows.kernel, g.columns.kernel)),
           any_layout<float>(dims(g.batch, g.out_channels(), g.rows.out, g.columns.out)),
           dims(g.rows.stride, g.columns.stride), dims(g.rows.pad_before(), g.columns.pad_before()),
           dims(g.rows.pad_after(), g.columns.pad_after())},
          engine)};
  compare("onednn", Op::name, s.dims(), *prepare(onednn, s), [&] { product(); });
}

}  // namespace

int main() {
  omp_set_num_threads(1);
  const auto onednn = kernels::make_onednn(), openblas = kernels::make_openblas();
  for (const op::linear<f32> shape : {op::linear<f32>{1, 1024, 1024}, op::linear<f32>{64, 256, 256},
                                      op::linear<f32>{128, 1024, 1024}, op::linear<f32>{1024, 1024, 64}}) {
    compare_linear(*onednn, *openblas, shape);
  }
  compare_convolution(*onednn, op::conv2d_pointwise<f32>{784, 128, 512});
  compare_convolution(*onednn, op::conv2d_pointwise<f32>{3136, 64, 64});
  compare_convolution(*onednn, op::conv2d_3x3<f32>{1, 28, 128, 128});
  compare_convolution(*onednn, op::conv2d_depthwise<f32>{256, 28, 9, 1});
  return 0;
}
