/// Writes the sample profiles into the folder given, for validate_schema.py.

#include <filesystem>
#include <iostream>

#include "profile_io/atomic_file.hpp"
#include "profile_io/writer.hpp"
#include "tests/samples/profile_data.hpp"

int main(int argc, char** argv) {
  try {
    if (argc != 2) throw std::invalid_argument("usage: write_samples <folder>");
    const std::filesystem::path folder(argv[1]);
    std::filesystem::create_directories(folder);
    const auto write = [&](const char* name, std::string_view text) {
      calib::profile_io::write_atomically(folder / name, text);
    };
    write("full.json", calib::profile_io::to_json(calib::test::full_profile()));
    write("every_operation.json", calib::profile_io::to_json(calib::test::every_operation()));
    write("plain.json", calib::test::plain_json);
    auto peaks_only = calib::test::full_profile();
    peaks_only.tables.clear();
    write("peaks_only.json", calib::profile_io::to_json(peaks_only));
    return 0;
  } catch (const std::exception& e) {
    std::cerr << "write_samples: " << e.what() << '\n';
    return 1;
  }
}
