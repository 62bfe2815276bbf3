#include "profile_io/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "calib/profile_error.hpp"
#include "profile_io/text_file.hpp"

namespace calib::profile_io {
namespace {

std::string remedy_for(int error) {
  switch (error) {
    case ENOENT:
      return "create the folder first";
    case ENOSPC:
    case EDQUOT:
      return "free some space or write to another disk";
    case EACCES:
    case EPERM:
    case EROFS:
      return "write to a folder you may write to";
    case EISDIR:
      return "name a file, not a folder";
    default:
      return "write to another place";
  }
}

[[noreturn]] void fail(const std::filesystem::path& path, int error) {
  throw profile_error(profile_fault::cannot_write, path.string(), "",
                      "cannot write it: " + std::generic_category().message(error), remedy_for(error));
}

/// A file that does not outlive the writer unless it is renamed.
class temporary_file {
 public:
  explicit temporary_file(const std::filesystem::path& target) : target_{target} {
    const std::string stem = "." + target.filename().string() + "." + std::to_string(::getpid()) + ".";
    constexpr int tries = 1000;  // names a crashed process of the same number, or other threads, may have taken
    for (int i = 0; i < tries && descriptor_ < 0; ++i) {
      name_ = (target.parent_path() / (stem + std::to_string(i))).string();
      descriptor_ = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      if (descriptor_ < 0 && errno != EEXIST) fail(target_, errno);
    }
    if (descriptor_ < 0) fail(target_, EEXIST);
  }
  temporary_file(const temporary_file&) = delete;
  temporary_file& operator=(const temporary_file&) = delete;
  ~temporary_file() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!renamed_ && !name_.empty()) ::unlink(name_.c_str());
  }

  void write(std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(descriptor_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail(target_, errno);
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  /// The permissions of the file it will replace; a new file has those that umask gives.
  void take_mode_of_target() {
    struct ::stat found {};
    if (::stat(target_.c_str(), &found) != 0) return;
    if (::fchmod(descriptor_, found.st_mode & 07777) != 0) fail(target_, errno);
  }

  void become_target() {
    if (::fsync(descriptor_) != 0) fail(target_, errno);
    const int closed = ::close(descriptor_);
    descriptor_ = -1;
    if (closed != 0) fail(target_, errno);  // network file systems report a full disk here
    if (::rename(name_.c_str(), target_.c_str()) != 0) fail(target_, errno);
    renamed_ = true;
  }

 private:
  std::filesystem::path target_;
  std::string name_;
  int descriptor_ = -1;
  bool renamed_ = false;
};

bool has_content(const std::filesystem::path& path, std::string_view text) {
  std::error_code error;
  if (std::filesystem::file_size(path, error) != text.size() || error) return false;
  try {
    return read_text(path) == text;
  } catch (const profile_error&) {
    return false;  // unreadable: replaced
  }
}

/// A rename survives a power cut once its folder is on the disk. Not all file systems offer that, so failure is no
/// error.
void sync_folder(const std::filesystem::path& folder) noexcept {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

bool write_atomically(const std::filesystem::path& path, std::string_view text) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) fail(path, EISDIR);
  // Through links, so that a link stays one and its target gets the text.
  const std::filesystem::path target = std::filesystem::weakly_canonical(std::filesystem::absolute(path), error);
  if (error) fail(path, error.value());
  if (has_content(target, text)) return false;
  temporary_file file(target);
  file.write(text);
  file.take_mode_of_target();
  file.become_target();
  sync_folder(target.parent_path());
  return true;
}

}  // namespace calib::profile_io
