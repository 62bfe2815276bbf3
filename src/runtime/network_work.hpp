#pragma once
/// A piece of a network's work in a setting, with its tables found: asked with nothing but numbers.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "calib/loaded_network.hpp"
#include "network_io/numbered.hpp"
#include "profile_io/operation_facts.hpp"

namespace calib::detail {

struct network_work_in_setting {
  using sizes = std::array<std::size_t, profile_io::largest_rank>;

  /// A dimension that depends on symbols.
  struct variable {
    std::uint32_t dimension;
    network_size size;
  };

  const profile_io::operation_facts* operation = nullptr;  ///< null for one of a stated cost
  precision format{};
  std::array<const loaded_table*, profile_io::most_forms> tables{};  ///< of each form; null where there is none
  sizes dims{};                                                      ///< the constant ones
  std::vector<variable> variables;
  const loaded_profile* profile = nullptr;  ///< asked where there is no table
  const setting_facts* setting = nullptr;
  const fallback_list* fallbacks = nullptr;

  [[nodiscard]] std::string_view name() const noexcept;

  /// At as many dimensions as the operation has. Throws no_table_error and impossible_shape.
  [[nodiscard]] seconds latency(const std::size_t* at) const;
  [[nodiscard]] calib::estimate estimate(const std::size_t* at) const;
  [[nodiscard]] cost work(const std::size_t* at) const;

  [[nodiscard]] sizes dims_at(const symbol_values& symbols) const noexcept {
    sizes out = dims;
    for (const variable& one : variables) out[one.dimension] = one.size.at(symbols);
    return out;
  }
};

/// `work` in a setting of the profile; what it points to must outlive it.
network_work_in_setting prepare_work(const network_io::work_data& work, const loaded_profile& profile,
                                     const setting_facts& setting, const fallback_list& fallbacks);

}  // namespace calib::detail
