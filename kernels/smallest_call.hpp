#pragma once
/// The kernel of op::dispatch: a backend's smallest call is another of its kernels, at that one's smallest shape. What
/// it computes is checked as there.

#include <memory>
#include <utility>
#include <vector>

#include "calib/op/dispatch.hpp"
#include "kernels/typed_kernel.hpp"

namespace calib::kernels {

class smallest_call final : public kernel {
  using dispatch = op::dispatch<f32>;  // in other precisions it differs in nothing that is asked here

 public:
  smallest_call(std::unique_ptr<kernel> called, std::vector<std::size_t> smallest)
      : called_{std::move(called)}, smallest_{std::move(smallest)} {}

  std::string_view operation() const override { return dispatch::name; }
  std::span<const std::string_view> dimensions() const override { return dispatch::dimensions; }
  calib::precision precision() const override { return called_->precision(); }
  std::string_view backend() const override { return called_->backend(); }
  cost work(std::span<const std::size_t> dims) const override { return shape_from<dispatch>(dims).work(); }

  std::size_t memory_bytes(std::span<const std::size_t> dims) const override {
    static_cast<void>(shape_from<dispatch>(dims));
    return called_->memory_bytes(smallest_);
  }

  std::unique_ptr<prepared> prepare(std::span<const std::size_t> dims, std::uint64_t seed) const override {
    static_cast<void>(shape_from<dispatch>(dims));
    return called_->prepare(smallest_, seed);
  }

 private:
  std::unique_ptr<kernel> called_;
  std::vector<std::size_t> smallest_;
};

inline std::unique_ptr<kernel> make_dispatch(std::unique_ptr<kernel> called, std::vector<std::size_t> smallest) {
  return std::make_unique<smallest_call>(std::move(called), std::move(smallest));
}

}  // namespace calib::kernels
