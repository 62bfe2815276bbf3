#pragma once
/// What a loaded profile owns: the profile as it was read, and the tables in the form the look-up takes.

#include <memory>
#include <string_view>
#include <vector>

#include "calib/loaded_profile.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::detail {

/// Everything points into everything else here, so it is built in place and never moves.
struct loaded_data {
  explicit loaded_data(profile_io::profile_data data);
  loaded_data(const loaded_data&) = delete;
  loaded_data& operator=(const loaded_data&) = delete;
  ~loaded_data() = default;

  /// The position of a setting, that of the default for an empty name; settings.size() if there is none.
  [[nodiscard]] std::size_t position_of(std::string_view setting) const noexcept;

  [[nodiscard]] const loaded_table* table(std::size_t slot, std::size_t setting) const noexcept {
    return slots[setting * slot_count + slot];
  }

  const profile_io::profile_data profile;
  std::vector<setting_facts> settings;
  std::size_t default_setting = 0;
  std::vector<std::vector<double>> knots;           ///< of every axis of every table
  std::vector<std::vector<std::uint16_t>> buckets;  ///< the same
  std::vector<std::vector<double>> inverse_widths;  ///< the same
  std::vector<axis_view> axes;                      ///< views of these, table after table
  std::vector<loaded_table> tables;
  std::vector<const loaded_table*> slots;  ///< by setting, precision and operation; null where there is no table
};

/// `profile` ready for use. It must keep the rules of profile_io::check().
std::shared_ptr<const loaded_data> load(profile_io::profile_data profile);

}  // namespace calib::detail
