#include "network_io/numbered.hpp"

#include <gtest/gtest.h>

#include <string>

#include "network_io/reader.hpp"

namespace calib::network_io {
namespace {

/// x * sigmoid(x), the sigmoid so often.
numbered_network gated(const std::string& times_of_sigmoid) {
  return number(parse_network(R"({"schema": 1, "id": "net", "name": "A network", "precision": "f32",
    "inputs": [{"name": "x", "elements": 64}],
    "layers": [
      {"name": "gate", "operation": "sigmoid", "sizes": {"elements": 64}, "inputs": ["x"], "output": 64, "times": )" +
                                  times_of_sigmoid + R"(},
      {"name": "product", "operation": "mul", "sizes": {"elements": 64}, "inputs": ["x", "gate"], "output": 64,
       "times": 3}]})",
                              "net.json"));
}

TEST(NumberedNetwork, LayersOfAPatternAreAGroup) {
  const numbered_network net = gated("3");
  ASSERT_EQ(net.groups.size(), 1U);
  EXPECT_EQ(net.groups[0].what, fusion::silu_parts);
  EXPECT_EQ(net.groups[0].last, 1U);
}

TEST(NumberedNetwork, LayersThatRepeatDifferentlyAreNone) { EXPECT_TRUE(gated("4").groups.empty()); }

}  // namespace
}  // namespace calib::network_io
