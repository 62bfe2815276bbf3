#pragma once
/// The settings that a network is priced in: one, or those of a library in companies of several sizes.

#include <string_view>
#include <vector>

#include "calib/loaded_profile.hpp"

namespace calib::detail {

/// `id` names a setting, or what the ids of its companies begin with: "onednn_1t_network" stands for
/// onednn_1t_network_16mb, onednn_1t_network_64mb, ... An empty id stands for the companies of the default setting's
/// library and threads, or for the default setting where there are none. Smallest company first, never empty. Throws
/// unknown_setting_error as loaded_profile::setting does.
std::vector<const setting_facts*> settings_for_networks(const loaded_profile& profile, std::string_view id);

}  // namespace calib::detail
