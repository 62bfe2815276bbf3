/// Backend own_tiled.

#include "kernels/aligned_buffer.hpp"
#include "kernels/backends.hpp"
#include "kernels/own/gemm_backend.hpp"
#include "kernels/own/isa.hpp"
#include "kernels/own/tiled_gemm.hpp"

namespace calib::kernels {
namespace {

/// A prepared gemm owns its workspace: a repeat allocates nothing.
template <Precision P>
class tiled_body {
  using element = element_t<P>;

 public:
  explicit tiled_body(const op::gemm<P>& s) : tiled_body{own::tiled_workspace_for<element>(s.m, s.n, s.k)} {}

  static std::size_t workspace_bytes(const op::gemm<P>& s) noexcept {
    const own::tiled_workspace size = own::tiled_workspace_for<element>(s.m, s.n, s.k);
    return aligned_buffer<element>::bytes(size.a) + aligned_buffer<element>::bytes(size.b);
  }
  void operator()(operands<op::gemm<P>>& x) noexcept {
    own::tiled_gemm(x.shape.m, x.shape.n, x.shape.k, x.a.data(), x.b.data(), x.c.data(), a_.data(), b_.data());
  }

 private:
  explicit tiled_body(own::tiled_workspace size) : a_(size.a), b_(size.b) {}

  aligned_buffer<element> a_, b_;
};

}  // namespace

std::unique_ptr<backend> make_own_tiled() {
  return std::make_unique<own::gemm_backend<tiled_body>>("own_tiled", own::compiled_for());
}

}  // namespace calib::kernels
