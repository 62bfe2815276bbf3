#include "profile_io/json_layout.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "profile_io/text.hpp"

namespace calib::profile_io {
namespace {

class printer {
 public:
  explicit printer(const json_layout& layout) : layout_{layout} {}

  void print(const json& value, bool on_one_line, std::size_t row) {
    if (on_one_line || value.empty() || !value.is_structured()) {
      print_line(value);
    } else if (value.is_object()) {
      print_object(value);
    } else {
      print_array(value, false, row);
    }
  }

  std::string take() && { return std::move(text_) + '\n'; }

 private:
  void print_object(const json& object) {
    text_ += '{';
    ++depth_;
    bool first = true;
    for (const auto& [name, member] : object.items()) {
      begin_line(first);
      print_plain(name);
      text_ += ": ";
      const bool on_one_line = listed(name);
      if (member.is_array()) {
        print_array(member, on_one_line, layout_.row_length(object, name));
      } else {
        print(member, on_one_line, 0);
      }
    }
    end_block('}');
  }

  void print_array(const json& array, bool elements_on_one_line, std::size_t row) {
    const bool plain = std::none_of(array.begin(), array.end(), [](const json& one) { return one.is_structured(); });
    if (plain && (row == 0 || array.size() <= row)) return print_line(array);
    text_ += '[';
    ++depth_;
    bool first = true;
    std::size_t column = 0;
    for (const json& element : array) {
      if (plain && column > 0) {
        text_ += ", ";
      } else {
        begin_line(first);
      }
      if (++column == row) column = 0;
      print(element, elements_on_one_line, 0);
    }
    end_block(']');
  }

  void print_line(const json& value) {
    const char* separator = "";
    if (value.is_object()) {
      text_ += '{';
      for (const auto& [name, member] : value.items()) {
        text_ += std::exchange(separator, ", ");
        print_plain(name);
        text_ += ": ";
        print_line(member);
      }
      text_ += '}';
    } else if (value.is_array()) {
      text_ += '[';
      for (const json& element : value) {
        text_ += std::exchange(separator, ", ");
        print_line(element);
      }
      text_ += ']';
    } else {
      print_plain(value);
    }
  }

  void print_plain(const json& value) {
    if (value.is_number_float()) {  // dump() would add ".0" to whole numbers, and write 0.0001 for 1e-04
      text_ += number_text(value.get<double>());
      return;
    }
    try {
      text_ += value.dump(-1, ' ', false, layout_.not_utf8);
    } catch (const json::type_error&) {
      throw std::invalid_argument(in_quotes(value.get<std::string>()) + " is not UTF-8");
    }
  }

  void begin_line(bool& first) {
    if (!std::exchange(first, false)) text_ += ',';
    new_line();
  }

  void end_block(char bracket) {
    --depth_;
    new_line();
    text_ += bracket;
  }

  void new_line() { text_ += '\n' + std::string(2 * depth_, ' '); }

  bool listed(std::string_view name) const {
    return std::find(layout_.on_one_line.begin(), layout_.on_one_line.end(), name) != layout_.on_one_line.end();
  }

  const json_layout& layout_;
  std::string text_;
  std::size_t depth_ = 0;
};

}  // namespace

std::string laid_out(const json& value, const json_layout& layout) {
  printer out(layout);
  out.print(value, false, 0);
  return std::move(out).take();
}

}  // namespace calib::profile_io
