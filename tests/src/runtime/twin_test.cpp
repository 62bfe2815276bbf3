/// The two mappers give the same answers, on a hand-written profile.

#include <gtest/gtest.h>

#include "compare_mappers.hpp"
#include "tests/samples/compiled_profile.hpp"
#include "twin.hpp"

namespace calib {
namespace {

TEST(Twins, AgreeOnEveryTable) {
  test::compare_profile<profiles::sample_box>(parse_profile(test::json_of<profiles::sample_box>()));
  test::compare_profile<profiles::other_box>(parse_profile(test::json_of<profiles::other_box>()));
}

TEST(Twins, AgreeOnWhatThereIs) {
  const loaded_profile loaded = parse_profile(test::json_of<profiles::sample_box>());
  using compiled = mapper<profiles::sample_box>;
  std::size_t tables = 0;
  for_each_type<all_precisions>([&]<class P>() {
    for_each_operation<P>([&]<class Op>() {
      EXPECT_EQ(loaded.has<Op>(), compiled::has<Op>) << Op::name;
      EXPECT_EQ(loaded.contains(Op::name, P::id), compiled::has<Op>) << Op::name;
      tables += loaded.has<Op>() ? 1 : 0;
    });
  });
  EXPECT_EQ(tables, 5u);
}

}  // namespace
}  // namespace calib
