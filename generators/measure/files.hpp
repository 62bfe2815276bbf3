#pragma once
/// The file system as the measurement sees it: small text files under /proc, /sys and /etc.
/// Behind an interface so that tests can take /proc away.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace calib::measure {

class file_reader {
 public:
  virtual ~file_reader() = default;
  /// Whole content, or nothing when the file is missing or unreadable.
  [[nodiscard]] virtual std::optional<std::string> read(const std::string& path) const = 0;
};

/// The real file system.
class system_files final : public file_reader {
 public:
  [[nodiscard]] std::optional<std::string> read(const std::string& path) const override;
};

/// Text without leading and trailing white space.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

/// Pieces between white space.
[[nodiscard]] std::vector<std::string_view> words(std::string_view text);

/// Value of the first "key : value" (or "key = value" with another separator) line; nothing when absent.
[[nodiscard]] std::optional<std::string> field(std::string_view text, std::string_view key, char separator = ':');

/// Leading unsigned decimal number; nothing when the text does not start with a digit or overflows.
[[nodiscard]] std::optional<unsigned long long> leading_number(std::string_view text) noexcept;

/// The CPUs in a kernel list such as "0-3,8,10-11"; none of an empty or malformed list, or of one with numbers of 65536
/// or more, which would fill memory.
[[nodiscard]] std::vector<std::size_t> cpu_numbers(std::string_view list);

}  // namespace calib::measure
