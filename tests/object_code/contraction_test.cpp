/// Answers are the same bits whether or not the compiler may contract multiplications and additions.

#include <gtest/gtest.h>

#include <vector>

namespace plain_calib {
std::vector<double> look_ups();
double contractible(double a, double b, double c);
}  // namespace plain_calib
namespace fused_calib {
std::vector<double> look_ups();
double contractible(double a, double b, double c);
}  // namespace fused_calib

TEST(Contraction, ChangesNoAnswer) {
  if (!__builtin_cpu_supports("fma")) GTEST_SKIP() << "this processor has no fused multiply-add";
  // (1 + e)^2 - 1 is 2e where the product is rounded, 2e + e^2 where it is not.
  const double e = 0x1p-30;
  ASSERT_NE(fused_calib::contractible(1 + e, 1 + e, -1), plain_calib::contractible(1 + e, 1 + e, -1))
      << "the flags contract nothing, so nothing is tested";
  const std::vector<double> plain = plain_calib::look_ups();
  const std::vector<double> fused = fused_calib::look_ups();
  ASSERT_EQ(plain.size(), fused.size());
  std::size_t different = 0;
  for (std::size_t i = 0; i < plain.size(); ++i) different += plain[i] != fused[i] ? 1 : 0;
  EXPECT_EQ(different, 0U) << "of " << plain.size();
}
