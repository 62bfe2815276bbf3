#pragma once
/// Why a question has no answer, and the error that says so.

#include <stdexcept>
#include <string>

namespace calib {

enum class no_answer {
  no_table,           ///< the operation was not measured in this precision and setting
  unknown_setting,    ///< the profile has no setting of this name
  unknown_operation,  ///< calib has no operation of this name
  wrong_rank,         ///< not as many dimensions as the operation has
  no_peak,            ///< the roofline was to answer, and the profile lacks a peak that the operation needs
};

/// Thrown where a profile has no answer; what() says what is missing, what is there and what to do.
class no_table_error : public std::out_of_range {
 public:
  no_table_error(no_answer why, const std::string& what) : std::out_of_range(what), why_{why} {}
  [[nodiscard]] no_answer why() const noexcept { return why_; }

 private:
  no_answer why_;
};

}  // namespace calib
