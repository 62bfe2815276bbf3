#pragma once
/// JSON values that know where they stand, so that every complaint about one carries its pointer. Strict: an object
/// names the keys it may have, and any other is an error.

#include <simdjson.h>

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calib/profile_error.hpp"

namespace calib::profile_io {

/// Whole numbers up to here are exact in every JSON reader.
inline constexpr std::uint64_t largest_whole = std::uint64_t{1} << 53;

/// A value and its place. Every accessor but is_text throws profile_error if the value is not of its kind.
class json_value {
 public:
  json_value(simdjson::dom::element element, std::string pointer, std::string_view file)
      : element_{element}, pointer_{std::move(pointer)}, file_{file} {}

  [[nodiscard]] bool is_text() const noexcept;

  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] double number() const;
  [[nodiscard]] std::vector<json_value> items() const;
  [[nodiscard]] std::vector<std::string> texts() const;
  [[nodiscard]] std::vector<double> numbers() const;
  [[nodiscard]] std::vector<std::uint64_t> whole_numbers() const;

  /// 4, also written 4.0 or 4e0, as JSON Schema has it.
  template <class Whole>
  [[nodiscard]] Whole whole() const {
    constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<Whole>::max());
    return static_cast<Whole>(whole_number(largest < largest_whole ? largest : largest_whole));
  }

  [[noreturn]] void fail(profile_fault code, std::string problem, std::string remedy) const;

 private:
  friend class json_object;

  [[nodiscard]] std::uint64_t whole_number(std::uint64_t largest) const;
  [[nodiscard]] simdjson::dom::array array() const;
  [[noreturn]] void wrong_type(std::string_view wanted) const;

  simdjson::dom::element element_;
  std::string pointer_;
  std::string_view file_;
};

/// An object whose keys are known beforehand, each at most once.
class json_object {
 public:
  json_object(json_value value, std::initializer_list<std::string_view> known);
  json_object(json_value value, const std::vector<std::string_view>& known);

  [[nodiscard]] json_value required(std::string_view key) const;
  [[nodiscard]] std::optional<json_value> optional(std::string_view key) const;
  /// The text under `key`, empty if it is not there.
  [[nodiscard]] std::string optional_text(std::string_view key) const;

  /// All members of an object with free keys, each at most once.
  static std::vector<std::pair<std::string, json_value>> members(const json_value& value);

 private:
  json_value value_;
  std::vector<std::pair<std::string, json_value>> members_;
};

}  // namespace calib::profile_io
