#include "onnx/external_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <system_error>

#include "onnx/error.hpp"
#include "profile_io/text.hpp"

namespace calib::onnx {
namespace {

// Names in one message.
constexpr std::size_t most_missing = 5;

std::string place_of(std::string_view tensor) { return "tensor " + profile_io::in_quotes(tensor); }

std::uint64_t parsed(std::string_view text, std::uint64_t otherwise, const char* what, std::string_view tensor) {
  if (text.empty()) return otherwise;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) {
    refuse(place_of(tensor),
           std::string{"has the external "} + what + " " + profile_io::in_quotes(text) + ", which is no whole number");
  }
  return number;
}

}  // namespace

void check_location(std::string_view location, std::string_view tensor) {
  const std::filesystem::path path(location);
  const bool escapes = path.is_absolute() || std::find(path.begin(), path.end(), "..") != path.end();
  if (!location.empty() && !escapes && location.find('\0') == std::string_view::npos) return;
  refuse(place_of(tensor),
         "has its data in " + profile_io::in_quotes(location) + ", which is no file in the model's folder",
         "store the data beside the model, and save the model with that name");
}

external_files::~external_files() {
  if (descriptor_ >= 0) close(descriptor_);
}

bool external_files::open_file(const std::string& name, std::string_view tensor) {
  if (descriptor_ >= 0 && name == opened_) return true;
  if (descriptor_ >= 0) close(descriptor_);
  descriptor_ = open((folder_ / name).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor_ < 0) {
    if (missing_.size() < most_missing) missing_.insert(name);
    return false;
  }
  opened_ = name;
  struct stat facts {};
  if (fstat(descriptor_, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    refuse(place_of(tensor), "has its data in " + profile_io::in_quotes(name) + ", which is no regular file",
           "copy the file again");
  }
  size_ = static_cast<std::uint64_t>(facts.st_size);
  return true;
}

std::optional<std::string> external_files::read(const external_place& place, std::size_t bytes,
                                                std::string_view tensor) {
  check_location(place.location, tensor);
  const std::uint64_t offset = parsed(place.offset, 0, "offset", tensor);
  const std::uint64_t length = parsed(place.length, bytes, "length", tensor);
  if (length != bytes) {
    refuse(place_of(tensor), "has " + std::to_string(length) + " bytes of external data where its elements take " +
                                 std::to_string(bytes));
  }
  const std::string name{place.location};
  if (!open_file(name, tensor)) return std::nullopt;
  if (offset > size_ || bytes > size_ - offset) {
    refuse(place_of(tensor),
           "has its data from byte " + std::to_string(offset) + " of " + profile_io::in_quotes(name) + ", which has " +
               std::to_string(size_) + " bytes",
           "the file is cut off or belongs to another model: copy it again");
  }
  std::string data(bytes, '\0');
  if (pread(descriptor_, data.data(), bytes, static_cast<off_t>(offset)) != static_cast<ssize_t>(bytes)) {
    refuse(place_of(tensor), "cannot be read from " + profile_io::in_quotes(name), "copy the file again");
  }
  return data;
}

}  // namespace calib::onnx
