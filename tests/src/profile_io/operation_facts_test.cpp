/// What is known of operations by name, against the operations themselves.

#include "profile_io/operation_facts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calib/op/problem.hpp"

namespace calib {
namespace {

using profile_io::form_shape;
using profile_io::operation_called;
using profile_io::operation_facts;
using ::testing::ElementsAreArray;

/// Sizes that are possible together: images larger than windows, groups that divide channels.
template <Operation Op>
Op some_shape() {
  std::array<std::size_t, rank<Op>> dims{};
  for (std::size_t i = 0; i < dims.size(); ++i) {
    const std::string_view name = Op::dimensions[i];
    const bool is_image = name == "in_h" || name == "in_w" || name == "side" || name == "in_length";
    dims[i] = Op::has_default[i] ? Op{}.dims()[i] : is_image ? 24 : name.starts_with("kernel") ? 3 : 8;
  }
  return from_dims<Op>(dims);
}

template <Operation Op>
void expect_facts() {
  SCOPED_TRACE(Op::name);
  const operation_facts* const found = operation_called(Op::name);
  ASSERT_NE(found, nullptr);
  const Op op = some_shape<Op>();
  const auto dims = op.dims();
  ASSERT_TRUE(op.valid()) << problem(op);
  EXPECT_THAT(found->dimensions, ElementsAreArray(Op::dimensions));
  ASSERT_TRUE(found->exists(precision_of<Op>));
  EXPECT_EQ(found->work_in(precision_of<Op>, dims.data()).arithmetic, op.work().arithmetic);
  EXPECT_EQ(found->work_in(precision_of<Op>, dims.data()).traffic, op.work().traffic);
  EXPECT_EQ(found->problem(precision_of<Op>, dims.data()), nullptr);
  EXPECT_EQ(found->lower != nullptr, Lowered<Op>);
  const form_shape carried_out = found->form_of(dims.data());
  const operation_facts& form = profile_io::measured_operations()[found->forms[carried_out.form]];
  detail::with_form(op, [&]<Operation Form>(const Form& typed) {
    EXPECT_EQ(form.name, Form::name);
    EXPECT_THAT(std::span(carried_out.dims).first(form.rank()), ElementsAreArray(typed.dims()));
  });
}

TEST(OperationFacts, AreThoseOfTheOperations) {
  for_each_type<all_precisions>([]<class P>() {
    SCOPED_TRACE(facts(P::id).name);
    for_each_operation<P>([]<class Op>() { expect_facts<Op>(); });
    for_each_lowered_operation<P>([]<class Op>() { expect_facts<Op>(); });
  });
}

TEST(OperationFacts, KnowNoOtherNamesAndPrecisions) {
  EXPECT_EQ(operation_called("gem"), nullptr);
  EXPECT_EQ(operation_called("custom"), nullptr);
  EXPECT_FALSE(operation_called("gemm")->exists(precision::w4a16));
  EXPECT_TRUE(operation_called("linear")->exists(precision::w4a16));
}

TEST(OperationFacts, TellWhyThereIsNoSuchShape) {
  const operation_facts& gemm = *operation_called("gemm");
  const std::array<std::size_t, 3> empty{8, 0, 8}, most{std::size_t{1} << 26, std::size_t{1} << 26, 1};
  EXPECT_STREQ(gemm.problem(precision::f32, empty.data()), "n is 0: give a size of at least 1");
  EXPECT_STREQ(gemm.problem(precision::w4a16, empty.data()), "n is 0: give a size of at least 1");
  EXPECT_EQ(gemm.problem(precision::i4, most.data()), nullptr) << "half a byte for each number";
  EXPECT_STREQ(gemm.problem(precision::f32, most.data()),
               "the sizes multiply to more than 2^53 bytes: give smaller ones");
}

}  // namespace
}  // namespace calib
