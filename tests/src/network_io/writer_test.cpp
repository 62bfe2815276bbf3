#include "network_io/writer.hpp"

#include <gtest/gtest.h>

#include <ostream>

#include "network_io/reader.hpp"
#include "tests/src/network_io/sample_network.hpp"
#include "tests/src/profile_io/expect_fault.hpp"

namespace calib {
namespace network_io {

/// What a comparison that fails shows.
void PrintTo(const network_data& n, std::ostream* out) { *out << write_network(n); }

}  // namespace network_io

namespace {

using network_io::network_data;
using network_io::parse_network;
using network_io::write_network;

TEST(NetworkWriter, LaysOutOneLayerToALine) { EXPECT_EQ(write_network(test::sample_network()), test::sample_json); }

TEST(NetworkWriter, WhatItWritesReadsBackEqual) {
  EXPECT_EQ(parse_network(write_network(test::sample_network()), "sample.json"), test::sample_network());
}

TEST(NetworkWriter, PutsThePrecisionOfMostLayersAtTheTop) {
  network_data n = test::sample_network();
  for (std::size_t i = 0; i < 4; ++i) n.layers[i].precision = precision::bf16;
  const std::string text = write_network(n);
  EXPECT_NE(text.find("\n  \"precision\": \"bf16\",\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\"operation\": \"attention_decode\", \"precision\": \"f32\""), std::string::npos) << text;
  EXPECT_EQ(parse_network(text, "sample.json"), n);
}

TEST(NetworkWriter, SaysASizeThatIsNotTheDefault) {
  network_data n = test::sample_network();
  n.layers[0].sizes[7] = {2, {}};      // stride
  n.layers[0].sizes[8] = {1, {0, 1}};  // pad: no default, even if it is 1 at times
  n.layers[0].sizes[15] = {3, {}};     // pad_left
  const std::string text = write_network(n);
  EXPECT_NE(text.find("\"stride\": 2, \"pad\": \"seq_len\", \"pad_left\": 3}"), std::string::npos) << text;
  EXPECT_EQ(parse_network(text, "sample.json"), n);
}

TEST(NetworkWriter, WritesANetworkOfOneLayerWithoutSymbols) {
  network_data n;
  n.id = "one";
  n.name = "One";
  n.layers.push_back({.name = "relu",
                      .kind = "",
                      .operation = "relu",
                      .sizes = {{10, {}}},
                      .inputs = {},
                      .output = {10, {}},
                      .parameters = {}});
  const std::string text = write_network(n);
  EXPECT_EQ(text, R"({
  "schema": 1,
  "id": "one",
  "name": "One",
  "precision": "f32",
  "inputs": [],
  "layers": [
    {"name": "relu", "operation": "relu", "sizes": {"elements": 10}, "inputs": [], "output": 10}
  ]
}
)");
  EXPECT_EQ(parse_network(text, "one.json"), n);
}

TEST(NetworkWriter, RefusesWhatTheReaderWould) {
  const auto refused = [](auto change, profile_fault code, std::string_view pointer, std::string_view remedy_part) {
    network_data n = test::sample_network();
    change(n);
    test::expect_fault([&] { static_cast<void>(write_network(n)); }, code, pointer, remedy_part);
  };
  using enum profile_fault;
  refused([](network_data& n) { n.id = "my-net"; }, bad_identifier, "/id", "ASCII letters");
  refused([](network_data& n) { n.layers[3].inputs[1] = 3; }, wrong_value, "/layers/3/inputs/1", "no cycles");
  refused([](network_data& n) { n.layers[3].inputs[1] = 6; }, wrong_value, "/layers/3/inputs/1", "name an input");
  refused([](network_data& n) { n.layers[3].inputs[0] = -3; }, wrong_value, "/layers/3/inputs/0", "under /inputs");
  refused([](network_data& n) { n.layers[2].sizes.pop_back(); }, wrong_length, "/layers/2/sizes", "rows, cols");
  refused([](network_data& n) { n.layers[2].sizes[0].powers[2] = 1; }, wrong_value, "/layers/2/sizes/rows",
          "under /symbols");
  refused(
      [](network_data& n) {
        n.layers[2].output = {largest_size + 1, {}};
      },
      wrong_value, "/layers/2/output", "smaller size");
  refused([](network_data& n) { n.layers[2].output = {0, {1}}; }, wrong_value, "/layers/2/output", "write 0");
  refused([](network_data& n) { n.name = "\xff"; }, wrong_value, "", "UTF-8");
}

}  // namespace
}  // namespace calib
