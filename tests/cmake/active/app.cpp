#include <calib/active.hpp>
#include <cstdio>

int main() { std::printf("%s\n", calib::active::profile::id.data()); }
