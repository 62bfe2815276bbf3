#include "fit/misfits.hpp"

#include <gtest/gtest.h>

namespace calib::fit {
namespace {

judged_shape judged(std::size_t m, double measured_s, double predicted_s) { return {{m, 64}, measured_s, predicted_s}; }

TEST(Misfits, CountsAnswersThatAreOffByMoreThanAQuarter) {
  const std::vector<judged_shape> shapes{judged(1, 1e-6, 1.2e-6), judged(2, 1e-6, 1.3e-6), judged(3, 1e-6, 0.7e-6),
                                         judged(4, 1e-6, 0.8e-6)};
  const auto found = misfits_among(shapes);
  EXPECT_EQ(found.shapes, 4U);
  EXPECT_EQ(found.count, 2U);
  ASSERT_EQ(found.worst.size(), 2U);
}

TEST(Misfits, NamesTheWorstFive) {
  std::vector<judged_shape> shapes;
  for (std::size_t m = 1; m <= 10; ++m) shapes.push_back(judged(m, 1e-6, 1e-6 * (1 + 0.1 * static_cast<double>(m))));
  shapes.push_back(judged(11, 1e-6, 0.2e-6));  // a fifth of the measurement is worse than twice it
  const auto found = misfits_among(shapes);
  EXPECT_EQ(found.count, 9U);
  ASSERT_EQ(found.worst.size(), 5U);
  EXPECT_EQ(found.worst[0].dims, (std::vector<std::uint64_t>{11, 64}));
  EXPECT_EQ(found.worst[0].measured_s, 1e-6);
  EXPECT_EQ(found.worst[0].predicted_s, 0.2e-6);
  EXPECT_EQ(found.worst[1].dims[0], 10U);
  EXPECT_EQ(found.worst[4].dims[0], 7U);
}

TEST(Misfits, AreNoneOfNothing) { EXPECT_EQ(misfits_among({}), profile_io::misfit_data{}); }

}  // namespace
}  // namespace calib::fit
