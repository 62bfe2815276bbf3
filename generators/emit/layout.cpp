#include "emit/layout.hpp"

namespace calib::emit {
namespace {

/// Label column of the banner: the longest label, "content sha256", and two spaces.
constexpr std::size_t label_width = 16;

/// The most bytes of `text`, up to `room`, that end behind a blank, or where there is none cut neither an escape nor a
/// character.
std::size_t fitting(std::string_view text, std::size_t room) {
  if (text.size() <= room) return text.size();
  const std::size_t blank = text.rfind(' ', room - 1);
  if (blank != std::string_view::npos) return blank + 1;
  const std::size_t escape = text.rfind('\\', room - 1);
  if (escape != std::string_view::npos && escape + 4 > room) return escape;
  std::size_t size = room;
  while (size > 1 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;  // within a UTF-8 character
  return size;
}

void trim_blanks(std::string& out) {
  while (!out.empty() && out.back() == ' ') out.pop_back();
}

}  // namespace

void append_list(std::string& out, std::string_view head, const std::vector<std::string>& items, std::string_view tail,
                 std::size_t indent) {
  out += head;
  std::size_t column = head.size();
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool last = i + 1 == items.size();
    const std::size_t needed = items[i].size() + (last ? tail.size() : 1);
    const bool first = i == 0;
    if (column + (first ? 0 : 1) + needed > line_length && column > indent) {
      trim_blanks(out);
      out += '\n';
      out.append(indent, ' ');
      column = indent;
    } else if (!first) {
      out += ' ';
      ++column;
    }
    out += items[i];
    if (!last) out += ',';
    column += items[i].size() + 1;
  }
  out += tail;
  out += '\n';
}

void append_stacked(std::string& out, std::string_view head, const std::vector<std::string>& items,
                    std::string_view tail, std::size_t indent) {
  std::size_t length = head.size() + tail.size();
  for (const std::string& item : items) length += item.size() + 2;
  if (length <= line_length) {
    append_list(out, head, items, tail, indent);
    return;
  }
  out += head;
  for (std::size_t i = 0; i < items.size(); ++i) {
    out += '\n';
    out.append(indent, ' ');
    out += items[i];
    if (i + 1 < items.size()) out += ',';
  }
  out += tail;
  out += '\n';
}

void append_text(std::string& out, std::string_view head, std::string_view text, std::string_view tail,
                 std::size_t indent) {
  out += head;
  if (head.size() + text.size() + tail.size() + 2 <= line_length) {
    out += '"';
    out += text;
    out += '"';
  } else {
    const std::size_t room = line_length - indent - tail.size() - 2;
    while (!text.empty()) {
      const std::size_t size = fitting(text, room);
      trim_blanks(out);
      if (!out.empty() && out.back() != '\n') out += '\n';
      out.append(indent, ' ');
      out += '"';
      out += text.substr(0, size);
      out += '"';
      text.remove_prefix(size);
    }
  }
  out += tail;
  out += '\n';
}

void append_remark(std::string& out, std::string_view label, std::string_view text) {
  if (text.empty()) return;
  std::string padded(label);
  padded.resize(label_width, ' ');
  const std::size_t room = line_length - 4 - label_width;
  while (!text.empty()) {
    const std::size_t size = fitting(text, room);
    out += "// " + padded;
    out += text.substr(0, size);
    trim_blanks(out);
    if (out.ends_with('\\') || out.ends_with("?\?/")) out += '.';  // else the next line would belong to the comment
    out += '\n';
    text.remove_prefix(size);
    padded.assign(label_width, ' ');
  }
}

}  // namespace calib::emit
