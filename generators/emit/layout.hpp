#pragma once
/// Lays generated source out in lines of at most 100 columns.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace calib::emit {

/// Columns of a generated line.
inline constexpr std::size_t line_length = 100;

/// Appends `items`, separated by commas, after `head`, and `tail` behind the last; lines that begin a continuation are
/// indented by `indent` columns. Items are never split. `head` and `tail` bring their own spaces.
void append_list(std::string& out, std::string_view head, const std::vector<std::string>& items, std::string_view tail,
                 std::size_t indent);

/// As append_list, each item on its own line unless everything fits into one.
void append_stacked(std::string& out, std::string_view head, const std::vector<std::string>& items,
                    std::string_view tail, std::size_t indent);

/// Appends a string literal with `head` before and `tail` behind it, split into adjacent literals where it is long.
/// `text` is already escaped.
void append_text(std::string& out, std::string_view head, std::string_view text, std::string_view tail,
                 std::size_t indent);

/// Appends a comment line `// label   words...`, continued under the first word. `text` is fit for a comment.
void append_remark(std::string& out, std::string_view label, std::string_view text);

}  // namespace calib::emit
