#include "profile_io/json_text.hpp"

#include <simdjson.h>

#include <stdexcept>
#include <utility>

#include "profile_io/text.hpp"

namespace calib::profile_io {

void json_text::new_line() { text_ += '\n' + std::string(2 * open_.size(), ' '); }

/// What stands between the previous value and the next.
void json_text::separate() {
  if (std::exchange(after_key_, false) || open_.empty()) return;
  frame& top = open_.back();
  if (!top.empty) text_ += top.how == layout::line ? ", " : ",";
  if (top.how == layout::block) new_line();
  top.empty = false;
}

void json_text::begin(char bracket, layout how) {
  separate();
  text_ += bracket;
  open_.push_back({how, std::exchange(pending_drop_, std::string::npos)});
}

void json_text::begin_known_object(std::string_view name, layout how) {
  const std::size_t before = text_.size();
  key(name);
  pending_drop_ = before;
  begin_object(how);
}

void json_text::end(char bracket) {
  const frame top = open_.back();
  open_.pop_back();
  if (top.empty && top.drop_to != std::string::npos) {
    text_.resize(top.drop_to);
    open_.back().empty = text_.ends_with('{');  // its key no longer counts
    return;
  }
  if (!top.empty && top.how == layout::block) new_line();
  text_ += bracket;
}

void json_text::key(std::string_view name) {
  separate();
  quote(name);
  text_ += ": ";
  after_key_ = true;
}

void json_text::quote(std::string_view text) {
  if (!simdjson::validate_utf8(text)) throw std::invalid_argument(in_quotes(text) + " is not UTF-8");
  text_ += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      text_ += {'\\', c};
    } else if (c == '\n') {
      text_ += "\\n";
    } else if (const auto byte = static_cast<unsigned char>(c); byte < 0x20) {
      text_ += {'\\', 'u', '0', '0', byte < 0x10 ? '0' : '1', "0123456789abcdef"[byte & 0xf]};
    } else {
      text_ += c;
    }
  }
  text_ += '"';
}

void json_text::value(std::string_view text) {
  separate();
  quote(text);
}

void json_text::value(double number) {
  separate();
  text_ += number_text(number);
}

void json_text::value(std::uint64_t number) {
  separate();
  text_ += std::to_string(number);
}

void json_text::value(bool truth) {
  separate();
  text_ += truth ? "true" : "false";
}

void json_text::known(std::string_view name, std::string_view text) {
  if (!text.empty()) member(name, text);
}

void json_text::known(std::string_view name, double number) {
  if (number != 0) member(name, number);
}

void json_text::known(std::string_view name, std::uint64_t number) {
  if (number != 0) member(name, number);
}

void json_text::known(std::string_view name, std::span<const std::string> texts) {
  if (texts.empty()) return;
  key(name);
  begin_array(layout::line);
  for (const std::string& text : texts) value(std::string_view{text});
  end_array();
}

void json_text::rows(std::string_view name, std::span<const double> numbers, std::size_t per_row) {
  key(name);
  if (numbers.size() <= per_row) {
    begin_array(layout::line);
    for (const double number : numbers) value(number);
    end_array();
    return;
  }
  begin_array();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i % per_row == 0) {
      value(numbers[i]);
    } else {
      text_ += ", " + number_text(numbers[i]);
    }
  }
  end_array();
}

std::string json_text::finish() && { return std::move(text_) + '\n'; }

}  // namespace calib::profile_io
