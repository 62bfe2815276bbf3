#include "calibration/default_setting.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace calib::calibration {
namespace {

profile_io::profile_data profile_of(const std::vector<std::pair<std::string, std::string>>& tables) {
  profile_io::profile_data profile;
  for (const auto& [setting, operation] : tables) {
    const bool known = !profile.settings.empty() && profile.settings.back().id == setting;
    if (!known) profile.settings.emplace_back().id = setting;
    profile_io::table_data& table = profile.tables.emplace_back();
    table.setting = setting;
    table.operation = operation;
  }
  return profile;
}

TEST(DefaultSetting, IsTheOneThatAnswersMostOfANetwork) {
  EXPECT_EQ(default_setting_of(profile_of({{"blas", "gemm"},
                                           {"blas", "gemv"},
                                           {"blas", "dot"},
                                           {"blas", "axpy"},
                                           {"dnn", "gemm"},
                                           {"dnn", "conv2d_3x3"},
                                           {"streams", "copy"},
                                           {"streams", "read"},
                                           {"streams", "write"}})),
            "dnn");
}

TEST(DefaultSetting, IsTheFirstOfSeveral) {
  EXPECT_EQ(default_setting_of(profile_of({{"a", "gemm"}, {"b", "linear"}})), "a");
  EXPECT_EQ(default_setting_of(profile_of({{"a", "dot"}, {"b", "copy"}})), "a");
  EXPECT_EQ(default_setting_of({}), "");
}

TEST(DefaultSetting, IsAWarmOneOfSeveral) {
  profile_io::profile_data profile = profile_of({{"a", "gemm"}, {"b", "gemm"}, {"c", "gemm"}});
  profile.settings[0].cache = cache_state::network;
  profile.settings[2].cache = cache_state::network;
  EXPECT_EQ(default_setting_of(profile), "b");
}

}  // namespace
}  // namespace calib::calibration
