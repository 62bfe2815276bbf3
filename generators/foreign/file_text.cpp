#include "foreign/file_text.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <cstddef>
#include <memory>

#include "usage_error.hpp"

namespace calib::foreign {

std::string read_text(const std::filesystem::path& path) {
  // zlib reads plain files as they are.
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
  if (!file || std::filesystem::is_directory(path)) {
    throw usage_error(fmt::format("{}: cannot be read; check the path", path.string()));
  }
  std::string text;
  char buffer[1 << 16];
  int count = 0;
  while ((count = gzread(file.get(), buffer, sizeof buffer)) > 0) text.append(buffer, static_cast<std::size_t>(count));
  if (count < 0) throw usage_error(fmt::format("{}: damaged gzip data; fetch the file again", path.string()));
  // zlib hands out what there is of a file that was cut off, and then only notes that its end is missing.
  int state = Z_OK;
  gzerror(file.get(), &state);
  if (state != Z_OK) {
    throw usage_error(fmt::format("{}: the gzip data ends early; fetch the file again", path.string()));
  }
  return text;
}

}  // namespace calib::foreign
