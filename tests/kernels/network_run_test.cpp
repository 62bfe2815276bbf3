// Networks that oneDNN executes, step after step.

#include "kernels/network_run.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "calib/op/list.hpp"
#include "kernels/backends.hpp"
#include "kernels/network_step.hpp"
#include "kernels/onednn/joined_step.hpp"
#include "kernels/onednn/tensors.hpp"

namespace calib::kernels {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr std::size_t plenty = std::size_t{1} << 30U;

template <class Op>
network_step step(std::string name, std::vector<std::size_t> dims, std::vector<std::int32_t> inputs,
                  std::size_t outputs) {
  network_step out{.name = std::move(name), .operation = std::string{Op::name}, .precision = precision_of<Op>};
  out.dimensions = Op::dimensions;
  out.dims = std::move(dims);
  out.dims.resize(out.dimensions.size());
  out.inputs = std::move(inputs);
  out.outputs = outputs;
  return out;
}

// An image of 16 x 16, its edge by two strided windows, and a linear layer.
std::vector<network_step> small_network() {
  using conv = op::conv2d<f32>;
  std::vector<network_step> all;
  all.push_back(step<conv>("conv1", {1, 3, 16, 16, 16, 3, 3, 1, 1, 1, 1}, {-1}, 16 * 16 * 16));
  all.back().then_relu = true;
  all.push_back(step<op::max_pool<f32>>("pool", {1, 16, 16, 16, 2, 2}, {0}, 16 * 8 * 8));
  all.push_back(step<conv>("conv2", {1, 16, 8, 8, 16, 3, 3, 1, 1, 1, 1}, {1}, 16 * 8 * 8));
  all.push_back(step<op::add<f32>>("add", {16 * 8 * 8}, {1, 2}, 16 * 8 * 8));
  all.push_back(step<op::concat<f32>>("concat", {4 * 2 * 16 * 8 * 8 * 2}, {3, 2}, 2 * 16 * 8 * 8));
  all.push_back(step<op::linear<f32>>("linear", {1, 10, 2 * 16 * 8 * 8}, {4}, 10));
  all.push_back(step<op::softmax<f32>>("softmax", {1, 10}, {5}, 10));
  return all;
}

TEST(NetworkRun, TellsWhatEachStepTakes) {
  const auto run = make_onednn()->make_network(small_network(), 1, plenty);
  ASSERT_NE(run, nullptr);
  for (int round = 0; round < 3; ++round) {
    const network_round seen = run->run();
    ASSERT_EQ(seen.latency_s.size(), 7U);
    double sum = seen.reorders_s;
    for (const double one : seen.latency_s) {
      EXPECT_GT(one, 0);
      sum += one;
    }
    EXPECT_LE(sum, seen.total_s * (1 + 1e-9));
  }
}

TEST(NetworkRun, ReordersWhereTheNextStepWantsAnotherLayout) {
  // The linear layer reads a dense row of what convolutions left in blocks.
  const auto run = make_onednn()->make_network(small_network(), 1, plenty);
  EXPECT_GE(run->reorders(), 1U);
  const std::vector<network_step> plain{step<op::linear<f32>>("one", {4, 8, 16}, {-1}, 32),
                                        step<op::linear<f32>>("two", {4, 8, 8}, {0}, 32)};
  const auto dense = make_onednn()->make_network(plain, 1, plenty);
  EXPECT_EQ(dense->reorders(), 0U);
  EXPECT_EQ(dense->run().reorders_s, 0);
}

std::vector<float> result_of(const std::vector<network_step>& steps) {
  const auto run = make_onednn()->make_network(steps, 1, plenty);
  run->run();
  return run->result();
}

TEST(NetworkRun, NoStepOverwritesWhatIsStillToBeRead) {
  const auto sum = [](std::vector<std::int32_t> inputs) { return step<op::add<f32>>("sum", {64}, inputs, 64); };
  const network_step x = step<op::sigmoid<f32>>("x", {64}, {}, 64);
  const std::vector<float> values = result_of({x});
  // Doubled three times, and x again: sums in between are as large, and nobody reads them any more.
  const std::vector<float> nine = result_of({x, sum({0, 0}), sum({1, 1}), sum({2, 2}), sum({3, 0})});
  for (std::size_t i = 0; i < 64; ++i) EXPECT_NEAR(nine[i], 9 * values[i], 1e-5);
}

TEST(NetworkRun, StepsComputeWhatTheyAreNamedAfter) {
  const network_step x = step<op::sigmoid<f32>>("x", {64}, {}, 64);
  const std::vector<float> values = result_of({x});
  const std::vector<float> sums = result_of({x, step<op::add<f32>>("sum", {64}, {0, 0}, 64)});
  const std::vector<float> squares = result_of({x, step<op::mul<f32>>("square", {64}, {0, 0}, 64)});
  for (std::size_t i = 0; i < 64; ++i) {
    EXPECT_FLOAT_EQ(sums[i], 2 * values[i]);
    EXPECT_FLOAT_EQ(squares[i], values[i] * values[i]);
  }
  network_step linear = step<op::linear<f32>>("linear", {1, 32, 64}, {0}, 32);
  const auto least = [&] { return std::ranges::min(result_of({x, linear})); };
  EXPECT_LT(least(), 0);
  linear.then_relu = true;
  EXPECT_EQ(least(), 0);
}

TEST(NetworkRun, ReadsTheFirstElementsOfALargerResult) {
  const network_step x = step<op::sigmoid<f32>>("x", {64}, {}, 64);
  const std::vector<float> all = result_of({x});
  const std::vector<float> rows = result_of({x, step<op::softmax<f32>>("rows", {4, 8}, {0}, 32)});
  ASSERT_EQ(rows.size(), 32U);
  for (std::size_t i = 1; i < 8; ++i) EXPECT_NEAR(rows[i] / rows[0], std::exp(all[i] - all[0]), 1e-5);
}

TEST(NetworkRun, StepsOfAnotherPrecisionReadWhatTheyCanCompute) {
  network_step half = step<op::linear<bf16>>("half", {4, 8, 8}, {0}, 32);
  const auto run =
      make_onednn()->make_network(std::vector{step<op::linear<f32>>("one", {4, 8, 16}, {-1}, 32), half}, 1, plenty);
  EXPECT_EQ(run->reorders(), 1U);
  EXPECT_EQ(run->result().size(), 32U);
}

TEST(NetworkRun, KeepsToTheMemoryItMayUse) {
  const auto make = [](std::size_t most_bytes) { make_onednn()->make_network(small_network(), 1, most_bytes); };
  EXPECT_NO_THROW(make(plenty));
  EXPECT_THAT([&] { make(std::size_t{64} << 10U); }, ThrowsMessage<std::invalid_argument>(HasSubstr("may be used")));
  // One step after another: what they hold together is far more than what is alive at a time.
  std::vector<network_step> chain{step<op::relu<f32>>("0", {1 << 20}, {}, 1 << 20)};
  for (std::int32_t i = 1; i < 50; ++i) {
    chain.push_back(step<op::relu<f32>>(std::to_string(i), {1 << 20}, {i - 1}, 1 << 20));
  }
  EXPECT_NO_THROW(make_onednn()->make_network(chain, 1, std::size_t{20} << 20U));
}

TEST(NetworkRun, RunsAloneWhatNoPrimitiveJoins) {
  auto streams = make_own_stream();
  const auto kernels = streams->kernels();
  const auto gather = std::ranges::find_if(kernels, [](const auto& one) { return one->operation() == "gather"; });
  ASSERT_NE(gather, kernels.end());
  std::vector<network_step> steps{step<op::gather<f32>>("embedding", {8, 16}, {}, 128),
                                  step<op::layer_norm<f32>>("norm", {8, 16}, {0}, 128)};
  const auto onednn = make_onednn();
  EXPECT_THAT([&] { onednn->make_network(steps, 1, plenty); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("step embedding: nothing here runs gather in f32")));
  steps.front().alone = {gather->get(), {8, 16}};
  EXPECT_GT(onednn->make_network(steps, 1, plenty)->run().latency_s.front(), 0);
}

TEST(NetworkRun, BackendsOfOperationsHaveNone) {
  EXPECT_EQ(make_openblas()->make_network(small_network(), 1, plenty), nullptr);
}

TEST(Tensors, MemoryThatNobodyReadsAnyMoreIsUsedAgain) {
  onednn::tensors made{dnnl::engine{dnnl::engine::kind::cpu, 0}, 1, plenty};
  const auto floats = [](std::size_t count) { return onednn::flat(count, precision::f32); };
  const auto place = [](const dnnl::memory& one) { return one.get_data_handle(); };
  const dnnl::memory first = made.result(floats(100)), beside = made.result(floats(100));
  EXPECT_NE(place(first), place(beside));
  made.keep_until(2, first);
  made.begin(1);
  EXPECT_EQ(place(made.result(floats(60))), place(beside));
  EXPECT_NE(place(made.result(floats(60))), place(first));  // read by step 2
  made.begin(3);
  EXPECT_NE(place(made.result(floats(101))), place(first));  // too small
  EXPECT_NE(place(made.result(floats(40))), place(first));   // would waste it
  EXPECT_EQ(place(made.result(floats(90))), place(first));
}

TEST(Tensors, ResultsBesideImagesGetTheirLayout) {
  // A sum of an image in blocks and of rows: oneDNN adds layouts that differ by its reference.
  using type = dnnl::memory::data_type;
  using tag = dnnl::memory::format_tag;
  onednn::tensors made{dnnl::engine{dnnl::engine::kind::cpu, 0}, 1, plenty};
  const dnnl::memory image = made.filled({{1, 32, 4, 4}, type::f32, tag::aBcd16b});
  const dnnl::memory rows = made.filled({{16, 32}, type::f32, tag::ab});
  const auto sum = onednn::join(made, step<op::add<f32>>("sum", {512}, {0, 1}, 512), {image, rows});
  ASSERT_TRUE(sum);
  EXPECT_EQ(sum->get_desc(), image.get_desc());
  EXPECT_EQ(made.take_calls().size(), 2U);  // the rows are brought into blocks
}

TEST(Tensors, ValuesSurviveTheirLayouts) {
  const dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  dnnl::stream stream{engine};
  onednn::tensors made{engine, 1, plenty};
  const dnnl::memory::dims image{1, 16, 2, 3};
  using type = dnnl::memory::data_type;
  using tag = dnnl::memory::format_tag;
  const dnnl::memory plain = made.result({image, type::f32, tag::abcd});
  auto* const values = static_cast<float*>(plain.get_data_handle());
  for (int i = 0; i < 96; ++i) values[i] = static_cast<float>(i);
  const dnnl::memory blocks = made.in_layout(plain, {image, type::f32, tag::aBcd8b});
  EXPECT_EQ(made.in_layout(blocks, blocks.get_desc()).get(), blocks.get());
  EXPECT_EQ(made.with_sizes(blocks, image).get(), blocks.get());
  const dnnl::memory rows = made.with_sizes(blocks, {8, 12});
  const auto calls = made.take_calls();
  EXPECT_EQ(calls.size(), 2U);
  for (const onednn::network_call& one : calls) {
    EXPECT_TRUE(one.reorder);
    one.work.execute(stream);
  }
  const auto* const back = static_cast<const float*>(rows.get_data_handle());
  for (int i = 0; i < 96; ++i) ASSERT_EQ(back[i], static_cast<float>(i)) << i;
  EXPECT_EQ(onednn::elements_of(made.dense(blocks, {5})), 5U);  // something of the wanted size
}

}  // namespace
}  // namespace calib::kernels
