#pragma once
/// Number formats an operation can run in: a tag type each, for operations (`op::gemm<f32>`), and an enumerator each,
/// for tables of facts.
///
/// The last ones are pairs: weights in a format of their own beside activations in a larger one, as quantised language
/// models have them. Only operations with weights exist in them: `op::linear<w4a16>`.

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "calib/type_list.hpp"

namespace calib {

enum class precision : std::uint8_t { f64, f32, tf32, bf16, f16, fp8, i8, u8, fp4, i4, w8a16, w4a16, w4a8 };

inline constexpr std::size_t precision_count = 13;

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
struct u8 : precision_tag<precision::u8> {};
struct fp4 : precision_tag<precision::fp4> {};
struct i4 : precision_tag<precision::i4> {};
struct w8a16 : precision_tag<precision::w8a16> {};
struct w4a16 : precision_tag<precision::w4a16> {};
struct w4a8 : precision_tag<precision::w4a8> {};

/// All of them, in the order of the enumerators.
using all_precisions = type_list<f64, f32, tf32, bf16, f16, fp8, i8, u8, fp4, i4, w8a16, w4a16, w4a8>;

/// One of the tags above.
template <class T>
concept Precision = requires {
  { T::id } -> std::convertible_to<precision>;
};

/// What is known of a format.
struct precision_facts {
  std::string_view name;
  /// Bytes of an element in memory: tf32 is stored as f32, two elements of four bits share a byte. Factors that blocks
  /// of elements share, which formats of four and eight bits have, are not counted.
  double bytes;
  double weight_bytes;  ///< the same of weights
  /// Whose arithmetic the hardware does it with where it states no peak for this one: the first whose peak is known.
  std::array<precision, 2> computes_in;
  /// Other names in use, accepted as input, with spaces between them. Those of the two encodings of eight bits mean one
  /// format: they take the same time.
  std::string_view aliases;
};

inline constexpr std::array<precision_facts, precision_count> precisions{{
    {"f64", 8, 8, {precision::f64, precision::f64}, "fp64 float64 double"},
    {"f32", 4, 4, {precision::f32, precision::f32}, "fp32 float32 float single"},
    {"tf32", 4, 4, {precision::tf32, precision::tf32}, "tensorfloat32"},
    {"bf16", 2, 2, {precision::bf16, precision::bf16}, "bfloat16"},
    {"f16", 2, 2, {precision::f16, precision::f16}, "fp16 float16 half"},
    {"fp8",
     1,
     1,
     {precision::fp8, precision::fp8},
     "float8 f8 f8_e4m3 f8_e5m2 fp8_e4m3 fp8_e5m2 float8_e4m3fn float8_e5m2 e4m3 e5m2"},
    {"i8", 1, 1, {precision::i8, precision::i8}, "int8 s8 w8a8"},
    {"u8", 1, 1, {precision::u8, precision::i8}, "uint8"},
    {"fp4", 0.5, 0.5, {precision::fp4, precision::fp4}, "float4 f4 nvfp4 mxfp4 fp4_e2m1 f4_e2m1 float4_e2m1fn e2m1"},
    {"i4", 0.5, 0.5, {precision::i4, precision::i4}, "int4 s4"},
    {"w8a16", 2, 1, {precision::f16, precision::bf16}, "int8_wo i8_weights"},
    {"w4a16", 2, 0.5, {precision::f16, precision::bf16}, "int4_wo i4_weights"},
    {"w4a8", 1, 0.5, {precision::i8, precision::fp8}, ""},
}};

constexpr const precision_facts& facts(precision p) noexcept { return precisions[static_cast<std::size_t>(p)]; }

/// Bytes one element takes in memory.
template <Precision P>
inline constexpr double element_bytes = facts(P::id).bytes;

/// Bytes one weight takes in memory.
template <Precision P>
inline constexpr double weight_bytes = facts(P::id).weight_bytes;

/// Whether weights have a format of their own.
constexpr bool is_pair(precision p) noexcept { return facts(p).weight_bytes < facts(p).bytes; }

namespace detail {

constexpr char lower(char letter) noexcept {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// Whether they are the same but for capital letters.
constexpr bool same_letters(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, {}, lower, lower);
}

/// Whether `word` is one of the words of `text`, in any case.
constexpr bool has_word(std::string_view text, std::string_view word) noexcept {
  while (!text.empty()) {
    const std::string_view first = text.substr(0, text.find(' '));
    if (same_letters(first, word)) return true;
    text.remove_prefix(first.size() < text.size() ? first.size() + 1 : first.size());
  }
  return false;
}

}  // namespace detail

/// The format called `name`, by its own name or an alias, in any case; nothing if there is none.
constexpr std::optional<precision> parse_precision(std::string_view name) noexcept {
  for (std::size_t i = 0; i < precision_count; ++i) {
    if (detail::same_letters(name, precisions[i].name) || detail::has_word(precisions[i].aliases, name))
      return static_cast<precision>(i);
  }
  return std::nullopt;
}

}  // namespace calib
