#pragma once
/// Seeded order of visits, the same on every platform: std::shuffle and the standard distributions are not.

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace calib::measure {

/// Steele, Lea and Flood's splitmix64: one addition and a mix per number, any seed is a good seed.
class random_bits {
 public:
  explicit constexpr random_bits(std::uint64_t seed) noexcept : state_(seed) {}

  constexpr std::uint64_t next() noexcept {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31U);
  }

 private:
  std::uint64_t state_;
};

/// Fisher-Yates. The bias of the modulo is below size / 2^64.
template <typename Value>
constexpr void shuffle(std::span<Value> values, random_bits& bits) noexcept {
  for (std::size_t left = values.size(); left > 1; --left) {
    const auto pick = static_cast<std::size_t>(bits.next() % left);
    std::swap(values[left - 1], values[pick]);
  }
}

}  // namespace calib::measure
