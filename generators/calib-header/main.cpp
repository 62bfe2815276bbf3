/// calib-header: turns a JSON profile into the C++ header that mappers compile in.

#include <exception>
#include <filesystem>
#include <iostream>
#include <span>
#include <stdexcept>
#include <string>

#include "arguments.hpp"
#include "calib/version.hpp"
#include "emit/header_writer.hpp"
#include "emit/network_header.hpp"
#include "exit_code.hpp"
#include "network_io/reader.hpp"
#include "profile_io/atomic_file.hpp"
#include "profile_io/reader.hpp"

namespace {

constexpr const char* help = R"(usage: calib-header [-o FILE] [--id ID] [-v] PROFILE.json
       calib-header --network [-o FILE] [--id ID] [-v] NETWORK.json

Writes the C++ header of a calib profile, or of a network: to stdout, or to FILE if its text changes.

  -o, --output FILE  write FILE, atomically, and leave it alone when it is up to date
      --id ID        call the profile calib::profiles::ID, or the network calib::networks::ID, instead of by the id
                     it carries
      --network      the file holds a network
  -v, --verbose      say on stderr what was done
  -h, --help         print this
      --version      print the version

exit status: 0 done, 1 internal error, 2 wrong usage, 5 invalid or incompatible profile or network
)";

std::string header_of_profile(const calib::header_tool::arguments& arguments) {
  calib::profile_io::profile_data profile = calib::profile_io::read_profile(arguments.input);
  if (!arguments.id.empty()) profile.id = arguments.id;
  return calib::emit::header_text(profile);
}

std::string header_of_network(const calib::header_tool::arguments& arguments) {
  calib::network_io::network_data network = calib::network_io::read_network(arguments.input);
  if (!arguments.id.empty()) network.id = arguments.id;
  return calib::emit::network_header_text(network);
}

void write(const calib::header_tool::arguments& arguments, const std::string& header) {
  if (arguments.output.empty()) {
    std::cout << header;
    return;
  }
  const std::filesystem::path output(arguments.output);
  if (output.has_parent_path()) std::filesystem::create_directories(output.parent_path());
  const bool changed = calib::profile_io::write_atomically(output, header);
  if (arguments.verbose) std::cerr << "calib-header: " << arguments.output << (changed ? " written\n" : " unchanged\n");
}

}  // namespace

int main(int argc, char** argv) {
  using namespace calib::header_tool;
  try {
    const arguments arguments = parse(std::span<const char* const>(argv, static_cast<std::size_t>(argc)).subspan(1));
    switch (arguments.action) {
      case action::help:
        std::cout << help;
        break;
      case action::version:
        std::cout << "calib-header " CALIB_VERSION "\n";
        break;
      case action::generate:
        write(arguments, header_of_profile(arguments));
        break;
      case action::generate_network:
        write(arguments, header_of_network(arguments));
        break;
    }
    if (!std::cout.flush()) throw std::runtime_error("cannot write to stdout");
    return calib::tool::ok;
  } catch (const std::exception& error) {
    std::cerr << "calib-header: " << error.what() << '\n';
    const calib::tool::exit_code status = calib::tool::status_after(error);
    if (status == calib::tool::usage) std::cerr << '\n' << help;
    return status;
  }
}
