/// `calib completion`: the script that makes a shell complete the words of a command.

#include <fmt/format.h>

#include <memory>

#include "command.hpp"
#include "completion.hpp"

namespace calib::tool {

void add_completion(CLI::App& app, const global_options& /*global*/, action& chosen) {
  CLI::App* sub = app.add_subcommand("completion", "print the script that completes words in bash, zsh or fish");
  auto shell = std::make_shared<std::string>();
  sub->add_option("shell", *shell, "bash, zsh or fish; the script says where it belongs")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  sub->callback([&chosen, shell] {
    chosen = [shell] {
      fmt::print("{}", completion_script(*shell));
      return ok;
    };
  });
}

}  // namespace calib::tool
