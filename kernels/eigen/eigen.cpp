/// Eigen, on one thread: its OpenMP threading covers gemm alone and would make set_threads() a half-truth.

#include <string>
#include <utility>

#include "kernels/backends.hpp"
#include "kernels/eigen/elementwise.hpp"
#include "kernels/eigen/images.hpp"
#include "kernels/eigen/products.hpp"
#include "kernels/eigen/rows.hpp"
#include "kernels/operands/axpy.hpp"
#include "kernels/operands/batched_gemm.hpp"
#include "kernels/operands/convolution.hpp"
#include "kernels/operands/dot.hpp"
#include "kernels/operands/elementwise.hpp"
#include "kernels/operands/gemm.hpp"
#include "kernels/operands/gemv.hpp"
#include "kernels/operands/linear.hpp"
#include "kernels/operands/planes.hpp"
#include "kernels/operands/pooling.hpp"
#include "kernels/operands/row_wise.hpp"
#include "kernels/own/isa.hpp"
#include "kernels/single_thread.hpp"
#include "kernels/smallest_call.hpp"
#include "kernels/typed_kernel.hpp"

namespace calib::kernels {
namespace {

constexpr std::string_view eigen_name = "eigen";

using kernel_list = std::vector<std::unique_ptr<kernel>>;

/// Adds the kernel that calls `run` with the operands of Op.
template <class Op, class Run>
void add(kernel_list& all, Run run) {
  all.push_back(make_kernel<Op>(eigen_name, [run](const Op&) { return run; }));
}

template <Precision P>
void add_products(kernel_list& all) {
  add<op::gemm<P>>(all, [](operands<op::gemm<P>>& x) {
    eigen::gemm(x.shape.m, x.shape.n, x.shape.k, x.a.data(), x.b.data(), x.c.data());
  });
  add<op::linear<P>>(all, [](operands<op::linear<P>>& x) {
    eigen::linear(x.shape.m, x.shape.n, x.shape.k, x.x.data(), x.w.data(), x.bias.data(), x.y.data());
  });
  add<op::batched_gemm<P>>(all, [](operands<op::batched_gemm<P>>& x) {
    x.for_each_product([&s = x.shape](const auto* a, const auto* b, auto* c) { eigen::gemm(s.m, s.n, s.k, a, b, c); });
  });
  add<op::gemv<P>>(
      all, [](operands<op::gemv<P>>& x) { eigen::gemv(x.shape.m, x.shape.k, x.a.data(), x.x.data(), x.y.data()); });
  add<op::dot<P>>(all,
                  [](operands<op::dot<P>>& x) { x.result = eigen::dot(x.shape.elements, x.x.data(), x.y.data()); });
  add<op::axpy<P>>(all,
                   [](operands<op::axpy<P>>& x) { eigen::axpy(x.shape.elements, x.factor, x.x.data(), x.y.data()); });
}

template <Precision P, class... Kind>
void add_unary(kernel_list& all) {
  (add<op::elementwise<P, Kind>>(all,
                                 [](operands<op::elementwise<P, Kind>>& x) {
                                   eigen::apply<Kind>(x.shape.elements, x.left.data(), x.result.data());
                                 }),
   ...);
}

template <Precision P, class... Kind>
void add_binary(kernel_list& all) {
  (add<op::elementwise<P, Kind>>(all,
                                 [](operands<op::elementwise<P, Kind>>& x) {
                                   eigen::apply<Kind>(x.shape.elements, x.left.data(), x.right.data(), x.result.data());
                                 }),
   ...);
}

template <Precision P, class... Kind>
void add_row_wise(kernel_list& all) {
  (add<op::row_wise<P, Kind>>(all,
                              [](operands<op::row_wise<P, Kind>>& x) {
                                constexpr auto epsilon = static_cast<element_t<P>>(norm_epsilon);
                                eigen::apply_to_rows<Kind>(x.shape.rows, x.shape.cols, x.x.data(),
                                                           {x.scale.data(), x.shift.data(), epsilon}, x.result.data());
                              }),
   ...);
}

template <Precision P>
void add_images(kernel_list& all) {
  add<op::batch_norm_planes<P>>(all, [](operands<op::batch_norm_planes<P>>& x) {
    constexpr auto epsilon = static_cast<element_t<P>>(norm_epsilon);
    eigen::batch_norm(x.shape.planes, x.shape.pixels, x.x.data(), x.mean.data(), x.variance.data(), x.scale.data(),
                      x.shift.data(), epsilon, x.result.data());
  });
  add<op::global_avg_pool_planes<P>>(all, [](operands<op::global_avg_pool_planes<P>>& x) {
    eigen::global_avg_pool(x.shape.planes, x.shape.pixels, x.x.data(), x.result.data());
  });
  add<op::max_pool_square<P>>(all, [](operands<op::max_pool_square<P>>& x) {
    eigen::max_pool(x.shape.planes, eigen::plain(x.axis(x.shape)), x.x.data(), x.result.data());
  });
  add<op::avg_pool_square<P>>(all, [](operands<op::avg_pool_square<P>>& x) {
    eigen::avg_pool(x.shape.planes, eigen::plain(x.axis(x.shape)), x.x.data(), x.result.data());
  });
  add<op::conv2d_depthwise<P>>(all, [](operands<op::conv2d_depthwise<P>>& x) {
    const convolution& g = x.geometry;
    eigen::depthwise(g.batch, g.groups, eigen::plain(g.rows), eigen::plain(g.columns), x.x.data(), x.w.data(),
                     x.bias.data(), x.y.data());
  });
}

template <Precision P>
void add_dispatch(kernel_list& all) {
  kernel_list smallest;
  add_unary<P, op::kind::relu>(smallest);
  all.push_back(make_dispatch(std::move(smallest.front()), {1}));
}

template <Precision P>
void add_kernels(kernel_list& all) {
  add_products<P>(all);
  add_unary<P, op::kind::relu, op::kind::gelu, op::kind::silu, op::kind::sigmoid, op::kind::tanh, op::kind::exp,
            op::kind::hardswish>(all);
  add_binary<P, op::kind::add, op::kind::mul>(all);
  add_row_wise<P, op::kind::softmax, op::kind::layer_norm, op::kind::rms_norm, op::kind::reduce_sum,
               op::kind::bias_add>(all);
  add_images<P>(all);
  add_dispatch<P>(all);
}

class eigen_backend final : public backend {
 public:
  backend_info info() const override {
    return {std::string{eigen_name},
            eigen::version(),
            std::string{"SIMD "} + eigen::simd_in_use() + ", " + own::compiled_for() + ", threading none",
            {}};
  }
  void set_threads(unsigned count) override { require_one_thread(eigen_name, count); }
  std::vector<std::unique_ptr<kernel>> kernels() const override {
    std::vector<std::unique_ptr<kernel>> all;
    add_kernels<f32>(all);
    add_kernels<f64>(all);
    return all;
  }
};

}  // namespace

std::unique_ptr<backend> make_eigen() { return std::make_unique<eigen_backend>(); }

}  // namespace calib::kernels
