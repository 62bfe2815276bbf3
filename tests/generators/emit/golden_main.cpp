/// Prints the golden header: emit_golden > tests/generators/emit/golden/sample.hpp

#include <iostream>

#include "emit/header_writer.hpp"
#include "tests/samples/header_profile.hpp"

int main() { std::cout << calib::emit::header_text(calib::test::header_profile()); }
