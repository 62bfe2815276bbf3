#pragma once
/// What a model sees of a shape: its work, and features on which latency varies smoothly.

#include <span>
#include <string_view>
#include <vector>

#include "calib/op/operation.hpp"
#include "fit/covariance.hpp"

namespace calib::fit {

using shape = std::vector<std::size_t>;

/// Work of each shape of one operation. Every shape has the operation's dimensions.
std::vector<cost> work_of(std::string_view operation, precision p, std::span<const shape> shapes);

/// Features of each shape: base-2 logarithms of its dimensions.
feature_matrix features_of(std::span<const shape> shapes);

}  // namespace calib::fit
