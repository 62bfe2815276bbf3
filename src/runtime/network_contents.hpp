#pragma once
/// What a loaded network owns.

#include <string>
#include <vector>

#include "calib/loaded_network.hpp"
#include "network_io/network_data.hpp"
#include "network_io/numbered.hpp"

namespace calib {
namespace detail {

struct network_contents {
  explicit network_contents(network_io::network_data data);

  const network_io::network_data data;
  const network_io::numbered_network numbered;
  std::vector<std::string> symbols;
  std::vector<std::uint32_t> uses;  ///< count_uses()
};

/// A step of a network: the layer it begins with, what it asks for, and how many layers it takes together.
struct loaded_step {
  std::uint32_t layer, work, layers;
};

/// The steps in a setting that absorbs these.
std::vector<loaded_step> steps_of(const network_contents& net, fusion_set absorbs);

}  // namespace detail

/// `data` as load_network() would give it, had it been written and read. It must keep the rules of network_io::check().
[[nodiscard]] network as_network(network_io::network_data data);

}  // namespace calib
