#pragma once
/// A network written by hand, in the form in which generated headers hold theirs, of operations that sample_box has:
///
///   first (gemm) -> scale (batch_norm) -> act (relu) -> again (gemm, three times) -> sum (add, of again and act)
///   -> flat (reshape) -> move (copy)
///
/// `m` of the products is the symbol rows.

#include "calib/network/described.hpp"
#include "calib/op/elementwise.hpp"
#include "calib/op/gemm.hpp"
#include "calib/op/memory.hpp"
#include "calib/op/normalization.hpp"

namespace calib::networks {
namespace described {

struct sample_net {
  static constexpr std::string_view id = "sample_net";
  static constexpr std::string_view name = "A network for tests";
  using operations = type_list<op::gemm<f32>, op::batch_norm<f32>, op::relu<f32>, op::add<f32>, op::copy<f64>>;
  static constexpr std::array<network_symbol, 1> symbols{{{"rows", 128}}};
  static constexpr std::array<network_size, 10> sizes{
      {{1, {1}}, {1000}, {64}, {1, {1}}, {1000}, {1}, {1}, {1000, {1}}, {1000, {1}}, {32768}}};
  static constexpr std::array<network_work, 5> works{{{0, 0}, {1, 3}, {2, 7}, {3, 8}, {4, 9}}};
  static constexpr std::array<network_layer, 7> layers{{{layer_role::product, 0, no_number, 0, 1},
                                                        {layer_role::batch_norm, 1, no_number, 1, 1},
                                                        {layer_role::relu, 2, no_number, 2, 1},
                                                        {layer_role::product, 0, no_number, 3, 1, 3},
                                                        {layer_role::add, 3, no_number, 4, 2},
                                                        {layer_role::reshape, no_number, no_number, 6, 1},
                                                        {layer_role::other, 4, no_number, 7, 1}}};
  static constexpr std::array<std::int32_t, 8> inputs{{-1, 0, 1, 2, 3, 2, 4, 5}};
  static constexpr std::array<network_group, 0> groups{};
  static constexpr std::array<std::string_view, 7> names{{"first", "scale", "act", "again", "sum", "flat", "move"}};
  static constexpr std::array<std::uint64_t, 7> parameters{{64000, 2000, 0, 64000, 0, 0, 0}};
};

}  // namespace described

constexpr auto sample_net(std::size_t rows = 128) noexcept { return described_network<described::sample_net>{{rows}}; }

}  // namespace calib::networks
