#pragma once
/// Text as a template argument, for names in tables of types.

#include <cstddef>
#include <string_view>

namespace calib::detail {

template <std::size_t Size>
struct text {
  char characters[Size]{};

  /// Implicit: a literal is written where a text is asked for.
  constexpr text(const char (&literal)[Size]) noexcept {
    for (std::size_t i = 0; i < Size; ++i) characters[i] = literal[i];
  }
  constexpr std::string_view view() const noexcept { return {characters, Size - 1}; }
};

}  // namespace calib::detail
