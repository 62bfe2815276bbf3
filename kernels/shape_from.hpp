#pragma once
/// Operations from dimensions in an array, as kernels are given them.

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>

#include "calib/op/operation.hpp"

namespace calib::kernels {

/// The operation these dimensions describe. Throws std::invalid_argument, naming it, if they cannot.
template <Operation Op>
Op shape_from(std::span<const std::size_t> dims) {
  if (dims.size() != rank<Op>) {
    throw std::invalid_argument{std::string{Op::name} + " has " + std::to_string(rank<Op>) + " dimensions, got " +
                                std::to_string(dims.size())};
  }
  coordinates<rank<Op>> values;
  for (std::size_t i = 0; i < rank<Op>; ++i) {
    if (dims[i] == 0) {
      throw std::invalid_argument{std::string{Op::name} + ": " + std::string{Op::dimensions[i]} + " is 0"};
    }
    values[i] = dims[i];
  }
  const Op shape = from_dims<Op>(values);
  if constexpr (requires { shape.elements(); }) {
    if (shape.elements() == 0) throw std::invalid_argument{std::string{Op::name} + ": fewer bytes than one element"};
  }
  return shape;
}

}  // namespace calib::kernels
