#pragma once
/// Builds JSON text for people: two spaces of indentation, short things on one line, long rows of numbers in rows.
/// A pure function of what it is given: no locale, no clock.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace calib::profile_io {

/// Whether the members of an object or array have lines of their own.
enum class layout { block, line };

class json_text {
 public:
  /// Containers. Inside an object each value follows a key().
  void begin_object(layout how = layout::block) { begin('{', how); }
  void begin_array(layout how = layout::block) { begin('[', how); }
  void end_object() { end('}'); }
  void end_array() { end(']'); }

  /// A member that is an object, left out as a whole if nothing is put into it.
  void begin_known_object(std::string_view key, layout how = layout::block);

  void key(std::string_view name);

  /// Values. Text that is not UTF-8 throws std::invalid_argument: no JSON reader would take it.
  void value(std::string_view text);
  void value(const char* text) { value(std::string_view{text}); }
  void value(double number);
  void value(std::uint64_t number);
  void value(bool truth);

  /// A member.
  template <class T>
  void member(std::string_view name, const T& v) {
    key(name);
    value(v);
  }

  /// Members that are left out when unknown: empty or 0.
  void known(std::string_view name, std::string_view text);
  void known(std::string_view name, double number);
  void known(std::string_view name, std::uint64_t number);
  void known(std::string_view name, std::span<const std::string> texts);

  /// An array of numbers, `per_row` of them on a line.
  void rows(std::string_view name, std::span<const double> numbers, std::size_t per_row);

  /// The finished text, with a line end.
  [[nodiscard]] std::string finish() &&;

 private:
  struct frame {
    layout how;
    std::size_t drop_to;  ///< where the text is cut if the container stays empty; npos: it is kept
    bool empty = true;
  };

  void begin(char bracket, layout how);
  void end(char bracket);
  void separate();
  void new_line();
  void quote(std::string_view text);

  std::string text_;
  std::vector<frame> open_;
  bool after_key_ = false;
  std::size_t pending_drop_ = std::string::npos;
};

}  // namespace calib::profile_io
