#pragma once
/// How an operation is written: CALIB_OPERATION says the dimensions, once. It declares the members, and what shape.hpp
/// asks of an operation besides work().

#include "calib/detail/dimensions.hpp"
#include "calib/op/problem.hpp"
#include "calib/op/shape.hpp"

namespace calib {

/// The first line of an operation of the precision P: its name, then its dimensions in order, each with its default if
/// it has one (`stride = 1`). Declares these members, and
///   precision_type  P
///   name            as profiles and commands spell it
///   header          what a program includes for it, "calib/op/gemm.hpp"
///   dimensions      the members' names
///   has_default     which of them need not be said
///   dims()          their values
///   valid()         whether there is such a shape: problem() in op/problem.hpp says why not
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
  constexpr bool valid() const noexcept { return ::calib::problem(*this) == nullptr; }                     \
  static_assert(true)  // takes the semicolon

}  // namespace calib
