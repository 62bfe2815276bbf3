#include <gtest/gtest.h>

#include "sample_layers.hpp"

namespace calib::onnx {
namespace {

using namespace test;
using lines = std::vector<std::string>;

std::string truth(const std::string& name, bool value) {
  return raw_tensor(name, 9, {}, std::string(1, value ? 1 : 0));
}

// y = c ? relu(x) : tanh(x) exp
std::string choice(const names& initializers, const std::vector<size>& condition = {}) {
  const auto yes = a_graph({.nodes = {a_node("Relu", {"x"}, {"t"})}, .outputs = {info("t")}});
  const auto no =
      a_graph({.nodes = {a_node("Tanh", {"x"}, {"u"}), a_node("Exp", {"u"}, {"e"})}, .outputs = {info("e")}});
  names inputs{info("x", 1, {2, 3})};
  if (initializers.empty()) inputs.push_back(info("c", 9, condition));
  return a_model({.nodes = {a_node("If", {"c"}, {"v"}, {nested("then_branch", yes), nested("else_branch", no)}),
                            a_node("Sigmoid", {"v"}, {"y"})},
                  .inputs = inputs,
                  .outputs = {info("y")},
                  .initializers = initializers});
}

TEST(ControlFlow, AConstantChoosesTheBranch) {
  EXPECT_EQ(layers_of(choice({truth("c", true)})), (lines{"relu elements=6", "sigmoid elements=6"}));
  EXPECT_EQ(layers_of(choice({truth("c", false)})), (lines{"tanh elements=6", "exp elements=6", "sigmoid elements=6"}));
}

TEST(ControlFlow, TheUserChoosesWhereNoConstantDoes) {
  EXPECT_EQ(error_of(choice({})),
            "model.onnx: node \"v\" (If): chooses a branch by numbers that only an execution knows; give --branch "
            "v=then or --branch v=else");
  import_options options;
  options.branches = {{"v", "else"}};
  EXPECT_EQ(layers_of(choice({}), options), (lines{"tanh elements=6", "exp elements=6", "sigmoid elements=6"}));
}

struct loop_parts {
  std::string rounds = scalar("n", 5);
  std::string start = "";
  names body{a_node("Tanh", {"h"}, {"next"}), a_node("Relu", {"h"}, {"row"})};
  std::string on = a_node("Identity", {"go"}, {"on"});
  names outputs{"last", "rows"};
};

std::string loop(const loop_parts& p) {
  names body = p.body;
  body.push_back(p.on);
  const auto graph = a_graph({.nodes = body,
                              .inputs = {info("i"), info("go"), info("h")},
                              .outputs = {info("on"), info("next"), info("row")}});
  names initializers;
  if (!p.rounds.empty()) initializers.push_back(p.rounds);
  names outputs;
  for (const std::string& o : p.outputs) outputs.push_back(info(o));
  return a_model({.nodes = {a_node("Loop", {p.rounds.empty() ? "" : "n", p.start, "x"}, {"last", "rows"},
                                   {nested("body", graph)}, "repeat")},
                  .inputs = {info("x", 1, {2, 3})},
                  .outputs = outputs,
                  .initializers = initializers});
}

TEST(ControlFlow, ABodyCountsAsOftenAsItGoesRound) {
  EXPECT_EQ(layers_of(loop({})), (lines{"tanh elements=6 x5", "relu elements=6 x5"}));
}

// The rows of all rounds are read, the last state is not: but each row is made of a state.
TEST(ControlFlow, WhatTheNextRoundReadsIsComputed) {
  EXPECT_EQ(layers_of(loop({.outputs = {"rows"}})), (lines{"tanh elements=6 x5", "relu elements=6 x5"}));
  EXPECT_EQ(layers_of(loop({.rounds = scalar("n", 1), .outputs = {"rows"}})), (lines{"relu elements=6"}));
}

TEST(ControlFlow, RowsOfAllRoundsAreStacked) {
  EXPECT_EQ(inferred(loop({}), "rows").dims, (shape{5, 2, 3}));
  EXPECT_EQ(inferred(loop({}), "last").dims, (shape{2, 3}));
}

TEST(ControlFlow, NoRoundsTakeNoTime) {
  EXPECT_EQ(error_of(loop({.rounds = scalar("n", 0), .outputs = {"last"}})),
            "model.onnx: has no layers: all its results are constants; export the model again");
}

TEST(ControlFlow, RoundsThatOnlyAnExecutionKnowsAreGiven) {
  const std::string while_loop = loop({.rounds = "", .on = a_node("Not", {"i"}, {"on"})});
  EXPECT_EQ(error_of(while_loop),
            "model.onnx: node \"repeat\" (Loop): repeats its body as often as only an execution knows; give the number "
            "of rounds with --trips repeat=N");
  import_options options;
  options.trips = {{"repeat", 7}};
  EXPECT_EQ(layers_of(while_loop, options), (lines{"tanh elements=6 x7", "relu elements=6 x7"}));
}

TEST(ControlFlow, AConditionOfTheBodyMayEndIt) {
  EXPECT_EQ(error_of(loop({.on = a_node("Greater", {"i", "i"}, {"on"})})),
            "model.onnx: node \"repeat\" (Loop): repeats its body until a condition fails that only an execution "
            "knows; give the number of rounds with --trips repeat=N");
  EXPECT_EQ(error_of(loop({.rounds = scalar("n", INT64_MAX)})),
            "model.onnx: node \"repeat\" (Loop): repeats its body until a condition fails; give the number of rounds "
            "with --trips repeat=N");
}

TEST(ControlFlow, NotANumberIsNoNumberOfRounds) {
  const std::string nan{"\x00\x00\xc0\x7f", 4};
  EXPECT_EQ(error_of(loop({.rounds = raw_tensor("n", 1, {}, nan)})),
            "model.onnx: node \"repeat\" (Loop): repeats its body as often as only an execution knows; give the number "
            "of rounds with --trips repeat=N");
}

TEST(ControlFlow, StatesThatGrowAreRefused) {
  EXPECT_EQ(
      error_of(
          loop({.body = {a_node("Concat", {"h", "h"}, {"next"}, {whole("axis", 0)}), a_node("Relu", {"x"}, {"row"})}})),
      "model.onnx: node \"repeat\" (Loop): has \"h\" of 2x3 in its first round and of 4x3 in the next; unroll the "
      "loop before the export");
}

TEST(ControlFlow, LoopsInLoopsMultiply) {
  const auto inner = a_graph({.nodes = {a_node("Identity", {"go2"}, {"on2"}), a_node("Tanh", {"h2"}, {"next2"})},
                              .inputs = {info("i2"), info("go2"), info("h2")},
                              .outputs = {info("on2"), info("next2")}});
  EXPECT_EQ(layers_of(loop({.body = {a_node("Loop", {"n", "", "h"}, {"next"}, {nested("body", inner)}),
                                     a_node("Relu", {"h"}, {"row"})}})),
            (lines{"tanh elements=6 x25", "relu elements=6 x5"}));
}

TEST(ControlFlow, OptionsThatNameNothingAreRefused) {
  import_options options;
  options.trips = {{"repeats", 7}};
  EXPECT_EQ(error_of(loop({}), options),
            "model.onnx: has no Loop called \"repeats\", which --trips names; correct it; there are: \"repeat\"");
  options = {};
  options.branches = {{"v", "then"}};
  EXPECT_EQ(error_of(loop({}), options),
            "model.onnx: has no If called \"v\", which --branch names; correct it; there are: none");
  options = {};
  options.costs = {{"com.me.Foo", {"1", "2"}}};
  EXPECT_EQ(
      error_of(loop({}), options),
      "model.onnx: has no operator called \"com.me.Foo\", which --op-cost names; correct it; there are: \"Identity\", "
      "\"Loop\", \"Relu\", \"Tanh\"");
}

}  // namespace
}  // namespace calib::onnx
