#define CALIB_LOOK_UPS fused_calib
#include "look_ups.hpp"
