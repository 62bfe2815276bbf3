#pragma once
/// A backend of our own that has nothing but gemm, on one thread.

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernels/operands/gemm.hpp"
#include "kernels/single_thread.hpp"
#include "kernels/smallest_call.hpp"
#include "kernels/typed_kernel.hpp"

namespace calib::kernels::own {

/// `Body<P>` runs a gemm of precision P over its operands, and is made from the shape.
template <template <Precision> class Body>
class gemm_backend final : public backend {
 public:
  /// `details` is what the compiler was told.
  gemm_backend(std::string_view name, std::string details) : name_{name}, details_{std::move(details)} {}

  backend_info info() const override { return {std::string{name_}, "1", details_ + ", threading none", {}}; }
  void set_threads(unsigned count) override { require_one_thread(name_, count); }
  std::vector<std::unique_ptr<kernel>> kernels() const override {
    std::vector<std::unique_ptr<kernel>> all;
    all.push_back(gemm<f32>());
    all.push_back(gemm<f64>());
    all.push_back(make_dispatch(gemm<f32>(), {1, 1, 1}));
    all.push_back(make_dispatch(gemm<f64>(), {1, 1, 1}));
    return all;
  }

 private:
  template <Precision P>
  std::unique_ptr<kernel> gemm() const {
    return make_kernel<op::gemm<P>>(name_, [](const op::gemm<P>& shape) { return Body<P>{shape}; });
  }

  std::string_view name_;
  std::string details_;
};

}  // namespace calib::kernels::own
