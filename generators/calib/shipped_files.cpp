#include "shipped_files.hpp"

#include <algorithm>
#include <system_error>

#include "network_io/nearest.hpp"

namespace calib::tool {
namespace {

namespace fs = std::filesystem;

// Beside the installed program, else the source tree this program was built from.
std::vector<fs::path> folders(std::string_view kind) {
  std::vector<fs::path> out;
  std::error_code none;
  const fs::path program = fs::read_symlink("/proc/self/exe", none);
  if (!none) out.push_back(program.parent_path().parent_path() / "share/calib" / kind);
  out.push_back(fs::path{CALIB_SOURCE_FOLDER} / kind);
  return out;
}

}  // namespace

std::vector<std::string> shipped_ids(std::string_view kind) {
  std::vector<std::string> ids;
  for (const fs::path& folder : folders(kind)) {
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

std::string nearest_ids(std::string_view kind, const std::string& id) {
  const std::vector<std::string> ids = shipped_ids(kind);
  const std::vector<std::string_view> names(ids.begin(), ids.end());
  std::string found = network_io::nearest(id, names);
  if (found.empty() && !id.empty()) {
    for (const std::string& one : ids) {
      if (one.starts_with(id)) found += (found.empty() ? "" : " or ") + one;
    }
  }
  return found.empty() ? found : " (did you mean " + found + "?)";
}

std::optional<fs::path> shipped_file(std::string_view kind, const std::string& id) {
  if (id.empty() || id.find_first_of("/.") != std::string::npos) return std::nullopt;
  for (const fs::path& folder : folders(kind)) {
    const fs::path file = folder / (id + ".json");
    if (fs::exists(file)) return file;
  }
  return std::nullopt;
}

}  // namespace calib::tool
