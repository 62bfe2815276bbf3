#include "fit/one_blas_thread.hpp"

#include <cblas.h>

namespace calib::fit {

one_blas_thread::one_blas_thread() : before_(openblas_get_num_threads()) { openblas_set_num_threads(1); }
one_blas_thread::~one_blas_thread() { openblas_set_num_threads(before_); }

}  // namespace calib::fit
