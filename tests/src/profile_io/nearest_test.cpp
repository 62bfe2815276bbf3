#include "profile_io/nearest.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace calib {
namespace {

std::string found(std::string_view name, const std::vector<std::string_view>& names) {
  return profile_io::nearest(name, names);
}

TEST(Nearest, IsTheNameWithFewestChanges) {
  EXPECT_EQ(found("bacth", {"batch", "seq_len"}), "batch");
  EXPECT_EQ(found("seqlen", {"batch", "seq_len"}), "seq_len");
  EXPECT_EQ(found("layer3.conv2", {"layer3.conv1", "layer3.conv21", "conv2"}), "layer3.conv1") << "the first of two";
  EXPECT_EQ(found("batch", {"bach", "batch"}), "batch");
}

TEST(Nearest, IsNoneWhereATooLargeShareOfTheLettersDiffers) {
  EXPECT_EQ(found("heads", {"batch", "seq_len"}), "");
  EXPECT_EQ(found("b", {"batch"}), "");
  EXPECT_EQ(found("", {"batch"}), "");
  EXPECT_EQ(found("batch", {}), "");
}

TEST(Nearest, TakesCapitalLettersForSmallOnes) {
  EXPECT_EQ(found("GEMM", {"gemv", "gemm"}), "gemm");
  EXPECT_TRUE(profile_io::begins_with("nvidia_h200_sxm", "NVIDIA_h200"));
  EXPECT_FALSE(profile_io::begins_with("nvidia_h200_sxm", "nvidia_l40"));
  EXPECT_FALSE(profile_io::begins_with("nvidia", "nvidia_l40"));
}

TEST(Nearest, DoesNotCompareTextsThatAreNoNames) {
  const std::string longer(101, 'x'), other = std::string(100, 'x') + "y";
  EXPECT_EQ(found(longer, {other}), "");
  EXPECT_EQ(found(longer.substr(1), {longer}), "");
}

}  // namespace
}  // namespace calib
