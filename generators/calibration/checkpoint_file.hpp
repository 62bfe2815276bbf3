#pragma once
/// Checkpoints as JSON. The format is for the calib that wrote it and nobody else: another version starts anew.

#include <filesystem>
#include <string>
#include <string_view>

#include "calibration/checkpoint.hpp"

namespace calib::calibration {

std::string to_json(const checkpoint& work);

/// Throws profile_error with `file` and the place of the fault.
checkpoint parse_checkpoint(std::string_view json, std::string_view file);

/// Replaces the file as a whole: killed at any moment, the one before is there. Throws profile_error{cannot_write}.
void write_checkpoint(const std::filesystem::path& path, const checkpoint& work);

/// Throws usage_error where there is none, profile_error where it cannot be understood.
checkpoint read_checkpoint(const std::filesystem::path& path);

}  // namespace calib::calibration
