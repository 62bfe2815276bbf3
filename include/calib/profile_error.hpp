#pragma once
/// What can be wrong with a profile or a network: one error type, with a code for programs and a sentence for people.

#include <stdexcept>
#include <string>

namespace calib {

enum class profile_fault {
  cannot_read,        ///< the file is missing, a folder, not permitted
  cannot_write,       ///< the file could not be replaced; the old one is untouched
  not_json,           ///< the text is not a JSON object; no pointer
  schema_too_new,     ///< written by a later calib
  schema_too_old,     ///< written by an earlier calib than this one reads
  unknown_key,        ///< a key the schema does not have
  duplicate_key,      ///< a key twice in one object
  missing_key,        ///< a required key is absent; the pointer names the object
  wrong_type,         ///< text where a number belongs, and the like
  wrong_value,        ///< not finite, not positive, out of range, empty
  bad_identifier,     ///< not usable as a name in C++
  unknown_operation,  ///< no operation of this name
  unknown_precision,  ///< no precision of this name
  unknown_setting,    ///< a setting the profile does not list
  wrong_axes,         ///< not the operation's dimensions in their order
  unsorted_knots,     ///< knots must increase strictly
  wrong_length,       ///< an array has too few or too many elements
  duplicate_setting,  ///< two settings of one id
  duplicate_table,    ///< two tables for one operation, precision and setting
  no_content,         ///< neither a table nor a theoretical peak
};

/// Thrown for a profile or a network that cannot be read or written. what() is one sentence:
/// `profile.json: /tables/3/latency_s/7: latency must be a positive finite number of seconds, found -1; remeasure this
/// table or remove it`.
class profile_error : public std::runtime_error {
 public:
  profile_error(profile_fault code, std::string file, std::string pointer, std::string problem, std::string remedy);

  [[nodiscard]] profile_fault code() const noexcept { return code_; }
  [[nodiscard]] const std::string& file() const noexcept { return file_; }
  /// JSON pointer (RFC 6901) to what is wrong; empty for the whole document.
  [[nodiscard]] const std::string& pointer() const noexcept { return pointer_; }
  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
  /// What to do, as an instruction.
  [[nodiscard]] const std::string& remedy() const noexcept { return remedy_; }

 private:
  profile_fault code_;
  std::string file_;
  std::string pointer_;
  std::string problem_;
  std::string remedy_;
};

}  // namespace calib
