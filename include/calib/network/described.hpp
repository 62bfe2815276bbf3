#pragma once
/// A network that a generated header describes, at sizes of its symbols:
///
///   constexpr auto net = networks::resnet50(8);            // batch 8; sizes may be run-time values too
///   boost::hana::for_each(net, [](const auto& layer) { ... layer.name, layer.operation, layer.times ... });
///
/// It is a Foldable of Boost.Hana: a sequence of named layers, each with an operation of its own type. Reshapes, which
/// take no time, are left out.

#include <array>
#include <boost/hana/fwd/core/tag_of.hpp>
#include <boost/hana/fwd/unpack.hpp>
#include <cstddef>
#include <string_view>
#include <utility>

#include "calib/detail/refusal.hpp"
#include "calib/network/fuse.hpp"
#include "calib/op/lowering.hpp"

namespace calib {

/// A layer of a network as a value.
template <Operation Op>
struct named_layer {
  std::string_view name;
  Op operation;
  std::size_t times;
};

/// A piece of work that layers ask for, many of them the same: an operation, by its number in the description's list,
/// and where its sizes begin.
struct network_work {
  std::uint16_t operation;
  std::uint32_t first_size;
};

struct network_symbol {
  std::string_view name;
  std::size_t usual;  ///< value where nobody says another
};

struct described_network_tag;

/// `Description` is a struct of constants, as calib-header writes it: id, name, operations (a type_list), symbols,
/// sizes, works, inputs, layers, names and parameters (of each layer), groups.
template <class Description>
struct described_network {
  using description = Description;
  using hana_tag = described_network_tag;

  symbol_values symbols{};
};

namespace detail {

template <class D>
inline constexpr std::size_t layer_count = D::layers.size();

template <class D>
inline constexpr network_view view_of_network{D::layers, D::inputs, D::groups};

/// The symbols' values where nobody says others.
template <class D>
inline constexpr symbol_values usual_symbols = [] {
  symbol_values out{};
  for (std::size_t s = 0; s < D::symbols.size(); ++s) out[s] = D::symbols[s].usual;
  return out;
}();

template <class D, std::size_t Work>
using operation_at = typename type_at<D::works[Work].operation, typename D::operations>::type;

/// The operation that a work asks for.
template <class Op, class D>
constexpr Op operation_of(std::size_t work, const symbol_values& symbols) noexcept {
  std::array<std::size_t, rank<Op>> dims{};
  for (std::size_t i = 0; i < dims.size(); ++i) dims[i] = D::sizes[D::works[work].first_size + i].at(symbols);
  return from_dims<Op>(dims);
}

/// f.template operator()<Op>() for the operation of a work.
template <class F, class... Op>
constexpr void visit_number(type_list<Op...>, std::size_t number, F f) {
  std::size_t at = 0;
  static_cast<void>(((at++ == number ? (f.template operator()<Op>(), true) : false) || ...));
}

template <class D, class F>
constexpr void visit_work(std::size_t work, F f) {
  visit_number(typename D::operations{}, D::works[work].operation, f);
}

template <class D>
inline constexpr std::size_t timed_layer_count = [] {
  std::size_t count = 0;
  for (const network_layer& layer : D::layers) count += layer.role == layer_role::reshape ? 0 : 1;
  return count;
}();

/// The layers that take time.
template <class D>
inline constexpr auto timed_layers = [] {
  std::array<std::size_t, timed_layer_count<D>> out{};
  std::size_t count = 0;
  for (std::size_t i = 0; i < layer_count<D>; ++i) {
    if (D::layers[i].role != layer_role::reshape) out[count++] = i;
  }
  return out;
}();

template <class D, std::size_t Layer>
constexpr auto layer_at(const symbol_values& symbols) noexcept {
  constexpr std::size_t work = D::layers[Layer].work;
  using operation = operation_at<D, work>;
  return named_layer<operation>{D::names[Layer], operation_of<operation, D>(work, symbols),
                                static_cast<std::size_t>(D::layers[Layer].times)};
}

}  // namespace detail
}  // namespace calib

namespace boost::hana {

template <>
struct unpack_impl<calib::described_network_tag> {
  template <class Network, class F>
  static constexpr decltype(auto) apply(const Network& network, F&& f) {
    using description = typename Network::description;
    return [&]<std::size_t... I>(std::index_sequence<I...>)->decltype(auto) {
      constexpr const auto& timed = calib::detail::timed_layers<description>;
      return static_cast<F&&>(f)(calib::detail::layer_at<description, timed[I]>(network.symbols)...);
    }
    (std::make_index_sequence<calib::detail::timed_layer_count<description>>{});
  }
};

}  // namespace boost::hana
