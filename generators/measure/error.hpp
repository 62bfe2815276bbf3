#pragma once
/// What went wrong while measuring, where, and what the reader can do about it.

#include <stdexcept>
#include <string>
#include <utility>

namespace calib::measure {

enum class errc { invalid_argument, no_samples, not_pinned };

/// Thrown for misuse and for refusals of the machine; what() reads "where: problem; remedy".
class error : public std::runtime_error {
 public:
  error(errc code, std::string where, const std::string& problem, std::string remedy)
      : std::runtime_error(where + ": " + problem + "; " + remedy),
        code_(code),
        where_(std::move(where)),
        remedy_(std::move(remedy)) {}

  [[nodiscard]] errc code() const noexcept { return code_; }
  /// The function, shape or option at fault.
  [[nodiscard]] const std::string& where() const noexcept { return where_; }
  /// What to do, as an instruction.
  [[nodiscard]] const std::string& remedy() const noexcept { return remedy_; }

 private:
  errc code_;
  std::string where_;
  std::string remedy_;
};

}  // namespace calib::measure
