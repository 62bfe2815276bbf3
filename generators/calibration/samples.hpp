#pragma once
/// Every sample of a calibration as CSV, for those who judge measurements by their own methods.

#include <string>

#include "calibration/checkpoint.hpp"

namespace calib::calibration {

/// A line for each sample: setting, operation, precision, shape ("m=64 n=64 k=64"), round (from 0; each number of
/// threads and each state of the caches has its own), wall seconds per call, counted cycles per call (empty where none
/// were counted), and why it was rejected (empty where it was not).
std::string samples_csv(const checkpoint& work);

}  // namespace calib::calibration
