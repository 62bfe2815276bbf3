#include "runtime/shipped_files.hpp"

#include <algorithm>
#include <string_view>
#include <system_error>

#include "calib/profile_error.hpp"
#include "profile_io/nearest.hpp"

namespace calib::detail {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_name(const std::string& name, const fs::path& folder, const std::string& kind) {
  std::string problem = "there is no such file, and no shipped " + kind + " of this id";
  std::string remedy;
  if (folder.empty()) {
    remedy = "name a file, or define CALIB_DATA_FOLDER, which says where the shipped ones are";
  } else {
    problem.append(" in ").append(folder.string());
    const std::string nearest = nearest_ids(name, folder);
    remedy = nearest.empty() ? "name a file, or the id of one in that folder" : "did you mean " + nearest + "?";
  }
  throw profile_error(profile_fault::cannot_read, name, "", problem, remedy);
}

}  // namespace

bool is_file_name(const fs::path& word) {
  std::error_code none;
  return fs::exists(word, none) || word.native().find_first_of("/.") != std::string::npos;
}

std::vector<std::string> ids_in(const fs::path& folder) {
  std::vector<std::string> ids;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    const fs::path& file = entry.path();
    if (file.extension() == ".json" && file.stem() != "schema") ids.push_back(file.stem().string());
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::optional<fs::path> file_of(const std::string& id, const fs::path& folder) {
  if (id.empty() || id.find_first_of("/.") != std::string::npos) return std::nullopt;
  const fs::path file = folder / (id + ".json");
  std::error_code none;
  return fs::exists(file, none) ? std::optional(file) : std::nullopt;
}

std::string nearest_ids(const std::string& id, const fs::path& folder) {
  const std::vector<std::string> ids = ids_in(folder);
  if (id.empty()) return {};
  std::string found;
  for (const std::string& one : ids) {
    if (profile_io::begins_with(one, id)) found.append(found.empty() ? "" : " or ").append(one);
  }
  if (!found.empty()) return found;
  const std::vector<std::string_view> names(ids.begin(), ids.end());
  return profile_io::nearest(id, names);
}

fs::path file_named(const fs::path& file_or_id, const fs::path& data_folder, const std::string& kind) {
  if (is_file_name(file_or_id)) return file_or_id;
  const fs::path folder = data_folder.empty() ? fs::path{} : data_folder / (kind + "s");
  if (!folder.empty()) {
    if (const auto file = file_of(file_or_id.string(), folder)) return *file;
  }
  refuse_name(file_or_id.string(), folder, kind);
}

}  // namespace calib::detail
