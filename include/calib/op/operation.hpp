#pragma once
/// What every operation offers: a name, named whole-number dimensions and the work it asks for.
///
/// An operation is an aggregate of `std::size_t` dimensions, written with designated initialisers:
/// `op::gemm<f32>{.m = 64, .n = 64, .k = 64}`. Its type is its identity: tables are found by it.
///
/// CALIB_OPERATION says the dimensions, once: it declares the members and what the concept asks for besides work().

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "calib/detail/dimensions.hpp"
#include "calib/detail/inline.hpp"
#include "calib/precision.hpp"
#include "calib/units.hpp"

namespace calib {

/// The work of an operation: arithmetic, and compulsory memory traffic (each operand moved once).
struct cost {
  flops arithmetic;
  bytes traffic;
};

template <class Op>
concept Operation = requires(const Op& op) {
  typename Op::precision_type;
  { Op::name } -> std::convertible_to<std::string_view>;
  { Op::dimensions.size() } -> std::convertible_to<std::size_t>;
  { op.dims() } -> std::convertible_to<std::array<std::size_t, Op::dimensions.size()>>;
  { op.work() } -> std::convertible_to<cost>;
}
&&Precision<typename Op::precision_type>;

/// The first line of an operation of the precision P: its name, then its dimensions in order, each with its default if
/// it has one (`stride = 1`). Declares these members, and
///   precision_type  P
///   name            as profiles and commands spell it
///   header          what a program includes for it, "calib/op/gemm.hpp"
///   dimensions      the members' names
///   has_default     which of them need not be said
///   dims()          their values
/// Undefined again at the end of op/list.hpp.
#define CALIB_OPERATION(operation_name, P, ...)                                                            \
  __VA_OPT__(std::size_t __VA_ARGS__;)                                                                     \
                                                                                                           \
  using precision_type = P;                                                                                \
  static constexpr std::string_view name = operation_name;                                                 \
  static constexpr std::string_view header = ::calib::detail::included_as(__FILE__);                       \
  static constexpr const auto& dimensions = ::calib::detail::declared<#__VA_ARGS__>.names;                 \
  static constexpr const auto& has_default = ::calib::detail::declared<#__VA_ARGS__>.has_default;          \
                                                                                                           \
  constexpr std::array<std::size_t, ::calib::detail::declared_count(#__VA_ARGS__)> dims() const noexcept { \
    return ::calib::detail::members_of<::calib::detail::declared_count(#__VA_ARGS__)>(*this);              \
  }                                                                                                        \
  static_assert(true)  // takes the semicolon

/// Number of dimensions of an operation, and of the axes of its tables.
template <Operation Op>
inline constexpr std::size_t rank = Op::dimensions.size();

/// Where a shape lies on the axes of its table.
template <std::size_t Rank>
using coordinates = std::array<std::size_t, Rank>;

namespace detail {

template <class Op, std::size_t Rank, std::size_t... I>
CALIB_INLINE constexpr Op make_from([[maybe_unused]] const std::array<std::size_t, Rank>& dims,
                                    std::index_sequence<I...>) noexcept {
  return Op{dims[I]...};
}

}  // namespace detail

/// The operation whose dimensions, in declaration order, are `dims`.
template <Operation Op>
CALIB_INLINE constexpr Op from_dims(const std::array<std::size_t, rank<Op>>& dims) noexcept {
  return detail::make_from<Op>(dims, std::make_index_sequence<rank<Op>>{});
}

/// The same from the `rank<Op>` numbers that begin at `dims`.
template <Operation Op>
constexpr Op from_dims(const std::size_t* dims) noexcept {
  std::array<std::size_t, rank<Op>> own{};
  for (std::size_t i = 0; i < own.size(); ++i) own[i] = dims[i];
  return from_dims<Op>(own);
}

/// The precision of an operation as an enumerator.
template <Operation Op>
inline constexpr precision precision_of = Op::precision_type::id;

namespace detail {

/// The product of dimensions as a real number: sizes near 2^32 in three dimensions overflow 64 bits.
template <class... Dim>
constexpr double product(Dim... dims) noexcept {
  return (static_cast<double>(dims) * ... * 1.0);
}

}  // namespace detail
}  // namespace calib
