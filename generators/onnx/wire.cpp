#include "onnx/wire.hpp"

#include <bit>
#include <string>

#include "onnx/error.hpp"

namespace calib::onnx {

double field::real() const noexcept {
  return type == wire_type::fixed32 ? static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(value)))
                                    : std::bit_cast<double>(value);
}

message::message(std::string_view bytes, std::string_view file)
    : bytes_{bytes},
      file_{file},
      stream_{reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<int>(bytes.size())} {}

message message::inner(const field& f) const {
  if (f.type != wire_type::bytes) {
    refuse(place(f), "field " + std::to_string(f.number) + " is a number where a message belongs",
           "name an ONNX file, or copy it again");
  }
  return {f.bytes, file_};
}

std::string message::place(const field& f) const {
  const char* const at = f.type == wire_type::bytes && f.bytes.data() != nullptr ? f.bytes.data() : bytes_.data();
  return "byte " + std::to_string(at - file_.data());
}

void message::refuse_here(const char* problem) {
  const auto offset = bytes_.data() - file_.data() + stream_.CurrentPosition();
  refuse("byte " + std::to_string(offset), problem, "name an ONNX file, or copy it again");
}

bool message::next_number(field& number) {
  if (stream_.CurrentPosition() == static_cast<int>(bytes_.size())) return false;
  std::uint32_t half = 0;
  switch (number.type) {
    case wire_type::varint:
      if (!stream_.ReadVarint64(&number.value)) refuse_here("a number is cut off, or has more than ten bytes");
      return true;
    case wire_type::fixed64:
      if (!stream_.ReadLittleEndian64(&number.value)) refuse_here("a number is cut off");
      return true;
    case wire_type::fixed32:
      if (!stream_.ReadLittleEndian32(&half)) refuse_here("a number is cut off");
      number.value = half;
      return true;
    case wire_type::bytes:
      break;
  }
  return false;
}

bool message::next(field& f) {
  const std::uint32_t tag = stream_.ReadTag();
  if (tag == 0) {
    if (!stream_.ConsumedEntireMessage()) refuse_here("the bytes are no protobuf message");
    return false;
  }
  f.number = static_cast<int>(tag >> 3);
  f.value = 0;
  f.bytes = {};
  switch (tag & 7) {
    case 0:
    case 1:
    case 5:
      f.type = static_cast<wire_type>(tag & 7);
      if (!next_number(f)) refuse_here("a number is cut off");
      return true;
    case 2:
      break;
    default:
      refuse_here("the bytes are no ONNX message: groups and unknown wire types are not in one");
  }
  f.type = wire_type::bytes;
  std::uint64_t length = 0;
  if (!stream_.ReadVarint64(&length)) refuse_here("a length is cut off, or has more than ten bytes");
  const void* here = nullptr;
  int left = 0;
  if (!stream_.GetDirectBufferPointer(&here, &left)) left = 0;
  if (length > static_cast<std::uint64_t>(left)) refuse_here("a field is longer than the bytes that are left");
  if (length > 0) f.bytes = {static_cast<const char*>(here), static_cast<std::size_t>(length)};
  stream_.Skip(static_cast<int>(length));
  return true;
}

}  // namespace calib::onnx
