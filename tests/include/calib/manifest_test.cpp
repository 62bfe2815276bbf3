#include "calib/manifest.hpp"

#include <gtest/gtest.h>

#include <boost/hana/at_key.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/size.hpp>
#include <map>
#include <string>

#include "tests/samples/compiled_profile.hpp"

namespace calib {
namespace {

namespace hana = boost::hana;

using box = profiles::sample_box;
using other = profiles::other_box;
using warm = setting::sample_1t_warm;
using cold = setting::sample_2t_cold;

template <class Op, class Setting>
constexpr auto key = hana::type_c<table_key<Op, Setting>>;

static_assert(contains<box, op::gemm<f32>> && contains<box, op::gemm<f32>, cold> && contains<box, op::copy<f64>>);
static_assert(!contains<box, op::gemm<f64>> && !contains<box, op::copy<f64>, cold> && !contains<box, op::copy<f32>>);

static_assert(decltype(hana::size(manifest<box>))::value == 6);
static_assert(hana::at_key(manifest<box>, key<op::gemm<f32>, warm>).knots == 72);
static_assert(hana::at_key(manifest<box>, key<op::gemm<f32>, cold>).facts.fitted);
static_assert(hana::at_key(manifest<box>, key<op::copy<f64>, warm>).facts.grade == 'A');

static_assert(decltype(hana::size(common_tables<box, other>))::value == 1);
static_assert(decltype(hana::contains(common_tables<box, other>, key<op::gemm<f32>, warm>))::value);
static_assert(decltype(hana::size(missing_tables<box, other>))::value == 5);
static_assert(decltype(hana::size(missing_tables<other, box>))::value == 1);
static_assert(decltype(hana::contains(missing_tables<other, box>, key<op::gemm<f64>, warm>))::value);
static_assert(decltype(hana::size(missing_tables<box, box>))::value == 0);

TEST(Manifest, DescribesEveryTable) {
  std::map<std::string, std::size_t> knots;
  hana::for_each(manifest<box>, [&](const auto& entry) {
    const table_description& d = hana::second(entry);
    knots[std::string(d.operation) + " " + std::string(facts(d.precision).name) + " " + std::string(d.setting)] =
        d.knots;
  });
  const std::map<std::string, std::size_t> expected{
      {"batched_gemm f32 sample_1t_warm", 36}, {"copy f64 sample_1t_warm", 5},   {"gemm f32 sample_1t_warm", 72},
      {"gemm f32 sample_2t_cold", 8},          {"linear f32 sample_1t_warm", 4}, {"dispatch f32 sample_1t_warm", 1},
  };
  EXPECT_EQ(knots, expected);
}

TEST(Manifest, CarriesTheFactsOfATable) {
  const table_description& d = hana::at_key(manifest<box>, key<op::gemm<f32>, warm>);
  EXPECT_EQ(d.facts.grade, 'B');
  EXPECT_EQ(d.facts.error.count, 120U);
  EXPECT_FALSE(d.facts.fitted);
}

TEST(Manifest, KnowsWhatAProfileContains) {
  EXPECT_TRUE((contains<box, op::gemm<f32>, cold>));
  EXPECT_FALSE((contains<box, op::copy<f64>, cold>));
}

TEST(Manifest, ComparesTwoProfiles) {
  std::size_t common = 0;
  hana::for_each(common_tables<box, other>, [&](auto k) {
    ++common;
    EXPECT_TRUE((std::is_same_v<typename decltype(k)::type, table_key<op::gemm<f32>, warm>>));
  });
  EXPECT_EQ(common, 1U);
  std::size_t missing = 0;
  hana::for_each(missing_tables<other, box>, [&](auto k) {
    ++missing;
    EXPECT_TRUE((std::is_same_v<typename decltype(k)::type, table_key<op::gemm<f64>, warm>>));
  });
  EXPECT_EQ(missing, 1U);
}

}  // namespace
}  // namespace calib
