#pragma once
/// Axes that convolutions have got since profiles were first written. A table from before has been measured at one size
/// of it, which it does not say; it is read as if it did, so that no measurement is lost.

#include "profile_io/profile_data.hpp"

namespace calib::profile_io {

/// Gives a table, read from a file, the axis that it is from before: one knot, and the same size in each measurement.
void add_later_axis(table_data& table);

}  // namespace calib::profile_io
