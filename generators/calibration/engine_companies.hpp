#pragma once
/// Companies of shapes in a backend that executes and times them by itself.

#include <cstdint>
#include <span>
#include <vector>

#include "calibration/job_shapes.hpp"
#include "kernels/kernel.hpp"
#include "measure/joint_rounds.hpp"

namespace calib::calibration {

class engine_companies final : public measure::joint_execution {
 public:
  /// The shapes as the measuring loop numbers them. All must outlive this.
  engine_companies(kernels::backend& engine, std::vector<job_shape> shapes)
      : engine_(engine), shapes_(std::move(shapes)) {}

  std::vector<measure::joint_series> run(std::span<const std::size_t> members, std::size_t rounds,
                                         std::uint64_t seed) override;

 private:
  kernels::backend& engine_;
  std::vector<job_shape> shapes_;
};

}  // namespace calib::calibration
