#include "kernels/external/conformance.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calib/op/list.hpp"
#include "fake_engine.hpp"
#include "kernels/external/engine_error.hpp"

namespace calib::external {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

/// The names of the checks that the fake engine of this mode fails.
std::vector<std::string> failed(const std::string& mode, const std::string& request = "run") {
  engine_limits limits = short_run();
  limits.bye = channel::seconds{1};
  std::vector<std::string> names;
  const bool passed = check_engine(fake(mode, request), limits, [&](const conformance_line& line) {
    if (!line.passed) names.push_back(line.name);
  });
  EXPECT_EQ(passed, names.empty());
  return names;
}

TEST(Conformance, PassesAGoodEngine) { EXPECT_THAT(failed("good"), IsEmpty()); }

TEST(Conformance, FindsAnEngineThatDiesOfNonsense) { EXPECT_THAT(failed("fragile"), Contains("the engine lives on")); }

TEST(Conformance, FindsAWrongResult) {
  EXPECT_THAT(failed("wrong_result", "check"), Contains("results are within their tolerances"));
}

TEST(Conformance, FindsAnEngineThatAcceptsEverything) {
  EXPECT_THAT(failed("accepts_all", "prepare"), Contains("an unknown operation is refused alone"));
}

TEST(Conformance, FindsALiar) { EXPECT_THAT(failed("too_long"), Contains("the engine lives on")); }

TEST(Conformance, FindsAnEngineThatDoesNotEnd) { EXPECT_THAT(failed("never_ends"), Contains("it ends at bye")); }

TEST(Conformance, ThrowsWhereThereIsNoEngine) {
  EXPECT_THROW(check_engine("/no/such/engine", {}, [](const conformance_line&) {}), engine_start_error);
}

TEST(Conformance, HasASmallShapeOfEachOperation) {
  for_each_operation<f32>([]<class Op>() {
    const auto dims = small_shape(Op::name);
    ASSERT_TRUE(dims) << Op::name;
    EXPECT_EQ(dims->size(), rank<Op>) << Op::name;
  });
  EXPECT_FALSE(small_shape("no_such_operation"));
}

}  // namespace
}  // namespace calib::external
