#include "kernels/eigen/elementwise.hpp"

#include "kernels/eigen/map.hpp"

namespace calib::kernels::eigen {
namespace {

// The formulas of op/elementwise.hpp, written as a user of Eigen would. (Eigen's logistic() is not among them: its
// error is absolute.)
template <class T, class X>
auto formula(op::kind::relu, const X& x) {
  return x.max(T{0});
}
template <class T, class X>
auto formula(op::kind::gelu, const X& x) {
  return T(0.5) * x * (T{1} + (T(0.79788456080286535588) * (x + T(0.044715) * x * x * x)).tanh());
}
template <class T, class X>
auto formula(op::kind::silu, const X& x) {
  return x / (T{1} + (-x).exp());
}
template <class T, class X>
auto formula(op::kind::sigmoid, const X& x) {
  return (T{1} + (-x).exp()).inverse();
}
template <class T, class X>
auto formula(op::kind::tanh, const X& x) {
  return x.tanh();
}
template <class T, class X>
auto formula(op::kind::exp, const X& x) {
  return x.exp();
}
template <class T, class X>
auto formula(op::kind::hardswish, const X& x) {
  return x * (x + T{3}).max(T{0}).min(T{6}) * (T{1} / T{6});
}

template <class X>
auto formula(op::kind::add, const X& x, const X& y) {
  return x + y;
}
template <class X>
auto formula(op::kind::mul, const X& x, const X& y) {
  return x * y;
}

}  // namespace

template <class Kind, class T>
void apply(std::size_t n, const T* x, T* result) {
  const auto input = elements(x, n);
  elements(result, n) = formula<T>(Kind{}, input);
}

template <class Kind, class T>
void apply(std::size_t n, const T* left, const T* right, T* result) {
  const auto first = elements(left, n), second = elements(right, n);
  elements(result, n) = formula(Kind{}, first, second);
}

#define CALIB_INSTANTIATE(T)                                               \
  template void apply<op::kind::relu>(std::size_t, const T*, T*);          \
  template void apply<op::kind::gelu>(std::size_t, const T*, T*);          \
  template void apply<op::kind::silu>(std::size_t, const T*, T*);          \
  template void apply<op::kind::sigmoid>(std::size_t, const T*, T*);       \
  template void apply<op::kind::tanh>(std::size_t, const T*, T*);          \
  template void apply<op::kind::exp>(std::size_t, const T*, T*);           \
  template void apply<op::kind::hardswish>(std::size_t, const T*, T*);     \
  template void apply<op::kind::add>(std::size_t, const T*, const T*, T*); \
  template void apply<op::kind::mul>(std::size_t, const T*, const T*, T*)
CALIB_INSTANTIATE(float);
CALIB_INSTANTIATE(double);
#undef CALIB_INSTANTIATE

}  // namespace calib::kernels::eigen
