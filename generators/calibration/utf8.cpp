#include "calibration/utf8.hpp"

#include <simdjson.h>

namespace calib::calibration {

std::string in_utf8(std::string text) {
  if (simdjson::validate_utf8(text)) return text;
  for (char& c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  }
  return text;
}

}  // namespace calib::calibration
