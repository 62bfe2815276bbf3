#include "date.hpp"

#include <fmt/chrono.h>

#include <ctime>

namespace calib::tool {

std::string today() { return fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time(nullptr))); }

}  // namespace calib::tool
