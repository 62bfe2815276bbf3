#include "emit/operation_header.hpp"

#include "calib/op/list.hpp"

namespace calib::emit {

std::string_view operation_header(std::string_view operation) noexcept {
  std::string_view header;
  for_each_operation<f32>([&]<Operation Op>() {
    if (Op::name == operation) header = Op::header;
  });
  return header;
}

}  // namespace calib::emit
