#pragma once
/// A latency model fitted to measurements, and the knots that a table of it needs.

#include <span>

#include "fit/knots.hpp"
#include "fit/latency_model.hpp"
#include "fit/measurement_set.hpp"

namespace calib::fit {

class fitted_grid {
 public:
  /// Fitted to these shapes of the set, of which there is at least one.
  fitted_grid(const measurement_set& set, std::span<const measured_shape> seen, const model_options& options);

  /// The model at knots between the smallest and the largest sizes measured, grid after grid (grid_of).
  const sampled_grid& within() const { return within_; }

  /// The same with knots beyond these sizes.
  sampled_grid beyond() const;

  const shape_classes& classes() const { return model_.classes(); }

  /// Measurements that the model rests on.
  std::size_t points() const { return model_.points(); }

 private:
  sampled_grid sampled(plan::grid axes) const;
  // Without falls that nothing is known of, and without the axes of classes.
  sampled_grid finished(sampled_grid grid) const;

  latency_model model_;
  sampled_grid within_;
};

}  // namespace calib::fit
