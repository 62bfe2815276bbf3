#pragma once
/// Fits that run side by side.

namespace calib::fit {

/// While it lives, products and factorisations run on the thread that asks for them. Fits on several threads would
/// otherwise wait for each other's, and their last bits would depend on how many threads were measured last.
class one_blas_thread {
 public:
  one_blas_thread();
  ~one_blas_thread();
  one_blas_thread(const one_blas_thread&) = delete;
  one_blas_thread& operator=(const one_blas_thread&) = delete;

 private:
  int before_;
};

}  // namespace calib::fit
