#include "kernels/onednn/call.hpp"

#include <utility>

#include "kernels/onednn/memory.hpp"

namespace calib::kernels::onednn {

call::call(dnnl::primitive primitive, std::vector<argument> arguments, std::vector<copy> copies)
    : primitive_{std::move(primitive)}, owners_{std::move(arguments)}, copies_{std::move(copies)} {
  for (const argument& one : owners_) arguments_.push_back({one.which, one.memory.get()});
}

void call::execute(dnnl::stream& stream) const {
  dnnl::error::wrap_c_api(
      dnnl_primitive_execute(primitive_.get(), stream.get(), static_cast<int>(arguments_.size()), arguments_.data()),
      "oneDNN could not execute a primitive");
  stream.wait();
}

void call::load(dnnl::stream& stream) const {
  for (const copy& one : copies_) reorder(stream, one.operand, one.own);
}

void call::store(dnnl::stream& stream) const {
  for (const copy& one : copies_) reorder(stream, one.own, one.operand);
}

std::span<std::byte> call::place_of(std::span<std::byte> operand) const {
  for (const copy& one : copies_) {
    if (one.operand.get_data_handle() == operand.data()) {
      return {static_cast<std::byte*>(one.own.get_data_handle()), one.own.get_desc().get_size()};
    }
  }
  return operand;
}

}  // namespace calib::kernels::onednn
