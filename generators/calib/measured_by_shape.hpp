#pragma once
/// The measurements that a fitted table rests on, as a profile keeps them.

#include <map>

#include "plan/shapes.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::tool {

/// Seconds of each shape that the table was fitted to; empty where it does not tell.
std::map<plan::shape, double> measured_by_shape(const profile_io::table_data& table);

}  // namespace calib::tool
