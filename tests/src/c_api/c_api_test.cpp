#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include "c_client.h"
#include "calib/calib.h"
#include "calib/op/list.hpp"

namespace calib {
namespace {

constexpr std::string_view json = R"({
  "schema": 1, "id": "c_box", "name": "A box",
  "settings": [
    {"id": "own_1t_warm", "backend": "own", "threads": 1, "cache": "warm",
     "peaks": {"flops_per_s": {"f32": 1e9}, "bandwidth_bytes_per_s": 1e9}},
    {"id": "own_2t_cold", "backend": "own", "threads": 2, "cache": "cold"}
  ],
  "default_setting": "own_1t_warm",
  "tables": [
    {"operation": "gemv", "precision": "f32", "setting": "own_1t_warm",
     "axes": [{"name": "m", "knots": [2, 10]}, {"name": "k", "knots": [1, 100]}],
     "latency_s": [8e-6, 305e-6, 24e-6, 321e-6],
     "error": {"method": "hold-out", "median": 0.02, "p95": 0.1, "count": 30}},
    {"operation": "relu", "precision": "f64", "setting": "own_2t_cold",
     "axes": [{"name": "elements", "knots": [1000]}], "latency_s": [1e-6]},
    {"operation": "dispatch", "precision": "f64", "setting": "own_2t_cold", "axes": [], "latency_s": [2e-7]}
  ]
})";

TEST(CInterface, AnswersAProgramInC) { EXPECT_EQ(c_client_asks(json.data(), json.size()), 0) << "line of c_client.c"; }

TEST(CInterface, RefusesWithAStatusAndASentence) {
  EXPECT_EQ(c_client_is_refused(json.data(), json.size()), 0) << "line of c_client.c";
}

TEST(CInterface, KeepsTheLastErrorOfEachThread) {
  double seconds = 0;
  EXPECT_EQ(calib_latency_dot(nullptr, CALIB_F32, 1, &seconds), CALIB_NO_PROFILE);
  const std::string mine = calib_last_error();
  std::thread([] { EXPECT_STREQ(calib_last_error(), ""); }).join();
  EXPECT_EQ(calib_last_error(), mine);
}

TEST(CInterface, HasAFunctionForEveryOperation) {
  std::ifstream file(CALIB_TEST_C_HEADER);
  const std::string header{std::istreambuf_iterator<char>(file), {}};
  ASSERT_FALSE(header.empty());
  for_each_operation<f32>(
      [&]<class Op>() { EXPECT_THAT(header, testing::HasSubstr("calib_latency_" + std::string{Op::name} + "(")); });
}

}  // namespace
}  // namespace calib
