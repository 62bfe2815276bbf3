#include "calibration/samples.hpp"

#include <gtest/gtest.h>

namespace calib::calibration {
namespace {

TEST(Samples, AreLinesThatSayWhereTheyComeFrom) {
  measure::timing plain{.round = 0, .wall_s = 2.5e-6, .clock_hz = 3e9};
  measure::timing counted = plain;
  counted.round = 3;
  counted.counted_cycles = 7500;
  counted.reason = measure::rejection::page_fault;
  checkpoint work;
  work.stages.resize(1);
  work.stages[0].tables = {
      {.id = {.setting = "openblas_1t_warm", .operation = "gemm", .precision = precision::f32},
       .shapes = {{.dims = {64, 32, 8}, .measured = {.batch = {}, .samples = {plain, counted}, .failure = ""}},
                  {.dims = {1, 1, 1}, .measured = {.batch = {}, .samples = {}, .failure = "no memory"}}}}};
  EXPECT_EQ(samples_csv(work),
            "setting,operation,precision,shape,round,wall_s,cycles,rejected\n"
            "openblas_1t_warm,gemm,f32,m=64 n=32 k=8,0,2.5e-06,,\n"
            "openblas_1t_warm,gemm,f32,m=64 n=32 k=8,3,2.5e-06,7500,page_fault\n");
}

TEST(Samples, OfNothingAreAHeader) {
  EXPECT_EQ(samples_csv({}), "setting,operation,precision,shape,round,wall_s,cycles,rejected\n");
}

}  // namespace
}  // namespace calib::calibration
