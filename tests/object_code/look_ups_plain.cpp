#define CALIB_LOOK_UPS plain_calib
#include "look_ups.hpp"
