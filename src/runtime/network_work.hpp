#pragma once
/// A piece of a network's work in a setting, with its tables found: asked with nothing but numbers.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "calib/loaded_network.hpp"
#include "network_io/numbered.hpp"

namespace calib::detail {

inline constexpr std::size_t most_dimensions = 20;
inline constexpr std::size_t most_forms = 6;

struct network_work_in_setting {
  /// What depends on the operation.
  struct functions {
    seconds (*latency)(const network_work_in_setting&, const std::size_t* dims);
    calib::estimate (*estimate)(const network_work_in_setting&, const std::size_t* dims);
    cost (*work)(const network_work_in_setting&, const std::size_t* dims);
  };
  /// A dimension that depends on symbols.
  struct variable {
    std::uint32_t dimension;
    network_size size;
  };

  functions of{};
  std::string_view operation;
  precision format{};
  std::size_t rank = 0;
  std::size_t slot = 0;                                  ///< of a measured operation
  std::array<const loaded_table*, most_forms> tables{};  ///< of each form; null where there is none
  std::array<std::size_t, most_dimensions> dims{};       ///< the constant ones
  std::vector<variable> variables;
  const loaded_profile* profile = nullptr;  ///< asked where there is no table
  const setting_facts* setting = nullptr;
  const fallback_list* fallbacks = nullptr;

  std::array<std::size_t, most_dimensions> dims_at(const symbol_values& symbols) const noexcept {
    std::array<std::size_t, most_dimensions> out = dims;
    for (const variable& one : variables) out[one.dimension] = one.size.at(symbols);
    return out;
  }
};

/// `work` in a setting of the profile; what it points to must outlive it.
network_work_in_setting prepare_work(const network_io::work_data& work, const loaded_profile& profile,
                                     const setting_facts& setting, const fallback_list& fallbacks);

}  // namespace calib::detail
