#pragma once
/// A network with numbers in place of names, as fusion and pricing take it (calib/network/layer.hpp): layers that ask
/// for the same work share it, and patterns of layers are found.

#include <string>
#include <vector>

#include "calib/network/layer.hpp"
#include "network_io/network_data.hpp"

namespace calib::network_io {

struct work_data {
  std::string operation;
  calib::precision precision{};
  std::vector<network_size> sizes;

  bool operator==(const work_data&) const = default;
};

struct numbered_network {
  std::vector<work_data> works;
  std::vector<network_layer> layers;
  std::vector<std::int32_t> inputs;
  std::vector<network_group> groups;

  [[nodiscard]] network_view view() const noexcept { return {layers, inputs, groups}; }
};

numbered_network number(const network_data& network);

}  // namespace calib::network_io
