#include "shipped_files.hpp"

#include <algorithm>
#include <system_error>

#include "runtime/shipped_files.hpp"

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
  const fs::path installed = (program.parent_path() / CALIB_INSTALLED_DATA / installed_as).lexically_normal();
  const bool where_it_was_built =
      !fs::exists(installed, none) && is_within(program, fs::weakly_canonical(CALIB_BUILD_FOLDER, none));
  return where_it_was_built ? fs::path{CALIB_SOURCE_FOLDER} / in_sources : installed;
}

std::vector<std::string> shipped_ids(std::string_view kind) { return detail::ids_in(folder_of(kind)); }

std::string nearest_ids(std::string_view kind, const std::string& id) {
  const std::string found = detail::nearest_ids(id, folder_of(kind));
  return found.empty() ? found : " (did you mean " + found + "?)";
}

std::optional<fs::path> shipped_file(std::string_view kind, const std::string& id) {
  return detail::file_of(id, folder_of(kind));
}

}  // namespace calib::tool
