#pragma once
/// What every operation offers: a name, named whole-number dimensions and the work it asks for.
///
/// An operation is an aggregate of `std::size_t` dimensions, written with designated initialisers:
/// `op::gemm<f32>{.m = 64, .n = 64, .k = 64}`. Its type is its identity: tables are found by it.

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

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

/// The largest size of a dimension, and of what dimensions multiply to: beyond, doubles skip whole numbers.
inline constexpr std::size_t largest_size = std::size_t{1} << 53;

namespace detail {

/// The product of dimensions as a real number: sizes near 2^32 in three dimensions overflow 64 bits.
template <class... Dim>
constexpr double product(Dim... dims) noexcept {
  return (static_cast<double>(dims) * ... * 1.0);
}

/// The product of dimensions as a size. It never wraps: what is beyond largest_size is the next size after that.
template <class... Dim>
CALIB_INLINE constexpr std::size_t size_product(Dim... dims) noexcept {
  return product(dims...) <= static_cast<double>(largest_size) ? (static_cast<std::size_t>(dims) * ... * 1U)
                                                               : largest_size + 1;
}

}  // namespace detail
}  // namespace calib
