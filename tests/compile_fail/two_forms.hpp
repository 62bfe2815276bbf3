#pragma once
/// A profile with one form of a convolution in each of two settings.

#include "calib/op/convolution.hpp"
#include "calib/profile.hpp"

namespace calib {

namespace setting {
struct own_1t_warm;
struct own_2t_warm;
}  // namespace setting

namespace profiles {
struct two_forms {
  static constexpr int schema = 1;
  static constexpr std::string_view id = "two_forms";
  static constexpr std::string_view name = "A box for tests";
  using default_setting = setting::own_1t_warm;
  using settings = type_list<setting::own_1t_warm, setting::own_2t_warm>;
  using tables = type_list<table_key<op::conv2d_pointwise<f32>, setting::own_1t_warm>,
                           table_key<op::conv2d_3x3<f32>, setting::own_2t_warm>>;
};
}  // namespace profiles

template <>
struct setting_of<profiles::two_forms, setting::own_1t_warm> {
  static constexpr setting_facts facts{"own_1t_warm", "own", "1", 1, cache_state::warm, {}, seconds{0}};
};

template <>
struct setting_of<profiles::two_forms, setting::own_2t_warm> {
  static constexpr setting_facts facts{"own_2t_warm", "own", "1", 2, cache_state::warm, {}, seconds{0}};
};

template <>
struct table<profiles::two_forms, op::conv2d_pointwise<f32>, setting::own_1t_warm> {
  static constexpr table_facts facts{};
  static constexpr double pixels[] = {64};
  static constexpr double in_channels[] = {8};
  static constexpr double out_channels[] = {8};
  static constexpr double stride[] = {1};
  using axes = axis_list<pixels, in_channels, out_channels, stride>;
  static constexpr double latency[] = {1e-6};
};

template <>
struct table<profiles::two_forms, op::conv2d_3x3<f32>, setting::own_2t_warm> {
  static constexpr table_facts facts{};
  static constexpr double batch[] = {1};
  static constexpr double side[] = {8};
  static constexpr double in_channels[] = {8};
  static constexpr double out_channels[] = {8};
  using axes = axis_list<batch, side, in_channels, out_channels>;
  static constexpr double latency[] = {2e-6};
};

}  // namespace calib
