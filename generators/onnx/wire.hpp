#pragma once
/// The fields of a protobuf message, one after another, as views into the bytes of the file.
///
/// The classes that protoc generates would read the whole file into memory and copy every weight, for shapes that are
/// a thousandth of it. Here a field of bytes is a view: a tensor of 100 MB costs the few bytes before it. What the
/// bytes mean is read by libprotobuf's CodedInputStream.

#include <google/protobuf/io/coded_stream.h>

#include <cstdint>
#include <string_view>

namespace calib::onnx {

enum class wire_type : std::uint8_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

struct field {
  int number = 0;
  wire_type type = wire_type::varint;
  std::uint64_t value = 0;  ///< of a varint or a fixed number, as its bits
  std::string_view bytes;   ///< of a message, a text or a packed list

  [[nodiscard]] std::int64_t whole() const noexcept { return static_cast<std::int64_t>(value); }
  [[nodiscard]] double real() const noexcept;  ///< of a float (fixed32) or a double (fixed64)
};

class message {
 public:
  /// `bytes` lie within `file`, whose beginning errors count from.
  message(std::string_view bytes, std::string_view file);

  /// The next field; false behind the last one. Throws a fault where the bytes are no message.
  bool next(field& f);

  /// The message that is in this field.
  [[nodiscard]] message inner(const field& f) const;

  /// Calls `take(field)` for each number of a repeated one: of the field itself, or of the packed list in it, until it
  /// says false. `one` is how each is written in a packed list.
  template <class F>
  void each_number(const field& f, wire_type one, F take) const {
    if (f.type != wire_type::bytes) {
      take(f);
      return;
    }
    message packed(f.bytes, file_);
    field number;
    number.type = one;
    while (packed.next_number(number) && take(number)) {
    }
  }

  /// Where the field's bytes begin, for messages: "byte 1234".
  [[nodiscard]] std::string place(const field& f) const;

 private:
  bool next_number(field& number);
  [[noreturn]] void refuse_here(const char* problem);

  std::string_view bytes_, file_;
  google::protobuf::io::CodedInputStream stream_;
};

}  // namespace calib::onnx
