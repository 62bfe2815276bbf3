#pragma once

#include <calib/calib.hpp>
#include <calib/networks/small_net.hpp>
#include <calib/profiles/first_box.hpp>

using box = calib::mapper<calib::profiles::first_box>;

/// Seconds.
double latency_in_the_library(std::size_t elements);
