#pragma once
/// Shapes that no machine can carry out: a size of 0, a window larger than its image, groups that do not divide the
/// channels, more than can be counted. They are refused, in words that name the dimension.
///
/// An operation with rules of its own has a function `const char* broken_rule(refuse) const`: where a rule is broken it
/// returns refuse("groups are more than in_channels: ..."), else null. Where 0 is a size of one of its dimensions,
/// `may_be_zero` names that one; a dimension whose default is 0 may be 0 anyway. An operation that is lowered gives an
/// impossible shape a form with a size of 0.

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "calib/detail/inline.hpp"
#include "calib/detail/text.hpp"
#include "calib/op/shape.hpp"

namespace calib {

/// Thrown where a shape is asked for that there cannot be; what() names the operation, the dimension and the remedy.
class impossible_shape : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

namespace detail {

/// A dimension's name as a template argument.
template <Operation Op, std::size_t Dimension>
inline constexpr auto dimension_name = [] {
  char letters[Op::dimensions[Dimension].size() + 1] = {};
  for (std::size_t i = 0; i + 1 < sizeof(letters); ++i) letters[i] = Op::dimensions[Dimension][i];
  return text(letters);
}();

/// Whether 0 is a size of a dimension.
template <Operation Op, std::size_t Dimension>
inline constexpr bool may_be_zero = [] {
  if constexpr (requires { Op::may_be_zero; }) {
    if (Op::dimensions[Dimension] == Op::may_be_zero) return true;
  }
  if constexpr (requires { Op::has_default; }) {
    return Op::has_default[Dimension] && Op{}.dims()[Dimension] == 0;
  }
  return false;
}();

/// `Name` and what is wrong with it.
template <text Name, text Says>
inline constexpr auto sentence = [] {
  std::array<char, sizeof(Name.characters) + sizeof(Says.characters)> out{};
  std::size_t end = 0;
  for (const std::string_view part : {Name.view(), Says.view()}) {
    for (const char c : part) out[end++] = c;
  }
  return out;
}();

template <text Name, bool MayBeZero, class Refuse>
constexpr const char* check_size(std::size_t size, [[maybe_unused]] Refuse refuse) {
  if (size == 0 && !MayBeZero) return refuse(sentence<Name, " is 0: give a size of at least 1">.data());
  if (size > largest_size) return refuse(sentence<Name, " is larger than 2^53: give a smaller size">.data());
  return nullptr;
}

template <Operation Op, class Refuse, std::size_t... I>
constexpr const char* check_each_size(const Op& op, [[maybe_unused]] Refuse refuse, std::index_sequence<I...>) {
  [[maybe_unused]] const auto dims = op.dims();
  const char* found = nullptr;
  static_cast<void>(
      ((found = check_size<dimension_name<Op, I>, may_be_zero<Op, I>>(dims[I], refuse), found != nullptr) || ...));
  return found;
}

/// What is wrong with the sizes of a shape, in every precision; as refuse(sentence) gives it, null where nothing is.
template <Operation Op, class Refuse>
constexpr const char* check_sizes(const Op& op, Refuse refuse) {
  if (const char* const found = check_each_size(op, refuse, std::make_index_sequence<rank<Op>>{})) return found;
  if constexpr (requires { op.broken_rule(refuse); }) return op.broken_rule(refuse);
  return nullptr;
}

template <class Refuse>
constexpr const char* check_bytes(const cost& work, Refuse refuse) {
  if (work.traffic.value <= static_cast<double>(largest_size)) return nullptr;
  return refuse("the sizes multiply to more than 2^53 bytes: give smaller ones");
}

/// What is wrong with a shape.
template <Operation Op, class Refuse>
constexpr const char* check_shape(const Op& op, Refuse refuse) {
  if (const char* const found = check_sizes(op, refuse)) return found;
  return check_bytes(op.work(), refuse);
}

/// Only says what is wrong.
struct say {
  constexpr const char* operator()(const char* sentence) const noexcept { return sentence; }
};

/// Throws it, in the name of the operation. In a constant expression that is no constant: compilers show the calls that
/// led here, with the sentence or the dimension.
struct refuse {
  std::string_view operation;
  constexpr const char* operator()(const char* sentence) const {
    if (sentence != nullptr) throw_impossible_shape(operation, sentence);
    return sentence;
  }

 private:
  [[noreturn]] static void throw_impossible_shape(std::string_view operation, const char* sentence) {
    throw impossible_shape(std::string{operation} + ": " + sentence);
  }
};

template <std::size_t Rank, std::size_t... I>
CALIB_INLINE constexpr bool all_small([[maybe_unused]] const coordinates<Rank>& dims,
                                      std::index_sequence<I...>) noexcept {
  [[maybe_unused]] constexpr std::size_t largest = std::size_t{1}
                                                   << 16;  // three of them multiply to what can be counted
  return (true && ... && (dims[I] - 1 < largest));
}

/// Whether a shape is so small that it needs no closer look: a few comparisons, which fold for a literal shape.
template <Operation Op>
CALIB_INLINE constexpr bool surely_possible([[maybe_unused]] const Op& op) noexcept {
  if constexpr (rank < Op >> 3 || requires { op.broken_rule(say{}); }) {
    return false;
  } else {
    return all_small<rank<Op>>(op.dims(), std::make_index_sequence<rank<Op>>{});
  }
}

/// Throws impossible_shape for a shape that there cannot be.
template <Operation Op>
CALIB_INLINE constexpr void require_possible(const Op& op) {
  if (!surely_possible(op)) check_shape(op, refuse{Op::name});
}

/// The same from what problem() said of it.
constexpr void refuse_shape(std::string_view operation, const char* problem) { refuse{operation}(problem); }

}  // namespace detail

/// Why there is no such shape, in a sentence that begins with the dimension and ends with the remedy; null where there
/// is one.
template <Operation Op>
constexpr const char* problem(const Op& op) noexcept {
  return detail::check_shape(op, detail::say{});
}

}  // namespace calib
