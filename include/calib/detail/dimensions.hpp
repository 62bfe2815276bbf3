#pragma once
/// The dimensions of an operation, from the one place that says them: CALIB_OPERATION in op/operation.hpp. The text of
/// its declaration, "batch, stride = 1", gives their names; the members themselves give their values.

#include <array>
#include <bit>
#include <cstddef>
#include <string_view>

#include "calib/detail/inline.hpp"
#include "calib/detail/text.hpp"

namespace calib::detail {

/// How many members a declaration has.
constexpr std::size_t declared_count(const char* declaration) noexcept {
  std::size_t count = *declaration == '\0' ? 0 : 1;
  for (; *declaration != '\0'; ++declaration) count += *declaration == ',' ? 1 : 0;
  return count;
}

/// What they are called, and which have a value where none is given.
template <std::size_t Count>
struct declared_members {
  std::array<std::string_view, Count> names{};
  std::array<bool, Count> has_default{};
};

template <std::size_t Count>
constexpr declared_members<Count> members_declared(const char* declaration) noexcept {
  declared_members<Count> found;
  const char* at = declaration;
  for (std::size_t i = 0; i < Count; ++i, ++at) {
    while (*at == ' ') ++at;
    const char* const begin = at;
    while (*at != ',' && *at != ' ' && *at != '\0') ++at;
    found.names[i] = {begin, static_cast<std::size_t>(at - begin)};
    for (; *at != ',' && *at != '\0'; ++at) found.has_default[i] = true;
  }
  return found;
}

/// The members that a declaration has. Read once for each text, however many operations and precisions share it.
template <text Declaration>
inline constexpr auto declared = members_declared<declared_count(Declaration.characters)>(Declaration.characters);

/// A public header as it is included, "calib/op/gemm.hpp", from the path under which a compiler read it.
constexpr std::string_view included_as(std::string_view path) noexcept {
  const std::size_t at = path.rfind("calib/op/");
  return at == std::string_view::npos ? path : path.substr(at);
}

/// The members of an aggregate of `Count` sizes, in declaration order.
template <std::size_t Count, class Aggregate>
CALIB_INLINE constexpr std::array<std::size_t, Count> members_of([[maybe_unused]] const Aggregate& of) noexcept {
  if constexpr (Count == 0) {
    return {};
  } else {
    static_assert(sizeof(Aggregate) == Count * sizeof(std::size_t), "calib: an operation holds its dimensions only");
    return std::bit_cast<std::array<std::size_t, Count>>(of);
  }
}

}  // namespace calib::detail
