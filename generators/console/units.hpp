#pragma once
/// Quantities as people read them: three significant digits and an SI prefix.

#include <string>

namespace calib::console {

std::string time(double seconds);       ///< "22.2 ms"
std::string flops_per_s(double value);  ///< "775 GFLOP/s"
std::string bytes_per_s(double value);  ///< "52.4 GB/s"
std::string frequency(double hertz);    ///< "3.88 GHz"
std::string bytes(double value);        ///< binary prefixes: "32 MiB"
std::string percent(double fraction);   ///< "12.3 %"

}  // namespace calib::console
