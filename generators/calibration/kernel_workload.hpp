#pragma once
/// A kernel at one shape as the measuring loop wants it.

#include "calibration/job.hpp"
#include "measure/workload.hpp"

namespace calib::calibration {

class kernel_workload final : public measure::workload {
 public:
  /// The kernel must outlive the workload.
  kernel_workload(const kernels::kernel& kernel, plan::shape dims) : kernel_(kernel), dims_(std::move(dims)) {}

  std::string label() const override { return calibration::label(kernel_, dims_); }
  std::size_t working_set_bytes() const override { return kernel_.memory_bytes(dims_); }
  std::unique_ptr<measure::resident_workload> prepare(std::uint64_t seed) const override {
    return std::make_unique<running>(kernel_.prepare(dims_, seed));
  }

 private:
  class running final : public measure::resident_workload {
   public:
    explicit running(std::unique_ptr<kernels::prepared> work) : work_(std::move(work)) {}
    void run(std::size_t repeats) override { work_->run(repeats); }
    void touch_activations() override { work_->touch_activations(); }

   private:
    std::unique_ptr<kernels::prepared> work_;
  };

  const kernels::kernel& kernel_;
  plan::shape dims_;
};

}  // namespace calib::calibration
