#pragma once
/// What a model sees of a shape: the coordinates it counts as, its work there, and features on which latency varies
/// smoothly.

#include <Eigen/Dense>
#include <span>
#include <string_view>
#include <vector>

#include "calib/axis.hpp"
#include "calib/op/operation.hpp"
#include "calib/shape_class.hpp"
#include "fit/covariance.hpp"
#include "plan/shapes.hpp"

namespace calib::fit {

using plan::shape;

/// Whether so few sizes occur on an axis that each of them is a knot: a stride or a window, which no rule about sizes
/// can say more of.
bool is_choice(std::span<const shape> shapes, std::size_t axis);

/// One row for each shape, one column for each dimension.
using coordinate_matrix = Eigen::MatrixXd;

/// What the coordinates of each shape count as on axes with these phases, one for each dimension.
coordinate_matrix effective_coordinates(std::span<const shape> shapes, std::span<const axis_phase> phases);

/// Work of one operation at each row. Coordinates that count as more than they are need not be whole: there, work is
/// linear between the shapes around.
std::vector<cost> work_of(std::string_view operation, precision p, const coordinate_matrix& coordinates);

/// One row for each shape, one column for each class: 1 in the class, 0 outside.
Eigen::MatrixXd membership(std::string_view operation, precision p, std::span<const shape> shapes,
                           const shape_classes& classes);

/// Features of such rows: a shape in a class is as far from its neighbours outside as if it were four times their size,
/// until a process finds how far.
feature_matrix class_features(const Eigen::MatrixXd& members);

/// Features of each row: base-2 logarithms of its coordinates.
feature_matrix features_of(const coordinate_matrix& coordinates);

/// The same, followed by features of its work: logarithms of its traffic and of its arithmetic intensity. How far
/// a machine is used depends on how much there is to do, whichever dimension it comes from; a process over the
/// dimensions alone would have to see that for each of their combinations.
feature_matrix features_with_work(const coordinate_matrix& coordinates, std::span<const cost> work);

}  // namespace calib::fit
