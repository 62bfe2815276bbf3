/// Eigen, on one thread: its OpenMP threading covers gemm alone and would make set_threads() a half-truth.

#include <string>

#include "kernels/backends.hpp"
#include "kernels/eigen/products.hpp"
#include "kernels/operands/axpy.hpp"
#include "kernels/operands/dot.hpp"
#include "kernels/operands/gemm.hpp"
#include "kernels/operands/gemv.hpp"
#include "kernels/own/isa.hpp"
#include "kernels/single_thread.hpp"
#include "kernels/typed_kernel.hpp"

namespace calib::kernels {
namespace {

constexpr std::string_view name = "eigen";

template <Precision P>
void add_kernels(std::vector<std::unique_ptr<kernel>>& all) {
  all.push_back(make_kernel<op::gemm<P>>(name, [](const op::gemm<P>&) {
    return [](operands<op::gemm<P>>& x) {
      eigen::gemm(x.shape.m, x.shape.n, x.shape.k, x.a.data(), x.b.data(), x.c.data());
    };
  }));
  all.push_back(make_kernel<op::gemv<P>>(name, [](const op::gemv<P>&) {
    return [](operands<op::gemv<P>>& x) { eigen::gemv(x.shape.m, x.shape.k, x.a.data(), x.x.data(), x.y.data()); };
  }));
  all.push_back(make_kernel<op::dot<P>>(name, [](const op::dot<P>&) {
    return [](operands<op::dot<P>>& x) { x.result = eigen::dot(x.shape.elements, x.x.data(), x.y.data()); };
  }));
  all.push_back(make_kernel<op::axpy<P>>(name, [](const op::axpy<P>&) {
    return [](operands<op::axpy<P>>& x) { eigen::axpy(x.shape.elements, x.factor, x.x.data(), x.y.data()); };
  }));
}

class eigen_backend final : public backend {
 public:
  backend_info info() const override {
    return {std::string{name},
            eigen::version(),
            std::string{"SIMD "} + eigen::simd_in_use() + ", " + own::compiled_for() + ", threading none",
            {}};
  }
  void set_threads(unsigned count) override { require_one_thread(name, count); }
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
