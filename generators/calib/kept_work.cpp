#include "kept_work.hpp"

#include <fmt/format.h>

#include <utility>

#include "calib/profile_error.hpp"
#include "calibration/checkpoint_file.hpp"
#include "profile_io/atomic_file.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

namespace fs = std::filesystem;

fs::path in_temporary_folder(const fs::path& path) { return fs::temp_directory_path() / path.filename(); }

/// What was refused, or nothing.
std::optional<profile_error> refusal_of(const fs::path& path, const std::string& text) {
  try {
    profile_io::write_atomically(path, text);
    return std::nullopt;
  } catch (const profile_error& refused) {
    return refused;
  }
}

}  // namespace

kept_work::kept_work(const fs::path& output, fs::path checkpoint)
    : wanted_(checkpoint.empty() ? fs::path(output.string() + ".partial.json") : std::move(checkpoint)),
      refuge_(in_temporary_folder(wanted_)) {}

std::optional<fs::path> kept_work::found() const {
  std::optional<fs::path> latest;
  for (const fs::path& path : {wanted_, refuge_}) {
    if (!fs::exists(path)) continue;
    if (!latest || fs::last_write_time(path) > fs::last_write_time(*latest)) latest = path;
  }
  return latest;
}

bool kept_work::write(const calibration::checkpoint& work, calibration::listener& listener) {
  const std::string text = calibration::to_json(work);
  const auto refused = refusal_of(wanted_, text);
  if (!refused) return true;
  const bool in_refuge = !refusal_of(refuge_, text);
  if (!std::exchange(told_, true)) {
    listener.on_warning(fmt::format("{}. {}; --checkpoint FILE names another place", refused->what(),
                                    in_refuge ? fmt::format("The work is kept in {}", refuge_.string())
                                              : "The work is kept nowhere, and measuring goes on"));
  }
  return in_refuge;
}

calibration::checkpoint kept_work::read() const { return calibration::read_checkpoint(found().value_or(wanted_)); }

void kept_work::remove() const {
  for (const fs::path& path : {wanted_, refuge_}) fs::remove(path);
}

void require_folder_of(const fs::path& path) {
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  if (!fs::is_directory(folder)) {
    throw usage_error(
        fmt::format("{}: there is no folder {}; make it, or name another file", path.string(), folder.string()));
  }
}

void write_result(const fs::path& path, const std::string& text) {
  const auto refused = refusal_of(path, text);
  if (!refused) return;
  const fs::path refuge = in_temporary_folder(path);
  const std::string where = refusal_of(refuge, text) ? "" : "what was measured is in " + refuge.string() + ": ";
  throw profile_error(refused->code(), refused->file(), "", refused->problem(), where + refused->remedy());
}

}  // namespace calib::tool
