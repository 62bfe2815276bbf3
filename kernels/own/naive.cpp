/// Backend own_naive.

#include <string>

#include "kernels/backends.hpp"
#include "kernels/own/gemm_backend.hpp"
#include "kernels/own/isa.hpp"
#include "kernels/own/naive_gemm.hpp"

namespace calib::kernels {
namespace {

template <Precision P>
struct naive_body {
  explicit naive_body(const op::gemm<P>&) {}
  void operator()(operands<op::gemm<P>>& x) noexcept {
    own::naive_gemm(x.shape.m, x.shape.n, x.shape.k, x.a.data(), x.b.data(), x.c.data());
  }
};

}  // namespace

std::unique_ptr<backend> make_own_naive() {
  return std::make_unique<own::gemm_backend<naive_body>>("own_naive",
                                                         std::string{"compiler's vectors, "} + own::compiled_for());
}

}  // namespace calib::kernels
