/// `calib header`: a profile as a C++ header, as `calib-header` writes it.

#include <fmt/format.h>

#include "command.hpp"
#include "emit/header_writer.hpp"
#include "profile_argument.hpp"
#include "profile_io/atomic_file.hpp"

namespace calib::tool {

void add_header(CLI::App& app, const global_options& global, action& chosen) {
  CLI::App* sub = app.add_subcommand("header", "write a profile as a constexpr C++ header");
  auto profile = std::make_shared<std::string>();
  auto output = std::make_shared<std::string>();
  sub->add_option("profile", *profile, "profile file, or id of a shipped one")->required();
  sub->add_option("-o,--output", *output, "header to write; without it the header goes to stdout");
  sub->callback([&chosen, &global, profile, output] {
    chosen = [&global, profile, output] {
      const std::string text = emit::header_text(load(*profile));
      if (output->empty()) {
        fmt::print("{}", text);
      } else {
        const bool changed = profile_io::write_atomically(*output, text);
        if (!global.quiet) fmt::print(stderr, "{} {}\n", *output, changed ? "written" : "is up to date");
      }
      return ok;
    };
  });
}

}  // namespace calib::tool
