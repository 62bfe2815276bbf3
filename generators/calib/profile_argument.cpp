#include "profile_argument.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "profile_io/reader.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

namespace fs = std::filesystem;

// Beside the installed program, else the source tree this program was built from.
std::vector<fs::path> shipped_folders() {
  std::vector<fs::path> folders;
  std::error_code none;
  const fs::path program = fs::read_symlink("/proc/self/exe", none);
  if (!none) folders.push_back(program.parent_path().parent_path() / "share/calib/profiles");
  folders.emplace_back(CALIB_SOURCE_PROFILES);
  return folders;
}

std::vector<std::string> shipped_ids() {
  std::vector<std::string> ids;
  for (const fs::path& folder : shipped_folders()) {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none)) {
      const fs::path& file = entry.path();
      if (file.extension() == ".json" && file.stem() != "schema") ids.push_back(file.stem().string());
    }
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

}  // namespace

profile_io::profile_data load(const std::string& file_or_id) {
  if (fs::exists(file_or_id) || file_or_id.find_first_of("/.") != std::string::npos) {
    return profile_io::read_profile(file_or_id);
  }
  for (const fs::path& folder : shipped_folders()) {
    const fs::path file = folder / (file_or_id + ".json");
    if (fs::exists(file)) return profile_io::read_profile(file);
  }
  throw usage_error(fmt::format("no file and no shipped profile '{}'; shipped profiles: {}", file_or_id,
                                fmt::join(shipped_ids(), ", ")));
}

}  // namespace calib::tool
