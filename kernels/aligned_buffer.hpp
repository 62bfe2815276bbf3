#pragma once
/// Memory for operands: aligned to a cache line or a page, uninitialised, released with its owner.

#include <cstddef>
#include <limits>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

namespace calib::kernels {

/// A cache line, and the widest vector (AVX-512): no vector load of an aligned array straddles two lines.
inline constexpr std::size_t buffer_alignment = 64;

/// Buffers of a page or more begin with one, each time they are made: how the low bits of two addresses differ decides
/// whether a load must wait for a store that has nothing to do with it.
inline constexpr std::size_t page_alignment = 4096;

/// Product and sum of sizes that stay at the largest std::size_t instead of wrapping: a buffer of that size is refused.
constexpr std::size_t saturated_product(std::size_t a, std::size_t b) noexcept {
  constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
  return b != 0 && a > most / b ? most : a * b;
}
constexpr std::size_t saturated_sum(std::size_t a, std::size_t b) noexcept {
  constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
  return a > most - b ? most : a + b;
}

/// `count` elements, not initialised: the first thread to write a page decides on which memory node it lies.
template <class T>
class aligned_buffer {
  static_assert(std::is_trivially_default_constructible_v<T> && std::is_trivially_destructible_v<T>);

 public:
  aligned_buffer() = default;
  /// Throws std::bad_alloc when memory is refused or the size overflows.
  explicit aligned_buffer(std::size_t count) : data_{allocate(count)}, count_{count} {}
  aligned_buffer(aligned_buffer&& other) noexcept
      : data_{std::exchange(other.data_, nullptr)}, count_{std::exchange(other.count_, 0)} {}
  aligned_buffer& operator=(aligned_buffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(count_, other.count_);
    return *this;
  }
  ~aligned_buffer() { ::operator delete(data_, alignment(bytes(count_))); }

  T* data() noexcept { return data_; }
  const T* data() const noexcept { return data_; }
  std::size_t size() const noexcept { return count_; }
  T& operator[](std::size_t i) noexcept { return data_[i]; }
  const T& operator[](std::size_t i) const noexcept { return data_[i]; }
  operator std::span<T>() noexcept { return {data_, count_}; }
  operator std::span<const T>() const noexcept { return {data_, count_}; }

  /// Bytes that a buffer of `count` elements takes.
  static constexpr std::size_t bytes(std::size_t count) noexcept { return saturated_product(count, sizeof(T)); }

 private:
  static T* allocate(std::size_t count) {
    if (count == 0) return nullptr;
    const std::size_t size = bytes(count);
    if (size > std::size_t{std::numeric_limits<std::ptrdiff_t>::max()}) throw std::bad_array_new_length{};
    return static_cast<T*>(::operator new(size, alignment(size)));
  }
  static constexpr std::align_val_t alignment(std::size_t size) noexcept {
    return std::align_val_t{size < page_alignment ? buffer_alignment : page_alignment};
  }

  T* data_ = nullptr;
  std::size_t count_ = 0;
};

}  // namespace calib::kernels
