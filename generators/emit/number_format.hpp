#pragma once
/// Numbers and text as C++ source that means exactly the same, on every machine and under every locale.

#include <string>
#include <string_view>

namespace calib::emit {

/// The shortest decimal that reads back as exactly `value`, always a literal of type double: `0.001`, `1e-05`, `5.0`.
/// Throws std::invalid_argument for infinities and NaN, which have no literal.
std::string double_literal(double value);

/// `text` in printable ASCII, fit for a string literal: quotes, backslashes and every byte beyond ASCII as three octal
/// digits, which a following digit cannot extend.
std::string escaped(std::string_view text);

/// `text`, which is UTF-8, fit for a comment: a question mark for every character that would end the line, or turn the
/// direction of reading, which compilers warn of.
std::string for_comment(std::string_view text);

}  // namespace calib::emit
