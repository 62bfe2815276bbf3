#pragma once
/// A profile under check, and how what is wrong with it is told.

#include <string>
#include <string_view>
#include <vector>

#include "calib/profile_error.hpp"

namespace calib::profile_io {

/// All but fail() throw only where the value breaks the rule they are named after. A pointer says where it stands.
class checked_file {
 public:
  /// The name must outlive it.
  explicit checked_file(std::string_view name) : name_{name} {}

  [[noreturn]] void fail(profile_fault code, std::string pointer, std::string problem, std::string remedy) const;

  /// A name in C++.
  void identifier(const std::string& id, std::string pointer) const;
  void not_empty(const std::string& text, std::string pointer, const std::string& what) const;
  /// A quantity of which 0 says that it is unknown.
  void not_negative(double value, std::string pointer, const std::string& what) const;
  /// Positive finite seconds.
  void latency(double seconds, const std::string& pointer) const;
  void latencies(const std::vector<double>& seconds, const std::string& pointer) const;

 private:
  std::string_view name_;
};

}  // namespace calib::profile_io
