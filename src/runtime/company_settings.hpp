#pragma once
/// The settings that a network is priced in: one, or those of a library in companies of several sizes.

#include <string_view>
#include <vector>

#include "calib/loaded_profile.hpp"

namespace calib::detail {

/// What the ids of a setting's companies have in common, which is all before their size: "onednn_1t_network" of
/// onednn_1t_network_16mb.
std::string_view id_of_companies(const setting_facts& one) noexcept;

/// `id` names a setting, or all companies whose ids have it in common. An empty id stands for the companies of the
/// default setting's library and threads, or for the default setting where there are none. Smallest company first,
/// never empty. Throws no_table_error{unknown_setting}.
std::vector<const setting_facts*> settings_for_networks(const loaded_profile& profile, std::string_view id);

}  // namespace calib::detail
