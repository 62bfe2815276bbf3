/// `calib help`: what `--help` of a subcommand says, asked the other way round.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <string>
#include <vector>

#include "command.hpp"
#include "command_tree.hpp"
#include "nearest_word.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

std::string unknown_name(const CLI::App& app, const std::vector<std::string>& names) {
  std::vector<const char*> words;
  for (const std::string& name : names) words.push_back(name.c_str());
  const std::string unknown = nearest_word(app, words);
  return unknown.empty() ? fmt::format("{} has no such subcommand", fmt::join(names, " ")) : unknown;
}

exit_code print_help(const CLI::App& app, const std::vector<std::string>& names) {
  const CLI::App* asked = &app;
  std::string usage_name = app.get_name();
  for (const std::string& name : names) {
    asked = subcommand_named(*asked, name);
    if (asked == nullptr) throw usage_error(unknown_name(app, names));
    usage_name += " " + name;
  }
  fmt::print("{}", asked->get_formatter()->make_help(asked, usage_name, CLI::AppFormatMode::Normal));
  return ok;
}

}  // namespace

void add_help(CLI::App& app, const global_options& /*global*/, action& chosen) {
  CLI::App* sub = app.add_subcommand("help", "print what --help of a subcommand says");
  sub->fallthrough(false);  // a subcommand's name is a word here
  auto names = std::make_shared<std::vector<std::string>>();
  sub->add_option("command", *names, "as in: calib help network show; none for all");
  sub->callback([&app, &chosen, names] { chosen = [&app, names] { return print_help(app, *names); }; });
}

}  // namespace calib::tool
