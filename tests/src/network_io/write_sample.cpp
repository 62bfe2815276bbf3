/// Writes the sample network into the file given, for validate_schema.py.

#include <iostream>
#include <stdexcept>

#include "network_io/writer.hpp"
#include "profile_io/atomic_file.hpp"
#include "tests/src/network_io/sample_network.hpp"

int main(int argc, char** argv) {
  try {
    if (argc != 2) throw std::invalid_argument("usage: write_sample <file>");
    calib::profile_io::write_atomically(argv[1], calib::network_io::write_network(calib::test::sample_network()));
    return 0;
  } catch (const std::exception& e) {
    std::cerr << "write_sample: " << e.what() << '\n';
    return 1;
  }
}
