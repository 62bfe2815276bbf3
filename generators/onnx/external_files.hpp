#pragma once
/// Files beside a model that hold tensors. Sizes need no weights, so only small tensors are read: shapes and axes.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace calib::onnx {

/// Where a tensor lies, as its file says.
struct external_place {
  std::string_view location, offset, length;  ///< texts of TensorProto.external_data; empty where left out
};

/// Throws a fault in the name of `tensor` for a place outside the model's folder.
void check_location(std::string_view location, std::string_view tensor);

class external_files {
 public:
  explicit external_files(std::filesystem::path folder) : folder_{std::move(folder)} {}
  ~external_files();
  external_files(const external_files&) = delete;
  external_files& operator=(const external_files&) = delete;

  /// `bytes` bytes of `tensor`; nothing where the file is missing. Throws a fault where the file ends before, where it
  /// is no file, and where the place says another length.
  std::optional<std::string> read(const external_place& place, std::size_t bytes, std::string_view tensor);

  /// Names of files that were wanted and are not there.
  [[nodiscard]] const std::set<std::string>& missing() const noexcept { return missing_; }

 private:
  bool open_file(const std::string& name, std::string_view tensor);

  std::filesystem::path folder_;
  std::string opened_;  // many small tensors lie in one file
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
  std::set<std::string> missing_;
};

}  // namespace calib::onnx
