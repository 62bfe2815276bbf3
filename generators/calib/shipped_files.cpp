#include "shipped_files.hpp"

#include <algorithm>
#include <system_error>

#include "profile_io/nearest.hpp"

namespace calib::tool {
namespace {

namespace fs = std::filesystem;

bool is_within(const fs::path& file, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), file.begin(), file.end()).first == folder.end();
}

fs::path folder_of(std::string_view kind) { return shipped_folder(kind, kind); }

}  // namespace

fs::path shipped_folder(std::string_view installed_as, std::string_view in_sources) {
  std::error_code none;
  const fs::path program = fs::read_symlink("/proc/self/exe", none);
  if (none) return {};
  const fs::path installed = (program.parent_path() / CALIB_DATA_FOLDER / installed_as).lexically_normal();
  const bool where_it_was_built =
      !fs::exists(installed, none) && is_within(program, fs::weakly_canonical(CALIB_BUILD_FOLDER, none));
  return where_it_was_built ? fs::path{CALIB_SOURCE_FOLDER} / in_sources : installed;
}

std::vector<std::string> shipped_ids(std::string_view kind) {
  std::vector<std::string> ids;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder_of(kind), none)) {
    const fs::path& file = entry.path();
    if (file.extension() == ".json" && file.stem() != "schema") ids.push_back(file.stem().string());
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::string nearest_ids(std::string_view kind, const std::string& id) {
  const std::vector<std::string> ids = shipped_ids(kind);
  const std::vector<std::string_view> names(ids.begin(), ids.end());
  std::string found = profile_io::nearest(id, names);
  if (found.empty() && !id.empty()) {
    for (const std::string& one : ids) {
      if (one.starts_with(id)) found += (found.empty() ? "" : " or ") + one;
    }
  }
  return found.empty() ? found : " (did you mean " + found + "?)";
}

std::optional<fs::path> shipped_file(std::string_view kind, const std::string& id) {
  if (id.empty() || id.find_first_of("/.") != std::string::npos) return std::nullopt;
  const fs::path file = folder_of(kind) / (id + ".json");
  return fs::exists(file) ? std::optional(file) : std::nullopt;
}

}  // namespace calib::tool
