#pragma once
/// Number formats an operation can run in: a tag type each, for operations (`op::gemm<f32>`), and an enumerator each,
/// for tables of facts.

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace calib {

enum class precision : std::uint8_t { f64, f32, tf32, bf16, f16, fp8, i8 };

inline constexpr std::size_t precision_count = 7;

template <precision Id>
struct precision_tag {
  static constexpr precision id = Id;
};

struct f64 : precision_tag<precision::f64> {};
struct f32 : precision_tag<precision::f32> {};
struct tf32 : precision_tag<precision::tf32> {};
struct bf16 : precision_tag<precision::bf16> {};
struct f16 : precision_tag<precision::f16> {};
struct fp8 : precision_tag<precision::fp8> {};
struct i8 : precision_tag<precision::i8> {};

/// One of the tags above.
template <class T>
concept Precision = requires {
  { T::id } -> std::convertible_to<precision>;
};

/// What is known of a format. `bytes` is the size in memory: tf32 is stored as f32.
struct precision_facts {
  std::string_view name;
  std::string_view alias;  ///< the other name in common use, accepted as input
  double bytes;
};

inline constexpr std::array<precision_facts, precision_count> precisions{{
    {"f64", "fp64", 8},
    {"f32", "fp32", 4},
    {"tf32", "tensorfloat32", 4},
    {"bf16", "bfloat16", 2},
    {"f16", "fp16", 2},
    {"fp8", "float8", 1},
    {"i8", "int8", 1},
}};

constexpr const precision_facts& facts(precision p) noexcept { return precisions[static_cast<std::size_t>(p)]; }

/// Bytes one element takes in memory.
template <Precision P>
inline constexpr double element_bytes = facts(P::id).bytes;

/// The format called `name`, by its own name or its alias; nothing if there is none.
constexpr std::optional<precision> parse_precision(std::string_view name) noexcept {
  for (std::size_t i = 0; i < precision_count; ++i) {
    if (name == precisions[i].name || name == precisions[i].alias) return static_cast<precision>(i);
  }
  return std::nullopt;
}

}  // namespace calib
