/// Networks that are priced between companies, at compile time and at run time.

#include "calib/network/company.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>

#include "calib/loaded_network.hpp"
#include "calib/network/price.hpp"
#include "calib/networks/small_net.hpp"
#include "calib/profiles/company_box.hpp"
#include "runtime/company_settings.hpp"

namespace calib {
namespace {

template <class Setting>
using in = mapper<profiles::company_box, Setting, fallback::roofline>;
using small = in<setting::own_1t_network_1mb>;
using large = in<setting::own_1t_network_256mb>;
using box = company<small, in<setting::own_1t_network_16mb>, large>;

const fallback_list roofline{fallback_step::roofline()};
loaded_profile company_box() { return load_profile(CALIB_TEST_COMPANY_BOX); }
network small_net() { return load_network(CALIB_TEST_SMALL_NET); }

TEST(Company, LogarithmsAreThoseOfTheLibrary) {
  for (const double value : {1.0, 1.5, 1.9999, 2.0, 3.0, 1e3, 16777216.0, 1e9, 1e18}) {
    EXPECT_NEAR(detail::log2_of(value), std::log2(value), 1e-9) << value;
  }
}

TEST(Company, AStepOfWeightsIsAsFarAsTheNetworkReaches) {
  constexpr std::array<double, 3> companies{20, 24, 28};
  const auto between = detail::place_of(100, 0, 0x1p22, companies);
  EXPECT_EQ(between.first, 0U);
  EXPECT_NEAR(between.toward_next, 0.5, 1e-9);
  const auto beyond = detail::place_of(100, 0, 0x1p40, companies);
  EXPECT_EQ(beyond.first, 1U);
  EXPECT_EQ(beyond.toward_next, 1.0);
}

TEST(Company, AStepWithoutWeightsIsInTheSmallest) {
  constexpr std::array<double, 3> companies{20, 24, 28};
  const auto near = detail::place_of(0, 100, 0x1p27, companies);
  EXPECT_EQ(near.first, 0U);
  EXPECT_EQ(near.toward_next, 0.0);
  const auto half = detail::place_of(50, 50, 0x1p26, companies);  // 20 and half of the 6 to 26
  EXPECT_EQ(half.first, 0U);
  EXPECT_NEAR(half.toward_next, 0.75, 1e-9);
}

TEST(Company, BothWorldsGiveTheSameBits) {
  const loaded_profile profile = company_box();
  const network net = small_net();
  const priced_network ready(profile, net, "own_1t_network", roofline);
  for (const std::size_t batch : {1U, 3U, 8U, 64U}) {
    const auto described = networks::small_net(batch);
    const network_estimate e = price(profile, net, {.batch = batch}, "own_1t_network", roofline);
    EXPECT_EQ(e.latency, latency<box>(described)) << batch;
    EXPECT_EQ(ready.latency({.batch = batch}), latency<box>(described)) << batch;
    const auto steps = breakdown<box>(described);
    ASSERT_EQ(e.steps.size(), steps.size());
    for (std::size_t i = 0; i < steps.size(); ++i) EXPECT_EQ(e.steps[i].once, steps[i].once) << steps[i].name;
  }
}

TEST(Company, APriceIsBetweenThoseOfTheEnds) {
  constexpr auto net = networks::small_net(8);
  static_assert(latency<box>(net) > latency<small>(net));
  static_assert(latency<box>(net) < latency<large>(net));
  EXPECT_GT(latency<box>(net), latency<small>(net));
}

TEST(Company, ClaimsNoErrorBetweenAnswersOfWhichOneIsExtrapolated) {
  const estimate known{.latency = seconds{1}, .source = source::interpolated, .error = {0.1, 0.2, 9}};
  const estimate beyond{.latency = seconds{2}, .source = source::extrapolated};
  EXPECT_EQ(detail::between_estimates(known, beyond, 0.5).error, error_band{});
  EXPECT_EQ(detail::between_estimates(beyond, known, 0.5).error, error_band{});
  EXPECT_EQ(detail::between_estimates(known, known, 0.5).error, known.error);
}

TEST(Company, AnIdStandsForAllCompaniesOfItsLibrary) {
  const loaded_profile profile = company_box();
  const auto all = detail::settings_for_networks(profile, "own_1t_network");
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0]->id, "own_1t_network_1mb");
  EXPECT_EQ(all[2]->id, "own_1t_network_256mb");
  EXPECT_EQ(detail::settings_for_networks(profile, ""), all);  // of the default's library and threads
  ASSERT_EQ(detail::settings_for_networks(profile, "own_1t_warm").size(), 1U);
  ASSERT_EQ(detail::settings_for_networks(profile, "own_1t_network_16mb").size(), 1U);
  EXPECT_THROW(static_cast<void>(detail::settings_for_networks(profile, "own_2t")), no_table_error);
  // Less than the whole of what they have in common could be of several libraries or numbers of threads.
  EXPECT_THROW(static_cast<void>(detail::settings_for_networks(profile, "own")), no_table_error);
  EXPECT_THROW(static_cast<void>(detail::settings_for_networks(profile, "own_1t")), no_table_error);
}

}  // namespace
}  // namespace calib
