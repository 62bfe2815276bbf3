// What a new operation needs besides its type: fails for each operation of op/list.hpp that lacks one of them.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "calib/op/list.hpp"
#include "kernels/kernel.hpp"
#include "kernels/operands/attention.hpp"
#include "kernels/operands/axpy.hpp"
#include "kernels/operands/batched_gemm.hpp"
#include "kernels/operands/convolution.hpp"
#include "kernels/operands/dot.hpp"
#include "kernels/operands/elementwise.hpp"
#include "kernels/operands/gemm.hpp"
#include "kernels/operands/gemv.hpp"
#include "kernels/operands/linear.hpp"
#include "kernels/operands/move.hpp"
#include "kernels/operands/planes.hpp"
#include "kernels/operands/pooling.hpp"
#include "kernels/operands/row_wise.hpp"
#include "kernels/operands/stream.hpp"
#include "kernels/typed_kernel.hpp"
#include "plan/grids.hpp"

namespace calib {
namespace {

/// The text of a file of the source tree; empty if there is none.
std::string text_of(const char* file) {
  std::ifstream in(std::string{CALIB_SOURCE_DIR "/"} + file);
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// The measured operations for which `holds.template operator()<Op>()` is false.
template <class Holds>
std::vector<std::string_view> operations_without(Holds holds) {
  std::vector<std::string_view> lacking;
  for_each_operation<f32>([&]<Operation Op>() {
    if (!holds.template operator()<Op>()) lacking.push_back(Op::name);
  });
  return lacking;
}

const std::vector<std::string_view> none;

TEST(EveryOperation, IsInTheSchemaOfProfiles) {
  const std::string schema = text_of("profiles/schema.json");
  const std::size_t begin = schema.find(R"("enum": [)", schema.find(R"("operation": {)"));
  ASSERT_NE(begin, std::string::npos);
  const std::string names = schema.substr(begin, schema.find(']', begin) - begin);
  // That the schema knows their axes, calib_test_schema.validate sees.
  EXPECT_EQ(operations_without(
                [&]<Operation Op>() { return names.find('"' + std::string{Op::name} + '"') != std::string::npos; }),
            none);
  for_each_operation<f32>([&]<Operation Op>() {
    const std::string quoted = '"' + std::string{Op::name} + '"';
    EXPECT_NE(schema.find(quoted, begin + names.size()), std::string::npos) << quoted << " has no rule for its axes";
  });
}

TEST(EveryOperation, HasItsWorkCountedByHand) {
  const std::string counted =
      text_of("tests/include/calib/operation_test.cpp") + text_of("tests/include/calib/lowering_test.cpp");
  EXPECT_EQ(operations_without([&]<Operation Op>() {
              const std::string name{Op::name};
              return counted.find("op::" + name + '<') != std::string::npos ||
                     counted.find('"' + name + '"') != std::string::npos;  // as the form that carries a shape out
            }),
            none);
}

TEST(EveryOperation, HasAGrid) {
  for (const plan::effort how_much : {plan::effort::quick, plan::effort::full}) {
    EXPECT_EQ(operations_without([&]<Operation Op>() {
                const auto grid = plan::grid_for(Op::name, "any", how_much);
                return grid && std::ranges::equal(*grid, Op::dimensions, {}, &profile_io::axis_data::name);
              }),
              none);
  }
}

TEST(EveryOperation, HasAKernel) {
  std::set<std::string_view> offered;
  const auto backends = kernels::all_backends();
  for (const auto& backend : backends) {
    for (const auto& kernel : backend->kernels()) offered.insert(kernel->operation());
  }
  EXPECT_EQ(operations_without([&]<Operation Op>() { return offered.contains(Op::name); }), none);
}

// A check that lets pass what was never computed checks nothing.
TEST(EveryOperation, HasACheckThatRefusesAKernelThatDoesNothing) {
  std::size_t checked = 0;
  EXPECT_EQ(operations_without([&]<Operation Op>() {
              if constexpr (rank<Op> == 0) {
                return true;  // carried out by another operation's kernel: kernels/smallest_call.hpp
              } else {
                const auto idle =
                    kernels::make_kernel<Op>("idle", [](const Op&) { return [](kernels::operands<Op>&) {}; });
                const std::vector<std::size_t> shape(rank<Op>, Op::dimensions[0] == "bytes" ? 96 : 4);
                ++checked;
                return !idle->prepare(shape, 5)->check().ok();
              }
            }),
            none);
  EXPECT_GE(checked, 42U);
}

}  // namespace
}  // namespace calib
