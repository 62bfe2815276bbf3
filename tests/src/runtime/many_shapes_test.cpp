/// Many shapes at once, on each path, answer as single look-ups do, to the last bit.

#include <calib/profiles/classed_box.hpp>
#include <calib/profiles/phased_box.hpp>

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "calib/loaded_profile.hpp"
#include "calib/mapper.hpp"
#include "profile_io/reader.hpp"
#include "runtime/evaluate.hpp"
#include "runtime/loaded_data.hpp"
#include "tests/samples/compiled_profile.hpp"
#include "twin.hpp"

namespace calib {
namespace {

/// Sizes at, beside and between the knots of an axis, below and beyond them.
std::vector<std::size_t> sizes_around(const axis_view& axis, std::mt19937_64& random) {
  const auto last = static_cast<std::size_t>(axis.last());
  std::vector<std::size_t> sizes{1, last + 1, 3 * last, std::size_t{1} << 14U};
  for (std::size_t i = 0; i < axis.size; ++i) {
    const auto knot = static_cast<std::size_t>(axis.knots[i]);
    sizes.insert(sizes.end(), {knot > 1 ? knot - 1 : knot, knot, knot + 1});
  }
  for (int i = 0; i < 4; ++i) sizes.push_back(1 + random() % last);
  return sizes;
}

template <std::size_t Rank>
std::vector<std::vector<std::size_t>> sizes_of_grid(const table_view<Rank>& view) {
  std::mt19937_64 random(3);
  std::vector<std::vector<std::size_t>> sizes;
  for (const axis_view& axis : view.axes) sizes.push_back(sizes_around(axis, random));
  // Four axes of twenty sizes are too many.
  if (Rank > 3) sizes[0].resize(6);
  return sizes;
}

template <std::size_t Rank>
grid_sizes<Rank> spans_of(const std::vector<std::vector<std::size_t>>& sizes) {
  grid_sizes<Rank> spans{};
  for (std::size_t axis = 0; axis < Rank; ++axis) spans[axis] = sizes[axis];
  return spans;
}

template <class P, class Key>
void compare_table(const detail::loaded_data& data, const loaded_profile& loaded) {
  using op_type = typename Key::operation;
  using compiled = mapper<P, typename Key::setting>;
  constexpr std::size_t axes = rank<op_type>;
  const auto bound = loaded.table<op_type>(compiled::facts().id);
  const std::size_t slot = detail::slot_of<op_type>;
  const detail::loaded_table* const table = data.table(slot, data.position_of(compiled::facts().id));
  ASSERT_NE(table, nullptr);
  SCOPED_TRACE(op_type::name);

  const auto sizes = sizes_of_grid(view_of<P, op_type, typename Key::setting>);
  const grid_sizes<axes> spans = spans_of<axes>(sizes);
  std::vector<op_type> shapes;
  std::vector<std::size_t> rows;
  std::vector<seconds> expected;
  coordinates<axes> dims{};
  detail::for_each_shape(spans, dims, [&](const coordinates<axes>& each) {
    shapes.push_back(from_dims<op_type>(each));
    rows.insert(rows.end(), each.begin(), each.end());
    expected.push_back(compiled::latency(shapes.back()));
  });
  const auto expect_same = [&](const std::vector<seconds>& got, const char* path) {
    std::size_t different = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) different += got[i] != expected[i] ? 1 : 0;
    EXPECT_EQ(different, 0U) << path << ", of " << expected.size();
  };

  std::vector<seconds> got(expected.size());
  const auto clear = [&] { got.assign(expected.size(), seconds{-1}); };
  compiled::latencies(shapes, got);
  expect_same(got, "mapper, batch");
  clear();
  compiled::template latency_grid<op_type>(spans, got);
  expect_same(got, "mapper, grid");
  clear();
  bound.latencies(shapes, got);
  expect_same(got, "bound table, batch");
  clear();
  bound.latency_grid(spans, got);
  expect_same(got, "bound table, grid");

  std::vector<double> numbers(expected.size());
  const auto as_seconds = [&] {
    for (std::size_t i = 0; i < numbers.size(); ++i) got[i] = seconds{numbers[i]};
  };
  detail::latencies(slot, *table, rows.data(), expected.size(), numbers.data());
  as_seconds();
  expect_same(got, "by slot, batch");
  numbers.assign(numbers.size(), -1);
  std::array<const std::size_t*, axes> starts{};
  std::array<std::size_t, axes> counts{};
  for (std::size_t axis = 0; axis < axes; ++axis) {
    starts[axis] = spans[axis].data();
    counts[axis] = spans[axis].size();
  }
  detail::latency_grid(slot, *table, starts.data(), counts.data(), numbers.data());
  as_seconds();
  expect_same(got, "by slot, grid");
}

template <class P>
void compare_profile() {
  const std::string json = test::json_of<P>();
  const auto data = detail::load(profile_io::read_profile_text(json, "profile"));
  const loaded_profile loaded{data};
  for_each_type<typename P::tables>([&]<class Key>() { compare_table<P, Key>(*data, loaded); });
}

TEST(ManyShapes, AnswerAsSingleOnes) {
  compare_profile<profiles::sample_box>();
  compare_profile<profiles::other_box>();
}

TEST(ManyShapes, AnswerAsSingleOnesWithPhasesAndRanges) { compare_profile<profiles::phased_box>(); }

TEST(ManyShapes, AnswerAsSingleOnesWithClasses) { compare_profile<profiles::classed_box>(); }

TEST(ManyShapes, ARowMayBeLongerThanAPartOfIt) {
  const loaded_profile loaded = parse_profile(test::json_of<profiles::sample_box>());
  const auto bound = loaded.table<op::gemm<f32>>();
  std::vector<std::size_t> ks;
  for (std::size_t i = 0; i < 1000; ++i) ks.push_back(1 + 5 * i);
  const std::vector<std::size_t> ms{1, 77, 2000}, ns{9};
  std::vector<seconds> got(3000);
  bound.latency_grid({ms, ns, ks}, got);
  for (std::size_t i = 0; i < got.size(); ++i) {
    ASSERT_EQ(got[i], bound.latency({.m = ms[i / 1000], .n = 9, .k = ks[i % 1000]})) << i;
  }
}

TEST(ManyShapes, ThereIsAPlaceForEachLatency) {
  const loaded_profile loaded = parse_profile(test::json_of<profiles::sample_box>());
  const auto bound = loaded.table<op::gemm<f32>>();
  const std::vector<op::gemm<f32>> shapes(3);
  const std::vector<std::size_t> sizes{1, 2};
  std::vector<seconds> out(2);
  EXPECT_THROW(bound.latencies(shapes, out), shape_count_error);
  EXPECT_THROW(bound.latency_grid({sizes, sizes, sizes}, out), shape_count_error);
}

}  // namespace
}  // namespace calib
