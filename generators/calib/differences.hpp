#pragma once
/// What two profiles, or a profile and this machine, say of one thing, where both know it and do not agree.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "profile_io/profile_data.hpp"

namespace calib::tool {

class differences {
 public:
  struct one {
    std::string what, first, second;
  };

  /// Texts; an empty one is not known.
  void compare(std::string_view what, const std::string& first, const std::string& second);
  /// Numbers that a measurement had a part in: alike within a tenth of the larger, or what is given; 0 is not known.
  void compare(std::string_view what, double first, double second, double same_within = 0.1);
  /// Counts; 0 is not known.
  void exactly(std::string_view what, std::uint64_t first, std::uint64_t second);
  /// Processor, instructions, cores, caches, memory, hypervisor.
  void compare(const profile_io::machine_data& first, const profile_io::machine_data& second);
  /// The machines of two profiles. A name is for people: it decides where a profile says nothing else of its machine.
  void machines(const profile_io::profile_data& first, const profile_io::profile_data& second);

  [[nodiscard]] bool any() const noexcept { return !found_.empty(); }
  [[nodiscard]] const std::vector<one>& all() const noexcept { return found_; }
  /// "the processor (A and B); the number of cores (2 and 4)"
  [[nodiscard]] std::string text() const;

 private:
  std::vector<one> found_;
};

}  // namespace calib::tool
