#include "kernels/own/stream_loops.hpp"

#include <bit>

#include "kernels/own/simd.hpp"

namespace calib::kernels::own {
namespace {

/// Calls `whole(i)` for each whole vector that begins at element i, then `single(i)` for the elements left over.
template <class T, class Whole, class Single>
[[gnu::always_inline]] inline void for_each_vector(std::size_t count, Whole whole, Single single) noexcept {
  std::size_t i = 0;
  // Four vectors a turn: the loop's own instructions hide beside the loads and stores on narrow machines too.
  for (; i + 4 * lanes<T> <= count; i += 4 * lanes<T>) {
    whole(i);
    whole(i + lanes<T>);
    whole(i + 2 * lanes<T>);
    whole(i + 3 * lanes<T>);
  }
  for (; i + lanes<T> <= count; i += lanes<T>) whole(i);
  for (; i < count; ++i) single(i);
}

template <class T>
struct word_of;
template <>
struct word_of<float> {
  using type = std::uint32_t;
};
template <>
struct word_of<double> {
  using type = std::uint64_t;
};

}  // namespace

template <class T>
void copy(T* __restrict target, const T* __restrict left, std::size_t count) noexcept {
  for_each_vector<T>(
      count, [=](std::size_t i) { store(target + i, load<T>(left + i)); }, [=](std::size_t i) { target[i] = left[i]; });
}

template <class T>
void scale(T* __restrict target, const T* __restrict left, T factor, std::size_t count) noexcept {
  for_each_vector<T>(
      count, [=](std::size_t i) { store<T>(target + i, factor * load<T>(left + i)); },
      [=](std::size_t i) { target[i] = factor * left[i]; });
}

template <class T>
void stream_add(T* __restrict target, const T* __restrict left, const T* __restrict right, std::size_t count) noexcept {
  for_each_vector<T>(
      count, [=](std::size_t i) { store<T>(target + i, load<T>(left + i) + load<T>(right + i)); },
      [=](std::size_t i) { target[i] = left[i] + right[i]; });
}

template <class T>
void triad(T* __restrict target, const T* __restrict left, const T* __restrict right, T factor,
           std::size_t count) noexcept {
  for_each_vector<T>(
      count, [=](std::size_t i) { store<T>(target + i, load<T>(left + i) + factor * load<T>(right + i)); },
      [=](std::size_t i) { target[i] = left[i] + factor * right[i]; });
}

template <class T>
void write(T* target, T value, std::size_t count) noexcept {
  const simd<T> values = value - simd<T>{};  // value - 0 is value, also for -0
  for_each_vector<T>(
      count, [=](std::size_t i) { store(target + i, values); }, [=](std::size_t i) { target[i] = value; });
}

template <class T>
std::uint64_t read(const T* left, std::size_t count) noexcept {
  using word = typename word_of<T>::type;
  constexpr std::size_t chains = 8;
  simd<word> sums[chains]{};
  std::size_t i = 0;
  for (; i + chains * lanes<T> <= count; i += chains * lanes<T>) {
#pragma GCC unroll 8
    for (std::size_t chain = 0; chain < chains; ++chain) sums[chain] ^= load<word>(left + i + chain * lanes<T>);
  }
  for (; i + lanes<T> <= count; i += lanes<T>) sums[0] ^= load<word>(left + i);
  simd<word> all = sums[0];
  for (std::size_t chain = 1; chain < chains; ++chain) all ^= sums[chain];
  word result = 0;
  for (std::size_t lane = 0; lane < lanes<T>; ++lane) result ^= all[lane];
  for (; i < count; ++i) {
    result ^= std::bit_cast<word>(left[i]);
  }
  return result;
}

#define CALIB_INSTANTIATE(T)                                              \
  template void copy(T*, const T*, std::size_t) noexcept;                 \
  template void scale(T*, const T*, T, std::size_t) noexcept;             \
  template void stream_add(T*, const T*, const T*, std::size_t) noexcept; \
  template void triad(T*, const T*, const T*, T, std::size_t) noexcept;   \
  template void write(T*, T, std::size_t) noexcept;                       \
  template std::uint64_t read(const T*, std::size_t) noexcept
CALIB_INSTANTIATE(float);
CALIB_INSTANTIATE(double);
#undef CALIB_INSTANTIATE

}  // namespace calib::kernels::own
