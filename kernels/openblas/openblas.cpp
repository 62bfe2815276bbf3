/// OpenBLAS through its C interface. Row-major calls, unit strides; linear, whose weights OpenBLAS cannot keep packed,
/// is a gemm with B transposed, followed by a pass for bias and ReLU, and batched_gemm a loop of gemms. Attention is
/// composed of products and Eigen's softmax, a convolution of im2col and products.

#include <cblas.h>

#include <algorithm>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "kernels/backends.hpp"
#include "kernels/openblas/attention.hpp"
#include "kernels/openblas/convolution.hpp"
#include "kernels/openblas/products.hpp"
#include "kernels/operands/axpy.hpp"
#include "kernels/operands/batched_gemm.hpp"
#include "kernels/operands/dot.hpp"
#include "kernels/operands/gemm.hpp"
#include "kernels/operands/gemv.hpp"
#include "kernels/operands/linear.hpp"
#include "kernels/own/bias_relu.hpp"
#include "kernels/smallest_call.hpp"
#include "kernels/typed_kernel.hpp"

namespace calib::kernels {
namespace {

using namespace openblas;

constexpr std::string_view openblas_name = "openblas";

template <Precision P>
std::unique_ptr<kernel> gemm() {
  return make_kernel<op::gemm<P>>(openblas_name, [](const op::gemm<P>& shape) {
    return [m = blas_size(shape.m), n = blas_size(shape.n), k = blas_size(shape.k)](operands<op::gemm<P>>& x) {
      blas_gemm<P>(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, x.a.data(), k, x.b.data(), n, 0, x.c.data(),
                   n);
    };
  });
}

template <Precision P>
std::unique_ptr<kernel> linear() {
  return make_kernel<op::linear<P>>(openblas_name, [](const op::linear<P>& shape) {
    return [m = blas_size(shape.m), n = blas_size(shape.n), k = blas_size(shape.k)](operands<op::linear<P>>& x) {
      blas_gemm<P>(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1, x.x.data(), k, x.w.data(), k, 0, x.y.data(), n);
      own::bias_relu(x.shape.m, x.shape.n, x.bias.data(), x.y.data());
    };
  });
}

template <Precision P>
std::unique_ptr<kernel> batched_gemm() {
  return make_kernel<op::batched_gemm<P>>(openblas_name, [](const op::batched_gemm<P>& shape) {
    return [m = blas_size(shape.m), n = blas_size(shape.n), k = blas_size(shape.k)](operands<op::batched_gemm<P>>& x) {
      x.for_each_product([=](const auto* a, const auto* b, auto* c) {
        blas_gemm<P>(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k, b, n, 0, c, n);
      });
    };
  });
}

template <Precision P>
std::unique_ptr<kernel> gemv() {
  return make_kernel<op::gemv<P>>(openblas_name, [](const op::gemv<P>& shape) {
    return [m = blas_size(shape.m), k = blas_size(shape.k)](operands<op::gemv<P>>& x) {
      blas_gemv<P>(CblasRowMajor, CblasNoTrans, m, k, 1, x.a.data(), k, x.x.data(), 1, 0, x.y.data(), 1);
    };
  });
}

template <Precision P>
std::unique_ptr<kernel> dot() {
  return make_kernel<op::dot<P>>(openblas_name, [](const op::dot<P>& shape) {
    return [n = blas_size(shape.elements)](operands<op::dot<P>>& x) {
      if constexpr (is_f32<P>)
        x.result = cblas_sdot(n, x.x.data(), 1, x.y.data(), 1);
      else
        x.result = cblas_ddot(n, x.x.data(), 1, x.y.data(), 1);
    };
  });
}

template <Precision P>
std::unique_ptr<kernel> axpy() {
  return make_kernel<op::axpy<P>>(openblas_name, [](const op::axpy<P>& shape) {
    return [n = blas_size(shape.elements)](operands<op::axpy<P>>& x) {
      if constexpr (is_f32<P>)
        cblas_saxpy(n, x.factor, x.x.data(), 1, x.y.data(), 1);
      else
        cblas_daxpy(n, x.factor, x.x.data(), 1, x.y.data(), 1);
    };
  });
}

template <Operation Op, template <class> class Body>
std::unique_ptr<kernel> composed() {
  return make_kernel<Op>(openblas_name, [](const Op& shape) { return Body<Op>{shape}; });
}

/// "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ..." -> "0.3.21".
std::string openblas_version() {
  std::istringstream config{openblas_get_config()};
  std::string word, number;
  config >> word >> number;
  return number;
}

std::string_view threading() {
  switch (openblas_get_parallel()) {
    case OPENBLAS_THREAD:
      return "pthreads";
    case OPENBLAS_OPENMP:
      return "OpenMP";
    default:
      return "none";
  }
}

/// What a processor's vectors are good for, and the kernel sets of OpenBLAS that use it; the first runs wherever the
/// instructions are.
struct vector_generation {
  std::string_view name;
  bool present;
  std::vector<std::string_view> kernel_sets;
};

std::vector<vector_generation> vector_generations() {
#if defined(__x86_64__)
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  return {{"AVX-512", avx512, {"SkylakeX", "Cooperlake", "SapphireRapids"}},
          {"AVX2", avx2, {"Haswell", "Zen", "Excavator"}}};
#else
  return {};
#endif
}

/// On processors that it is too old to know, OpenBLAS picks kernels for older ones: on some its very oldest.
std::string advice(const std::string& kernel_set) {
  for (const vector_generation& one : vector_generations()) {
    if (std::find(one.kernel_sets.begin(), one.kernel_sets.end(), kernel_set) != one.kernel_sets.end()) return {};
    if (!one.present) continue;
    return "OpenBLAS picked its " + kernel_set + " kernels although this CPU has " + std::string{one.name} +
           ": try OPENBLAS_CORETYPE=" + std::string{one.kernel_sets.front()} + ", or a newer OpenBLAS";
  }
  return {};
}

class openblas_backend final : public backend {
 public:
  openblas_backend() { openblas_set_num_threads(1); }

  backend_info info() const override {
    const std::string kernel_set = openblas_get_corename();
    return {std::string{openblas_name}, openblas_version(),
            "kernels " + kernel_set + ", threading " + std::string{threading()} + ", softmax and im2col by Eigen",
            advice(kernel_set)};
  }

  void set_threads(unsigned count) override {
    const int before = openblas_get_num_threads();
    if (count != 0 && count <= static_cast<unsigned>(std::numeric_limits<int>::max())) {
      openblas_set_num_threads(static_cast<int>(count));
      // It takes fewer without a word where it was built for fewer.
      if (openblas_get_num_threads() == static_cast<int>(count)) return;
      openblas_set_num_threads(before);
    }
    throw std::invalid_argument{"openblas cannot run on " + std::to_string(count) +
                                " threads: " + std::string{openblas_get_config()}};
  }

  std::vector<std::unique_ptr<kernel>> kernels() const override {
    std::vector<std::unique_ptr<kernel>> all;
    add_kernels<f32>(all);
    add_kernels<f64>(all);
    return all;
  }

 private:
  template <Precision P>
  static void add_kernels(std::vector<std::unique_ptr<kernel>>& all) {
    all.push_back(gemm<P>());
    all.push_back(linear<P>());
    all.push_back(batched_gemm<P>());
    all.push_back(gemv<P>());
    all.push_back(dot<P>());
    all.push_back(axpy<P>());
    all.push_back(make_dispatch(gemm<P>(), {1, 1, 1}));
    for_each_type<typename op::conv2d<P>::forms>([&]<Operation Form>() {
      // Where each channel has a window of its own, there is no product.
      if constexpr (!std::is_same_v<Form, op::conv2d_depthwise<P>>) all.push_back(composed<Form, convolution_body>());
    });
    const auto add_attention = [&]<Operation Form>() { all.push_back(composed<Form, attention_body>()); };
    for_each_type<typename op::attention_prefill<P>::forms>(add_attention);
    for_each_type<typename op::attention_decode<P>::forms>(add_attention);
  }
};

}  // namespace

std::unique_ptr<backend> make_openblas() { return std::make_unique<openblas_backend>(); }

}  // namespace calib::kernels
