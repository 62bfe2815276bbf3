#pragma once
/// Turns a backend's function for an operation into a kernel: name, dimensions, work and precision come from the
/// operation's type, operands, check and the repeat loop from here.
///
///   make_kernel<op::dot<f32>>("openblas", [](const op::dot<f32>& shape) {   // once per prepared shape
///     return [n = blas_size(shape.elements)](operands<op::dot<f32>>& x) {   // once per repeat
///       x.result = cblas_sdot(n, x.x.data(), 1, x.y.data(), 1);
///     };
///   });
///
/// What the first function returns, the body, may own a workspace (then it has a static `workspace_bytes(shape)`) and
/// may be the first to touch the operands' pages (then it has `first_touch(operands)`, called before they are filled)
/// and may prepare itself for their addresses and values (then it has `bind(operands)`, called once after they are
/// filled: each later fill is with the same values) and may work on copies of them in a layout of its own (then it has
/// `load(operands)`, called after each fill, `store(operands)`, which brings results back to be compared, and
/// `place_of(operand)`, the bytes that it works on in the place of an array).

#include <cstddef>
#include <memory>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>

#include "kernels/kernel.hpp"
#include "kernels/operands/operands.hpp"
#include "kernels/shape_from.hpp"

namespace calib::kernels {

/// Makes the compiler believe that everything reachable from `object` was read and changed here, so that it can
/// neither drop a repeat's results nor reuse those of the repeat before.
template <class T>
inline void pretend_use(T& object) noexcept {
  asm volatile("" : : "r"(&object) : "memory");
}

/// Writes each cache line, with what it holds.
inline void touch(std::span<std::byte> memory) noexcept {
  for (std::size_t at = 0; at < memory.size(); at += buffer_alignment) {
    volatile std::byte& first = memory[at];
    first = first;
  }
}

template <Operation Op, class Body>
class typed_prepared final : public prepared {
 public:
  template <class Factory>
  typed_prepared(const Op& shape, const Factory& factory, std::uint64_t seed)
      : operands_{shape}, body_{factory(shape)}, seed_{seed} {
    if constexpr (requires { body_.first_touch(operands_); }) body_.first_touch(operands_);
    operands_.fill(seed_);
    if constexpr (requires { body_.bind(operands_); }) body_.bind(operands_);
    load();
  }

  void run(std::size_t repeats) override {
    for (; repeats != 0; --repeats) {
      body_(operands_);
      pretend_use(operands_);
    }
  }

  void touch_activations() override {
    if constexpr (requires { operands_.activations(); }) {
      std::apply([this](auto&... one) { (touch(this->place_of(one)), ...); }, operands_.activations());
    }
  }

  check_result check() override {
    operands_.fill(seed_);
    load();
    run(1);
    if constexpr (requires { body_.store(operands_); }) body_.store(operands_);
    return operands_.compare();
  }

 private:
  void load() {
    if constexpr (requires { body_.load(operands_); }) body_.load(operands_);
  }

  template <class T>
  std::span<std::byte> place_of(aligned_buffer<T>& operand) {
    const std::span<std::byte> own = std::as_writable_bytes(std::span<T>{operand});
    if constexpr (requires { body_.place_of(own); }) {
      return body_.place_of(own);
    } else {
      return own;
    }
  }

  operands<Op> operands_;
  Body body_;
  std::uint64_t seed_;
};

template <Operation Op, class Factory>
class typed_kernel final : public kernel {
 public:
  using body = std::invoke_result_t<const Factory&, const Op&>;

  /// `backend_name` lives as long as the program: a literal.
  typed_kernel(std::string_view backend_name, Factory factory) : backend_{backend_name}, factory_{std::move(factory)} {}

  std::string_view operation() const override { return Op::name; }
  std::span<const std::string_view> dimensions() const override { return Op::dimensions; }
  calib::precision precision() const override { return precision_of<Op>; }
  std::string_view backend() const override { return backend_; }
  cost work(std::span<const std::size_t> dims) const override { return shape_from<Op>(dims).work(); }

  std::size_t memory_bytes(std::span<const std::size_t> dims) const override {
    const Op shape = shape_from<Op>(dims);
    std::size_t workspace = 0;
    if constexpr (requires { body::workspace_bytes(shape); }) workspace = body::workspace_bytes(shape);
    return saturated_sum(operands<Op>::bytes(shape), workspace);
  }

  std::unique_ptr<prepared> prepare(std::span<const std::size_t> dims, std::uint64_t seed) const override {
    return std::make_unique<typed_prepared<Op, body>>(shape_from<Op>(dims), factory_, seed);
  }

 private:
  std::string_view backend_;
  Factory factory_;
};

template <Operation Op, class Factory>
std::unique_ptr<kernel> make_kernel(std::string_view backend_name, Factory factory) {
  return std::make_unique<typed_kernel<Op, Factory>>(backend_name, std::move(factory));
}

}  // namespace calib::kernels
