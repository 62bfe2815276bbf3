#pragma once
/// Strong quantities: FLOPs, bytes, time and the rates between them. Only dimensionally valid operators exist:
/// `flops + bytes` does not compile, and `flops / bytes_per_second` is no time. Everything is constexpr and costs what
/// a double costs.

#include <chrono>
#include <compare>

namespace calib {

/// Time. `std::chrono` literals and comparisons just work: `latency < 4ms`.
using seconds = std::chrono::duration<double>;

/// A count of floating-point operations and bytes raised to whole powers, per second to a whole power.
/// Values are bare SI numbers; construction from a number is explicit.
template <int FlopPower, int BytePower, int TimePower>
struct quantity {
  double value = 0.0;

  constexpr quantity() = default;
  constexpr explicit quantity(double v) : value{v} {}

  friend constexpr auto operator<=>(quantity, quantity) = default;
  friend constexpr quantity operator+(quantity a, quantity b) { return quantity{a.value + b.value}; }
  friend constexpr quantity operator-(quantity a, quantity b) { return quantity{a.value - b.value}; }
  friend constexpr quantity operator*(double s, quantity q) { return quantity{s * q.value}; }
  friend constexpr quantity operator*(quantity q, double s) { return quantity{q.value * s}; }
  friend constexpr quantity operator/(quantity q, double s) { return quantity{q.value / s}; }
};

using flops = quantity<1, 0, 0>;
using bytes = quantity<0, 1, 0>;
using flops_per_second = quantity<1, 0, -1>;
using bytes_per_second = quantity<0, 1, -1>;
using flops_per_byte = quantity<1, -1, 0>;  ///< arithmetic intensity

namespace detail {

template <int F, int B, int T>
constexpr auto simplify(double value) {
  if constexpr (F == 0 && B == 0 && T == 0) {
    return value;
  } else if constexpr (F == 0 && B == 0 && T == 1) {
    return seconds{value};
  } else {
    return quantity<F, B, T>{value};
  }
}

}  // namespace detail

template <int F1, int B1, int T1, int F2, int B2, int T2>
constexpr auto operator*(quantity<F1, B1, T1> a, quantity<F2, B2, T2> b) {
  return detail::simplify<F1 + F2, B1 + B2, T1 + T2>(a.value * b.value);
}

template <int F1, int B1, int T1, int F2, int B2, int T2>
constexpr auto operator/(quantity<F1, B1, T1> a, quantity<F2, B2, T2> b) {
  return detail::simplify<F1 - F2, B1 - B2, T1 - T2>(a.value / b.value);
}

template <int F, int B, int T>
constexpr auto operator*(quantity<F, B, T> q, seconds t) {
  return detail::simplify<F, B, T + 1>(q.value * t.count());
}

template <int F, int B, int T>
constexpr auto operator/(quantity<F, B, T> q, seconds t) {
  return detail::simplify<F, B, T - 1>(q.value / t.count());
}

}  // namespace calib
