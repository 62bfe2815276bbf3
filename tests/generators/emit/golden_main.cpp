/// Prints the golden header: emit_golden > tests/generators/emit/golden/sample.hpp

#include <iostream>

#include "emit/header_writer.hpp"
#include "sample_profile.hpp"

int main() { std::cout << calib::emit::header_text(calib::emit::testing::sample_profile()); }
