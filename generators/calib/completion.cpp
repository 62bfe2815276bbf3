#include "completion.hpp"

#include <algorithm>

#include "calib/op/list.hpp"
#include "command_tree.hpp"
#include "engine_argument.hpp"
#include "shipped_files.hpp"

namespace calib::tool {
namespace {

using word_list = std::vector<std::string>;

word_list operation_names() {
  word_list names;
  const auto add = [&]<class Op>() { names.emplace_back(Op::name); };
  for_each_operation<f32>(add);
  for_each_lowered_operation<f32>(add);
  return names;
}

word_list precision_names() {
  word_list names;
  for_each_type<all_precisions>([&]<class P>() { names.emplace_back(facts(P::id).name); });
  return names;
}

/// Of what stands behind this option or in this place.
word_list values_of(std::string_view name) {
  if (name == "--ops" || name == "--op" || name == "op" || name == "operation") return operation_names();
  if (name == "--precision") return precision_names();
  if (name == "--profile" || name == "profile" || name == "profiles") return shipped_ids("profiles");
  if (name == "--network" || name == "network" || name == "networks") return shipped_ids("networks");
  if (name == "--engine") return shipped_engines();
  if (name == "--cache") return {"warm", "cold", "network"};
  return {};
}

const CLI::Option* option_named(const CLI::App* app, std::string_view word) {
  for (; app != nullptr; app = app->get_parent()) {
    for (const CLI::Option* option : app->get_options()) {
      if (option->check_name(std::string{word})) return option;
    }
  }
  return nullptr;
}

bool takes_a_value(const CLI::Option* option) { return option != nullptr && option->get_items_expected_max() > 0; }

/// Where the words before the last one lead.
struct place {
  const CLI::App* app;
  const CLI::Option* value_of = nullptr;  ///< the option that waits for one
};

place place_behind(const CLI::App& app, std::span<const char* const> words) {
  place now{&app};
  for (const std::string_view word : words) {
    if (now.value_of != nullptr && word == "=") continue;  // bash takes --ops=gemm apart
    if (now.value_of != nullptr) {
      now.value_of = nullptr;
    } else if (word.starts_with("-")) {
      const CLI::Option* option = option_named(now.app, word);
      if (takes_a_value(option)) now.value_of = option;
    } else if (const CLI::App* below = subcommand_named(*now.app, word); below && word != "help") {  // names follow it
      now.app = below;
    }
  }
  return now;
}

word_list candidates(const place& at, std::string_view begun) {
  if (at.value_of != nullptr) return values_of("--" + at.value_of->get_single_name());
  if (begun.starts_with("-")) return options_of(at.app);
  word_list all;
  for (const CLI::App* below : subcommands_of(*at.app)) all.push_back(below->get_name());
  if (!all.empty()) return all;
  for (const CLI::Option* option : at.app->get_options()) {
    if (!option->get_positional()) continue;
    for (std::string& word : values_of(option->get_single_name())) all.push_back(std::move(word));
  }
  return all;
}

}  // namespace

std::vector<std::string> completions(const CLI::App& app, std::span<const char* const> words) {
  if (words.empty()) return {};
  place at = place_behind(app, words.first(words.size() - 1));
  const std::string_view word = at.value_of != nullptr && words.back() == std::string_view("=") ? "" : words.back();
  // What comes before the last part of "--ops=gemm,conv" stays.
  std::size_t begin = 0;
  if (const std::size_t equals = word.find('='); word.starts_with("--") && equals != std::string_view::npos) {
    at.value_of = option_named(at.app, word.substr(0, equals));
    begin = equals + 1;
  }
  if (const std::size_t comma = word.rfind(','); at.value_of != nullptr && comma != std::string_view::npos) {
    begin = std::max(begin, comma + 1);
  }
  std::vector<std::string> found;
  for (const std::string& one : candidates(at, word.substr(begin))) {
    if (one.starts_with(word.substr(begin))) found.push_back(std::string{word.substr(0, begin)} + one);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::string_view completion_script(std::string_view shell) {
  if (shell == "bash") {
    return R"(# calib completion bash >/etc/bash_completion.d/calib
_calib() {
  local IFS=$'\n'
  COMPREPLY=($("${COMP_WORDS[0]}" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _calib calib
)";
  }
  if (shell == "zsh") {
    return R"(#compdef calib
# calib completion zsh >~/.zfunc/_calib, a folder of $fpath
_calib() {
  local -a found
  found=("${(@f)$("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "${found[1]}" ]]; then compadd -a found; else _files; fi
}
if [[ "${funcstack[1]}" == _calib ]]; then _calib "$@"; else compdef _calib calib; fi
)";
  }
  if (shell == "fish") {
    return R"(# calib completion fish >~/.config/fish/completions/calib.fish
complete -c calib -a '(calib __complete (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
)";
  }
  return {};
}

}  // namespace calib::tool
