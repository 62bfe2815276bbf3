#include "network_validation.hpp"

#include <gmock/gmock.h>

namespace calib::tool {
namespace {

using testing::HasSubstr;
using testing::Not;

measure::result took(double seconds) {
  measure::result out;
  out.normalised = {.median = seconds, .low = 0.9 * seconds, .high = 1.1 * seconds, .coverage = 0.95};
  out.as_it_comes_s = 1.5 * seconds;
  out.accepted = 30;
  out.rejected = 10;
  return out;
}

step_estimate step(std::string_view name, double seconds) {
  return {.name = name, .operation = "conv2d", .layers = 2, .times = 1, .latency = calib::seconds{seconds}};
}

// conv is executed as two nodes, relu by none, and a node is no layer.
network_validation compared() {
  network_estimate estimate;
  estimate.latency = calib::seconds{0.010};
  estimate.steps = {step("conv", 0.007), step("fc", 0.002), step("relu", 0.001)};
  calibration::measured_network measured;
  measured.nodes = {{"conv", "Conv"}, {"bias", "Add"}, {"fc", "Gemm"}, {"Cast_1", "Cast"}};
  measured.each = {took(0.007), took(0.001), took(0.002), took(0.0005)};
  measured.extra = took(0.0004);
  measured.total = took(0.0125);
  network_validation found = compare(estimate, measured, {0, 0, 1, static_cast<std::size_t>(-1)});
  found.network = "net";
  found.profile = "box";
  found.setting = "onednn_1t_network";
  found.sizes = "batch=1";
  found.executed_by = "somebody";
  return found;
}

TEST(NetworkValidation, SumsTheNodesOfEachStep) {
  const network_validation found = compared();
  EXPECT_NEAR(found.error(), 0.010 / 0.0125 - 1, 1e-12);
  EXPECT_EQ(found.steps[0].measured_s, 0.008);
  EXPECT_EQ(found.steps[1].measured_s, 0.002);
  EXPECT_EQ(found.steps[2].measured_s, std::nullopt);
  ASSERT_EQ(found.others.size(), 1U);
  EXPECT_EQ(found.others[0].name, "Cast_1");
  EXPECT_DOUBLE_EQ(found.undisturbed_share(), 0.75);
}

// With neighbours in every round, their readings of the clock correct nothing.
TEST(NetworkValidation, IsAsItComesWhereEveryRoundWasDisturbed) {
  calibration::measured_network measured;
  measured.nodes = {{"conv", "Conv"}};
  measure::result disturbed = took(0.010);
  disturbed.wall = {.median = 0.012, .low = 0.011, .high = 0.014, .coverage = 0.95};
  disturbed.accepted = 0;
  disturbed.from_rejected = true;
  measured.each = {disturbed};
  measured.total = disturbed;
  network_estimate estimate;
  estimate.latency = calib::seconds{0.012};
  estimate.steps = {step("conv", 0.012)};
  const network_validation found = compare(estimate, measured, {0});
  EXPECT_EQ(found.measured_s, 0.012);
  EXPECT_EQ(found.low_s, 0.011);
  EXPECT_EQ(found.steps[0].measured_s, 0.012);
  EXPECT_EQ(found.undisturbed, 0U);
}

TEST(NetworkValidation, TheGapAddsUp) {
  const network_validation found = compared();
  double estimated = 0, measured = 0;
  for (const gap_part& part : gap_of(found)) {
    estimated += part.estimated_s;
    measured += part.measured_s;
  }
  EXPECT_DOUBLE_EQ(estimated, found.estimated_s);
  EXPECT_DOUBLE_EQ(measured, found.measured_s);
}

TEST(NetworkValidation, TextSaysWhatExplainsTheGap) {
  const std::string text = text_of(compared(), false);
  for (const char* const line :
       {"net batch=1 on box, onednn_1t_network; run by somebody", "estimated 10.0 ms, measured 12.5 ms",
        "error -20.0 %", "40 rounds, 75.0 % of them undisturbed; 18.8 ms as it comes",
        "steps without a node of their own", "nodes that are no layer", "reorders between layouts", "between the nodes",
        "not seen"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST(NetworkValidation, SaysWhereNothingWasUndisturbedOrNoNodeIsKnown) {
  network_validation found = compared();
  EXPECT_THAT(text_of(found, true), Not(HasSubstr("No round was undisturbed")));
  found.undisturbed = 0;
  for (validated_step& one : found.steps) one.measured_s.reset();
  EXPECT_THAT(text_of(found, true), HasSubstr("No round was undisturbed"));
  EXPECT_THAT(text_of(found, true), HasSubstr("does not tell its nodes"));
}

TEST(NetworkValidation, SummaryHasMeanAndWorst) {
  network_validation other = compared();
  other.measured_s = other.estimated_s / 1.1;
  const std::vector<network_validation> both{compared(), other};
  EXPECT_THAT(summary_of(both), HasSubstr("2 networks: mean error 15.0 %, worst 20.0 %"));
  EXPECT_THAT(json_of(both), HasSubstr("\"worst_error\""));
}

}  // namespace
}  // namespace calib::tool
