#pragma once
/// Profiles and networks by id: files <folder>/<id>.json.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace calib::detail {

/// Whether `word` stands for a file, whatever ids there are: there is such a file or folder, or it has a '/' or '.'.
bool is_file_name(const std::filesystem::path& word);

/// The ids of all files in `folder`, sorted; none where it cannot be read.
std::vector<std::string> ids_in(const std::filesystem::path& folder);

/// The file with this id in `folder`; nothing if there is none.
std::optional<std::filesystem::path> file_of(const std::string& id, const std::filesystem::path& folder);

/// "A or B": the id in `folder` that is nearest to a mistyped one, else those that begin with it; empty where there is
/// none.
std::string nearest_ids(const std::string& id, const std::filesystem::path& folder);

/// The file that `file_or_id` stands for. `kind` is "profile" or "network", whose files are in <data_folder>/<kind>s.
/// Throws profile_error{cannot_read} with the folder and the nearest id where it is neither.
std::filesystem::path file_named(const std::filesystem::path& file_or_id, const std::filesystem::path& data_folder,
                                 const std::string& kind);

}  // namespace calib::detail
