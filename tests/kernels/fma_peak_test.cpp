#include "kernels/own/fma_peak.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace calib::kernels::own {
namespace {

TEST(FmaPeak, CountsTheFlopsItExecutes) {
  const double one = run_fma_chains(precision::f32, 1);
  EXPECT_GT(one, 0);
  EXPECT_EQ(run_fma_chains(precision::f32, 0), 0);
  EXPECT_EQ(run_fma_chains(precision::f32, 1000), 1000 * one);
  EXPECT_EQ(run_fma_chains(precision::f64, 1000), 500 * one);  // half the lanes
}

TEST(FmaPeak, CountsTwoFlopsPerLaneAndWholeChains) {
  const double lanes = (fma_vector_bits() == 0 ? 128 : fma_vector_bits()) / 32;
  const double chains = run_fma_chains(precision::f32, 1) / (2 * lanes);
  EXPECT_EQ(chains, static_cast<int>(chains));
  EXPECT_GE(chains, 10);  // two ports x five cycles
}

TEST(FmaPeak, RefusesPrecisionsWithoutChains) {
  EXPECT_THROW(run_fma_chains(precision::bf16, 1), std::invalid_argument);
  EXPECT_THROW(run_fma_chains(precision::i8, 1), std::invalid_argument);
}

}  // namespace
}  // namespace calib::kernels::own
