#pragma once
/// What a round of the measuring loop leaves beside its samples.

#include <cstddef>

#include "measure/canary.hpp"

namespace calib::measure {

struct round_record {
  canary_reading start;
  canary_reading end;
  double seconds = 0.0;
  std::size_t samples = 0;
  std::size_t rejected = 0;
};

}  // namespace calib::measure
