/// Backend own_naive.

#include <string>

#include "kernels/backends.hpp"
#include "kernels/operands/gemm.hpp"
#include "kernels/own/isa.hpp"
#include "kernels/own/naive_gemm.hpp"
#include "kernels/single_thread.hpp"
#include "kernels/smallest_call.hpp"
#include "kernels/typed_kernel.hpp"

namespace calib::kernels {
namespace {

constexpr std::string_view name = "own_naive";

template <Precision P>
std::unique_ptr<kernel> gemm() {
  return make_kernel<op::gemm<P>>(name, [](const op::gemm<P>&) {
    return [](operands<op::gemm<P>>& x) {
      own::naive_gemm(x.shape.m, x.shape.n, x.shape.k, x.a.data(), x.b.data(), x.c.data());
    };
  });
}

class own_naive final : public backend {
 public:
  backend_info info() const override {
    return {std::string{name}, "1", std::string{"compiler's vectors, "} + own::compiled_for() + ", threading none", {}};
  }
  void set_threads(unsigned count) override { require_one_thread(name, count); }
  std::vector<std::unique_ptr<kernel>> kernels() const override {
    std::vector<std::unique_ptr<kernel>> all;
    all.push_back(gemm<f32>());
    all.push_back(gemm<f64>());
    all.push_back(make_dispatch(gemm<f32>(), {1, 1, 1}));
    all.push_back(make_dispatch(gemm<f64>(), {1, 1, 1}));
    return all;
  }
};

}  // namespace

std::unique_ptr<backend> make_own_naive() { return std::make_unique<own_naive>(); }

}  // namespace calib::kernels
