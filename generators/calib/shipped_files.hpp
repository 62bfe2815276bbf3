#pragma once
/// Files that come with calib: profiles and networks.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace calib::tool {

/// The ids of all files of a kind, "profiles" or "networks", sorted.
std::vector<std::string> shipped_ids(std::string_view kind);

/// The file with this id, where they are installed or kept in the source tree; nothing if there is none.
std::optional<std::filesystem::path> shipped_file(std::string_view kind, const std::string& id);

/// " (did you mean A or B?)": the id that is nearest to a mistyped one, else those that begin with it; nothing where
/// there is none.
std::string nearest_ids(std::string_view kind, const std::string& id);

}  // namespace calib::tool
