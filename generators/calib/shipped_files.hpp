#pragma once
/// Files that come with calib: profiles, networks and engines.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace calib::tool {

/// Where they are: what was installed as share/calib/<installed_as>. A program that lies where it was built takes those
/// of its sources; an installed one never does, as they change and go.
std::filesystem::path shipped_folder(std::string_view installed_as, std::string_view in_sources);

/// The ids of all files of a kind, "profiles" or "networks", sorted.
std::vector<std::string> shipped_ids(std::string_view kind);

/// The file with this id, where they are installed or kept in the source tree; nothing if there is none.
std::optional<std::filesystem::path> shipped_file(std::string_view kind, const std::string& id);

/// " (did you mean A or B?)": the ids that begin with a mistyped one, else the one that is nearest; nothing where there
/// is none.
std::string nearest_ids(std::string_view kind, const std::string& id);

}  // namespace calib::tool
