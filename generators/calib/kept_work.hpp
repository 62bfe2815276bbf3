#pragma once
/// Where a calibration keeps its work until the profile is written: beside the output, or where --checkpoint says;
/// where that cannot be written, in the folder for temporary files.

#include <filesystem>
#include <optional>
#include <string>

#include "calibration/checkpoint.hpp"
#include "calibration/listener.hpp"

namespace calib::tool {

class kept_work {
 public:
  /// `checkpoint` may be empty: <output>.partial.json.
  kept_work(const std::filesystem::path& output, std::filesystem::path checkpoint);

  /// The file that has work of an interrupted calibration, the later one where both have.
  [[nodiscard]] std::optional<std::filesystem::path> found() const;
  /// Whether the work is kept now; says by a warning, once, where it is kept in another place or nowhere.
  bool write(const calibration::checkpoint& work, calibration::listener& listener);
  /// The work that was found. Throws usage_error where there is none, profile_error where it cannot be understood.
  [[nodiscard]] calibration::checkpoint read() const;
  void remove() const;

 private:
  std::filesystem::path wanted_, refuge_;
  bool told_ = false;
};

/// Throws usage_error where the folder of `path` is not there, before anything is measured for it.
void require_folder_of(const std::filesystem::path& path);

/// Writes what took long to measure: to `path`, or into the folder for temporary files where that cannot be written.
/// Throws profile_error{cannot_write} that says where it is.
void write_result(const std::filesystem::path& path, const std::string& text);

}  // namespace calib::tool
