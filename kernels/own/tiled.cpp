/// Backend own_tiled.

#include <string>

#include "kernels/backends.hpp"
#include "kernels/operands/gemm.hpp"
#include "kernels/own/isa.hpp"
#include "kernels/own/tiled_gemm.hpp"
#include "kernels/single_thread.hpp"
#include "kernels/smallest_call.hpp"
#include "kernels/typed_kernel.hpp"

namespace calib::kernels {
namespace {

constexpr std::string_view name = "own_tiled";

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

template <Precision P>
std::unique_ptr<kernel> gemm() {
  return make_kernel<op::gemm<P>>(name, [](const op::gemm<P>& shape) { return tiled_body<P>{shape}; });
}

class own_tiled final : public backend {
 public:
  backend_info info() const override {
    return {std::string{name}, "1", std::string{own::compiled_for()} + ", threading none", {}};
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

std::unique_ptr<backend> make_own_tiled() { return std::make_unique<own_tiled>(); }

}  // namespace calib::kernels
