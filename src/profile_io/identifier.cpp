#include "profile_io/identifier.hpp"

#include <algorithm>
#include <array>

namespace calib::profile_io {
namespace {

constexpr auto taken =
    std::to_array<std::string_view>({"alignas",      "alignof",    "and",           "and_eq",
                                     "asm",          "auto",       "bitand",        "bitor",
                                     "bool",         "break",
                                     "calib",  // the namespace the header opens
                                     "case",         "catch",      "char",          "char16_t",
                                     "char32_t",     "char8_t",    "class",         "co_await",
                                     "co_return",    "co_yield",   "compl",         "concept",
                                     "const",        "const_cast", "consteval",     "constexpr",
                                     "constinit",    "continue",   "decltype",      "default",
                                     "delete",       "do",         "double",        "dynamic_cast",
                                     "else",         "enum",       "explicit",      "export",
                                     "extern",       "false",      "float",         "for",
                                     "friend",       "goto",
                                     "i386",  // a macro of gcc and clang, as are linux and unix
                                     "if",           "inline",     "int",           "linux",
                                     "long",         "mutable",    "namespace",     "new",
                                     "noexcept",     "not",        "not_eq",        "nullptr",
                                     "operator",     "or",         "or_eq",         "private",
                                     "protected",    "public",     "register",      "reinterpret_cast",
                                     "requires",     "return",     "short",         "signed",
                                     "sizeof",       "static",     "static_assert", "static_cast",
                                     "std",  // the namespace the header uses
                                     "struct",       "switch",     "template",      "this",
                                     "thread_local", "throw",      "true",          "try",
                                     "typedef",      "typeid",     "typename",      "union",
                                     "unix",         "unsigned",   "using",         "virtual",
                                     "void",         "volatile",   "wchar_t",       "while",
                                     "xor",          "xor_eq"});
static_assert(std::ranges::is_sorted(taken));

constexpr bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

}  // namespace

bool is_identifier(std::string_view text) noexcept {
  if (text.empty() || !is_letter(text.front())) return false;
  if (text.find("__") != std::string_view::npos) return false;  // reserved to compilers
  const auto allowed = [](char c) { return is_letter(c) || is_digit(c) || c == '_'; };
  return std::ranges::all_of(text, allowed) && !std::ranges::binary_search(taken, text);
}

}  // namespace calib::profile_io
