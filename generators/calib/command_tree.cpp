#include "command_tree.hpp"

#include <algorithm>

namespace calib::tool {

std::vector<const CLI::App*> subcommands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

const CLI::App* subcommand_named(const CLI::App& app, std::string_view name) {
  const std::vector<const CLI::App*> all = subcommands_of(app);
  const auto found = std::ranges::find_if(all, [name](const CLI::App* one) { return one->get_name() == name; });
  return found == all.end() ? nullptr : *found;
}

std::vector<std::string> options_of(const CLI::App* app) {
  std::vector<std::string> names;
  for (; app != nullptr; app = app->get_parent()) {
    for (const CLI::Option* option : app->get_options()) {
      if (option->get_group().empty()) continue;  // not for people
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  return names;
}

}  // namespace calib::tool
