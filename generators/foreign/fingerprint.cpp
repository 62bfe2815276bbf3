#include "foreign/fingerprint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace calib::foreign {
namespace {

// Of sets that are larger, so many hashes tell the share to a tenth.
constexpr std::size_t most_hashes = 64;

// FNV-1a: the same everywhere, and good enough for equality.
std::uint64_t hash_of(const fit::measured_shape& one) {
  std::uint64_t hash = 14695981039346656037ULL;
  const auto add = [&](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  };
  for (const std::size_t size : one.dims) add(fmt::format("{},", size));
  add(fmt::format("{:.5e}", one.latency_s));
  // The bits above depend on all of those below.
  hash ^= hash >> 32U;
  hash *= 0x9e3779b97f4a7c15ULL;
  return hash >> 24U;
}

std::set<std::uint64_t> hashes_of(const fit::measurement_set& set) {
  std::set<std::uint64_t> hashes;
  for (const fit::measured_shape& one : set.shapes) hashes.insert(hash_of(one));
  return hashes;
}

struct kept {
  bool all = false;  // of the set's hashes: there were no more than are kept
  std::set<std::uint64_t> hashes;
};

std::optional<kept> parse(std::string_view text) {
  constexpr std::size_t digits = 10;
  kept found;
  const std::size_t colon = text.find(':');
  std::size_t count = 0;
  if (colon == std::string_view::npos) return std::nullopt;
  std::from_chars(text.data(), text.data() + colon, count);
  for (text.remove_prefix(colon + 1); text.size() >= digits; text.remove_prefix(digits)) {
    std::uint64_t hash = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + digits, hash, 16);
    if (error != std::errc{} || end != text.data() + digits) return std::nullopt;
    found.hashes.insert(hash);
  }
  found.all = count <= most_hashes;
  return found;
}

}  // namespace

std::string fingerprint_of(const fit::measurement_set& set) {
  const std::set<std::uint64_t> hashes = hashes_of(set);
  std::string text = fmt::format("{}:", hashes.size());
  std::size_t kept = 0;
  for (const std::uint64_t hash : hashes) {
    if (kept++ == most_hashes) break;
    text += fmt::format("{:010x}", hash);
  }
  return text;
}

std::string rows_key(const fit::measurement_set& set, std::string_view setting) {
  return fmt::format("rows {} {} {}", set.operation, facts(set.precision).name, setting);
}

double share_known(const fit::measurement_set& set, std::string_view fingerprint) {
  const auto known = parse(fingerprint);
  if (!known || known->hashes.empty()) return 0;
  std::size_t comparable = 0, same = 0;
  for (const std::uint64_t hash : hashes_of(set)) {
    if (!known->all && hash > *known->hashes.rbegin()) continue;
    ++comparable;
    if (known->hashes.contains(hash)) ++same;
  }
  return comparable == 0 ? 0 : static_cast<double>(same) / static_cast<double>(comparable);
}

}  // namespace calib::foreign
