#include "profile_io/text_file.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include "calib/profile_error.hpp"

namespace calib::profile_io {
namespace {

[[noreturn]] void cannot_read(const std::filesystem::path& path, int error) {
  throw profile_error(profile_fault::cannot_read, path.string(), "",
                      "cannot read it: " + std::generic_category().message(error),
                      error == ENOENT ? "check the path, or make a profile of this machine with `calib run -o <file>`"
                                      : "name a readable profile file");
}

}  // namespace

std::string read_text(const std::filesystem::path& path) {
  const auto close = [](std::FILE* file) { std::fclose(file); };
  const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "rb"), close);
  if (!file) cannot_read(path, errno);
  std::string text;
  std::array<char, 65536> buffer;
  for (std::size_t count = buffer.size(); count == buffer.size();) {
    errno = 0;
    count = std::fread(buffer.data(), 1, buffer.size(), file.get());
    if (std::ferror(file.get()) != 0) cannot_read(path, errno);
    text.append(buffer.data(), count);
  }
  return text;
}

}  // namespace calib::profile_io
