#pragma once
/// The memory loops: copy, scale, stream_add, triad, read, write. FLOPs and bytes per element of each array:
///
///   copy        target = left                  0 FLOPs   1 load   1 store
///   scale       target = s · left              1         1        1
///   stream_add  target = left + right          1         2        1
///   triad       target = left + s · right      2         2        1
///   read        result = xor of left's bits    0         1        -     xor is exact in any order: a load too many,
///   write       target = s                     0         -        1     or too few, cannot hide in rounding

#include <bit>
#include <cmath>
#include <cstdint>
#include <type_traits>

#include "calib/op/memory.hpp"
#include "kernels/operands/operands.hpp"

namespace calib::kernels {

template <Precision P, class Kind>
struct operands<op::stream<P, Kind>> {
  using element = element_t<P>;
  using word = std::conditional_t<sizeof(element) == 8, std::uint64_t, std::uint32_t>;

  static constexpr bool is_copy = std::is_same_v<Kind, op::kind::copy>;
  static constexpr bool is_scale = std::is_same_v<Kind, op::kind::scale>;
  static constexpr bool is_add = std::is_same_v<Kind, op::kind::stream_add>;
  static constexpr bool is_triad = std::is_same_v<Kind, op::kind::triad>;
  static constexpr bool is_read = std::is_same_v<Kind, op::kind::read>;
  static constexpr bool is_write = std::is_same_v<Kind, op::kind::write>;
  static constexpr bool has_left = !is_write;
  static constexpr bool has_right = is_add || is_triad;
  static constexpr bool has_target = !is_read;
  static_assert(has_left + has_right + has_target == Kind::arrays);

  static constexpr element factor = element{0.75};

  op::stream<P, Kind> shape;
  aligned_buffer<element> left, right, target;
  word result = 0;

  explicit operands(const op::stream<P, Kind>& s)
      : shape{s},
        left(has_left ? s.elements() : 0),
        right(has_right ? s.elements() : 0),
        target(has_target ? s.elements() : 0) {}

  auto activations() noexcept { return std::tie(target, left, right); }
  static std::size_t bytes(const op::stream<P, Kind>& s) noexcept {
    return saturated_product(Kind::arrays, aligned_buffer<element>::bytes(s.elements()));
  }
  void fill(std::uint64_t seed) noexcept {
    fill_random<element>(left, operand_seed(seed, 0));
    fill_random<element>(right, operand_seed(seed, 1));
    poison<element>(target);
    result = 0;
  }
  prepared::check_result compare() const {
    if constexpr (is_read) {
      word want = 0;
      for (std::size_t i = 0; i < left.size(); ++i) want ^= std::bit_cast<word>(left[i]);
      return {result == want ? 0.0 : 1.0, 0.0};
    } else {
      worst_difference worst;
      for_each_sampled(target.size(), [&](std::size_t i) {
        const auto [want, magnitude] = expected(i);
        worst.add(static_cast<double>(target[i]), want, magnitude);
      });
      return {worst.value(), is_copy || is_write ? 0.0 : rounding_bound<element>(has_right ? 2 : 1)};
    }
  }

 private:
  struct sum {
    double value, magnitude;
  };
  sum expected(std::size_t i) const noexcept {
    constexpr double s = static_cast<double>(factor);
    const double first = has_left ? static_cast<double>(left[i]) * (is_scale ? s : 1.0) : s;
    const double second = has_right ? static_cast<double>(right[i]) * (is_triad ? s : 1.0) : 0.0;
    return {first + second, std::fabs(first) + std::fabs(second)};
  }
};

}  // namespace calib::kernels
