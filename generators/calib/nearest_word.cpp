#include "nearest_word.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "command_tree.hpp"
#include "profile_io/nearest.hpp"

namespace calib::tool {
namespace {

std::string meant(std::string_view word, const std::vector<std::string>& known) {
  const std::vector<std::string_view> names(known.begin(), known.end());
  const std::string near = profile_io::nearest(word, names);
  return near.empty() ? "" : fmt::format(" (did you mean {}?)", near);
}

/// "--batch" of "--batch=4"
std::string option_in(std::string_view word) { return std::string{word.substr(0, word.find('='))}; }

}  // namespace

std::string nearest_word(const CLI::App& app, std::span<const char* const> words) {
  const CLI::App* now = &app;
  for (const std::string_view word : words) {
    if (word == "--") break;
    if (word.starts_with("--")) {
      const std::vector<std::string> known = options_of(now);
      const std::string option = option_in(word);
      if (std::ranges::find(known, option) == known.end()) {
        return fmt::format("there is no option {}{}", option, meant(option, known));
      }
      continue;
    }
    const std::vector<const CLI::App*> below = subcommands_of(*now);
    if (word.starts_with("-") || below.empty()) continue;
    const CLI::App* found = subcommand_named(*now, word);
    if (found == nullptr) {
      std::vector<std::string> names;
      for (const CLI::App* one : below) names.push_back(one->get_name());
      return fmt::format("there is no subcommand '{}'{}", word, meant(word, names));
    }
    now = found;
  }
  return {};
}

}  // namespace calib::tool
