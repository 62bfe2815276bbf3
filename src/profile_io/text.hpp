#pragma once
/// Pieces of messages and of JSON text. Numbers are independent of every locale.

#include <cstddef>
#include <string>
#include <string_view>

namespace calib::profile_io {

/// The shortest decimal text that reads back as the same double: 0.1, 1e-06, 3200000000.
std::string number_text(double value);

/// `text` between quotation marks, safe to print: control characters and what is not UTF-8 replaced, long text cut.
std::string in_quotes(std::string_view text);

namespace detail {

std::string pointer_part(std::string_view key);
std::string pointer_part(std::size_t index);

}  // namespace detail

/// A JSON pointer (RFC 6901): pointer_to("tables", 3, "axes") is "/tables/3/axes".
template <class... Part>
std::string pointer_to(const Part&... parts) {
  return (std::string{} + ... + detail::pointer_part(parts));
}

}  // namespace calib::profile_io
