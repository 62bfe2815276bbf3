#pragma once
/// The performance report of oneDNN's benchdnn (--mode=P).

#include <string>
#include <string_view>
#include <vector>

#include "foreign/raw_table.hpp"

namespace calib::foreign {

/// A row for each line of the report, in the template that it states or in the usual one; other lines are left out.
/// Columns: our dimensions, times in ms, driver, name, impl, engine, and each option that occurs. Backward passes and
/// problems of other drivers are bad rows. Throws usage_error where there is no line of a report, and for templates
/// without a problem or a time.
raw_table read_benchdnn(std::string_view text, std::string_view name, const std::string& operation,
                        const std::vector<std::string>& dimensions);

}  // namespace calib::foreign
