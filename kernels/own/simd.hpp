#pragma once
/// GNU vectors as wide as the target's registers. g++ and clang turn their operators into single instructions.
/// For use in the translation units compiled for the calibrated machine only.

#include <cstddef>

namespace calib::kernels::own {

#if defined(__AVX512F__)
inline constexpr std::size_t vector_bytes = 64;
#elif defined(__AVX__)
inline constexpr std::size_t vector_bytes = 32;
#else
inline constexpr std::size_t vector_bytes = 16;  // SSE2, NEON
#endif

#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr std::size_t vector_registers = 32;
#else
inline constexpr std::size_t vector_registers = 16;
#endif

namespace detail {

template <class T>
struct simd {
  typedef T type __attribute__((vector_size(vector_bytes)));
};

}  // namespace detail

template <class T>
using simd = typename detail::simd<T>::type;

template <class T>
inline constexpr std::size_t lanes = vector_bytes / sizeof(T);

namespace detail {

/// The same vector as it may lie in memory: at any element, under any other type. (Not through memcpy:
/// stream_loops.cpp is compiled with clang's -fno-builtin, which would call it.)
template <class T>
struct simd_in_memory {
  typedef T type __attribute__((vector_size(vector_bytes), aligned(4), may_alias));
};

}  // namespace detail

/// Loads and stores at any alignment; on current CPUs they cost nothing extra when the address is in fact aligned.
template <class T>
[[gnu::always_inline]] inline simd<T> load(const void* from) noexcept {
  return *static_cast<const typename detail::simd_in_memory<T>::type*>(from);
}
template <class T>
[[gnu::always_inline]] inline void store(T* to, simd<T> value) noexcept {
  *reinterpret_cast<typename detail::simd_in_memory<T>::type*>(to) = value;
}

}  // namespace calib::kernels::own
