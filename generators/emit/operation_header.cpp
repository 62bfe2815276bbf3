#include "emit/operation_header.hpp"

#include "calib/op/list.hpp"

namespace calib::emit {

std::string_view operation_header(std::string_view operation) noexcept {
  std::string_view header;
  const auto take = [&]<Operation Op>() {
    if (Op::name == operation) header = Op::header;
  };
  for_each_operation<f32>(take);
  for_each_lowered_operation<f32>(take);
  take.operator()<op::custom<f32>>();
  return header;
}

}  // namespace calib::emit
