#pragma once
/// A network: a sequence of operations of different types, each done once or several times, executed one after another.
/// Its latency is the sum of theirs, and with literal shapes a constant:
///
///   constexpr auto mlp = make_network(repeat(4, op::linear<f32>{.m = 1, .n = 512, .k = 512}), op::softmax<f32>{...});
///   static_assert(latency<cpu>(mlp) < 4ms);

#include <array>
#include <boost/hana/tuple.hpp>
#include <boost/hana/unpack.hpp>
#include <cstddef>

#include "calib/mapper.hpp"
#include "calib/network/price.hpp"

namespace calib {

/// An operation and how many times a network does it.
template <Operation Op>
struct layer {
  Op operation;
  std::size_t times = 1;
};

/// `times` executions of one operation at one shape.
template <Operation Op>
constexpr layer<Op> repeat(std::size_t times, const Op& operation) noexcept {
  return {operation, times};
}

namespace detail {

template <Operation Op>
constexpr layer<Op> as_layer(const Op& operation) noexcept {
  return {operation, 1};
}
template <Operation Op>
constexpr layer<Op> as_layer(const layer<Op>& l) noexcept {
  return l;
}

}  // namespace detail

/// A hana::tuple of layers from operations and repeated operations.
template <class... Part>
constexpr auto make_network(const Part&... parts) noexcept {
  return boost::hana::make_tuple(detail::as_layer(parts)...);
}

/// Sum over the layers, in seconds. A layer the mapper cannot answer is a compile error; as for the mapper itself, a
/// run-time shape of a lowered operation may throw no_table_error.
template <class Mapper, class Network>
constexpr seconds latency(const Network& network) {
  return boost::hana::unpack(network, [](const auto&... l) {
    return (seconds{0} + ... + detail::repeated(l.times, Mapper::latency(l.operation)));
  });
}

/// The estimate of one execution of each layer, in order. Throws as latency.
template <class Mapper, class Network>
constexpr auto breakdown(const Network& network) {
  return boost::hana::unpack(
      network, [](const auto&... l) { return std::array<estimate, sizeof...(l)>{Mapper::estimate(l.operation)...}; });
}

}  // namespace calib
