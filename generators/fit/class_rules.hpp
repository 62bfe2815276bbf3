#pragma once
/// What may make some shapes another case than their neighbours: the rules that a search for classes tries.

#include <span>
#include <vector>

#include "calib/shape_class.hpp"
#include "fit/shape_facts.hpp"

namespace calib::fit {

/// A hundred or two: multiples of the sizes of vectors, tiles and what aliases in caches, on each axis and on two;
/// thresholds of size on each axis, of FLOPs and of bytes. Axes of few sizes have none. Shapes and work are parallel.
std::vector<shape_class> rules_to_try(std::span<const shape> shapes, std::span<const cost> work);

}  // namespace calib::fit
