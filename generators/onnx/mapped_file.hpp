#pragma once
/// A file mapped into memory, read-only: the system loads the pages that are looked at, and no others. A program that
/// shortens the file meanwhile ends this one, as with every mapping.

#include <string>
#include <string_view>

namespace calib::onnx {

class mapped_file {
 public:
  /// Throws a fault where there is no such file, where it is empty, or larger than a protobuf message may be (2 GiB).
  explicit mapped_file(const std::string& path);
  ~mapped_file();
  mapped_file(const mapped_file&) = delete;
  mapped_file& operator=(const mapped_file&) = delete;

  [[nodiscard]] std::string_view bytes() const noexcept { return bytes_; }

 private:
  std::string_view bytes_;
};

}  // namespace calib::onnx
