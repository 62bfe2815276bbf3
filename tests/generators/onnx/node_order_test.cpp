#include "onnx/node_order.hpp"

#include <gtest/gtest.h>

#include "inferred.hpp"

namespace calib::onnx {
namespace {

using namespace test;

names order_of(const std::string& bytes) {
  names order;
  const model m = read_model(bytes);
  for (const node& n : m.main.nodes) order.emplace_back(n.name);
  return order;
}

TEST(NodeOrder, PutsEachNodeBehindThoseItReads) {
  const auto bytes =
      a_model({.nodes = {a_node("Relu", {"b"}, {"c"}), a_node("Relu", {"a"}, {"b"}), a_node("Relu", {"x"}, {"a"})},
               .inputs = {info("x", 1, {4})},
               .outputs = {info("c")}});
  EXPECT_EQ(order_of(bytes), (names{"a", "b", "c"}));
}

TEST(NodeOrder, KeepsTheOrderOfTheFileWhereItCan) {
  const auto bytes =
      a_model({.nodes = {a_node("Relu", {"x"}, {"b"}), a_node("Relu", {"x"}, {"a"}), a_node("Add", {"a", "b"}, {"c"})},
               .inputs = {info("x", 1, {4})},
               .outputs = {info("c")}});
  EXPECT_EQ(order_of(bytes), (names{"b", "a", "c"}));
}

TEST(NodeOrder, WaitsForWhatNestedGraphsRead) {
  const auto branch = a_graph({.nodes = {a_node("Relu", {"late"}, {"r"})}, .outputs = {info("r")}});
  const auto bytes =
      a_model({.nodes = {a_node("If", {"c"}, {"y"}, {nested("then_branch", branch), nested("else_branch", branch)}),
                         a_node("Relu", {"x"}, {"late"})},
               .inputs = {info("x", 1, {4}), info("c", 9, {1})},
               .outputs = {info("y")}});
  EXPECT_EQ(order_of(bytes), (names{"late", "y"}));
}

}  // namespace
}  // namespace calib::onnx
