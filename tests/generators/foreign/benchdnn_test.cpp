#include "foreign/benchdnn.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "foreign/benchdnn_problem.hpp"
#include "reading.hpp"

namespace calib::foreign {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Pair;

read_options of(const char* operation) { return {.operation = operation, .format = file_format::benchdnn}; }

std::string line(const std::string& problem, double avg_ms = 2) {
  return "perf,cpu,jit:avx2,\"a, b\"," + problem + ",0.1,0.05,1.5,100," + std::to_string(avg_ms) + ",90\n";
}

TEST(Benchdnn, ReadsProblemsOfConvolutions) {
  const auto found =
      parse_benchdnn_problem("--mode=P --conv --dir=FWD_I g2mb4_ic64ih56_oc32oh28_kh3sh2ph1dh0_n\"x y\"");
  EXPECT_EQ(found.driver, "conv");
  EXPECT_EQ(found.problem, "");
  EXPECT_EQ(found.options.at("dir"), "FWD_I");
  EXPECT_THAT(found.sizes,
              IsSupersetOf({Pair("batch", 4U), Pair("in_channels", 64U), Pair("in_h", 56U), Pair("in_w", 56U),
                            Pair("out_channels", 32U), Pair("kernel_w", 3U), Pair("stride_h", 2U), Pair("pad_top", 1U),
                            Pair("pad_bottom", 0U), Pair("dilation_h", 1U), Pair("groups", 2U)}));
}

TEST(Benchdnn, AddsThePaddingThatTheOutputTakes) {
  const auto stated = parse_benchdnn_problem("--conv ic1ih10oc1oh10kh4ph1");
  EXPECT_THAT(stated.sizes, IsSupersetOf({Pair("pad_top", 1U), Pair("pad_bottom", 2U)}));
  const auto found = parse_benchdnn_problem("--conv ic1ih10oc1oh10kh3dh1");
  EXPECT_THAT(found.sizes, IsSupersetOf({Pair("pad_top", 2U), Pair("pad_bottom", 2U), Pair("dilation_h", 2U)}));
  EXPECT_THAT(parse_benchdnn_problem("--conv ic1ih10oc1oh5kh1ph0").problem, HasSubstr("does not follow"));
}

TEST(Benchdnn, ReadsProducts) {
  EXPECT_THAT(parse_benchdnn_problem("--matmul 16x64:64x32n\"q\"").sizes,
              ElementsAre(Pair("k", 64U), Pair("m", 16U), Pair("n", 32U)));
  EXPECT_THAT(parse_benchdnn_problem("--matmul --dt=bf16 2x3x16x64:2x3x64x32").sizes, Contains(Pair("batch", 6U)));
  EXPECT_THAT(parse_benchdnn_problem("--ip mb112ic2048ih2oc1000").sizes,
              ElementsAre(Pair("k", 8192U), Pair("m", 112U), Pair("n", 1000U)));
  EXPECT_NE(parse_benchdnn_problem("--matmul 16x64:32x32").problem, "");
  EXPECT_NE(parse_benchdnn_problem("--matmul 2x16x64:1x64x32").problem, "");
}

TEST(Benchdnn, SaysWhyAProblemIsNoneOfOurs) {
  for (const char* const text : {"--conv ic1id4ih4oc1kd3kh3", "--conv ic1ih4oc1", "--pool ic1ih4kh2", "--conv",
                                 "--conv ic1?", "--conv ic1ih99999999999999999999oc1kh1"}) {
    EXPECT_NE(parse_benchdnn_problem(text).problem, "") << text;
  }
}

TEST(Benchdnn, ReadsReportsAndLeavesOtherLinesOut) {
  const auto found =
      read_as("run: x\n" + line("--conv mb1ic8ih8oc8kh3ph1n\"a, b\"") + "tests:1 passed:1\n", of("conv2d"));
  ASSERT_EQ(found.set.shapes.size(), 1U);
  EXPECT_DOUBLE_EQ(found.set.shapes[0].latency_s, 2e-3);
  EXPECT_EQ(found.rows, 1U);
  EXPECT_THAT(found.notes, Contains(HasSubstr("time_avg_ms")));
}

TEST(Benchdnn, ReadsTheTemplateThatTheFileStates) {
  const auto found = read_as("Output template: %desc%;%-time%\n16x64:64x32;0.5\n", of("gemm"));
  EXPECT_THAT(found.set.shapes.at(0).dims, ElementsAre(16U, 32U, 64U));
  EXPECT_DOUBLE_EQ(found.set.shapes[0].latency_s, 5e-4);
  EXPECT_THAT(refusal("Output template: perf,%name%,%-time%\n", of("gemm")), HasSubstr("lacks %prb%"));
}

TEST(Benchdnn, TakesProductsWithBatchesAsBatched) {
  const auto found = read_as(line("--matmul 2x16x64:2x64x32") + line("--matmul 16x64:64x32"), of("gemm"));
  EXPECT_EQ(found.set.operation, "batched_gemm");
  EXPECT_THAT(found.set.shapes.at(1).dims, ElementsAre(1U, 16U, 32U, 64U));
}

TEST(Benchdnn, CountsBackwardPassesAndOtherDriversAsBadRows) {
  EXPECT_THAT(refusal(line("--conv --dir=BWD_D mb1ic8ih8oc8kh3") + line("--conv mb1ic8ih8oc8kh3"), of("conv2d")),
              HasSubstr("a backward pass (BWD_D) is no conv2d"));
  EXPECT_THAT(refusal(line("--matmul 1x2:2x3") + line("--conv mb1ic8ih8oc8kh3"), of("conv2d")),
              HasSubstr("a problem of the driver matmul is no conv2d"));
  EXPECT_THAT(refusal(line("--conv mb1ic8ih8oc8kh3"), of("gemm")), HasSubstr("none of gemm"));
  EXPECT_THAT(refusal("m,n,k\n1,2,3\n", of("gemm")), HasSubstr("--mode=P"));
}

TEST(Benchdnn, TellsTypesApart) {
  std::string text;
  for (const int m : {16, 32, 64, 128}) {
    const std::string shape = std::to_string(m) + "x64:64x64";
    text += line("--matmul " + shape, m) + line("--matmul --dt=bf16:bf16:bf16 " + shape, m / 2.0);
  }
  EXPECT_THAT(refusal(text, of("gemm")), HasSubstr("column 'dt' tells them apart: f32, bf16:bf16:bf16"));
}

TEST(Benchdnn, TakesLatenciesFromTheReportsTimesAlone) {
  const auto found = read_as(line("--matmul --runtime_dims_masks=1:0 16x64:64x32"), of("gemm"));
  EXPECT_DOUBLE_EQ(found.set.shapes.at(0).latency_s, 2e-3);
}

}  // namespace
}  // namespace calib::foreign
