#include "kernels/own/naive_gemm.hpp"

namespace calib::kernels::own {

template <class T>
void naive_gemm(std::size_t m, std::size_t n, std::size_t k, const T* a, const T* b, T* c) noexcept {
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < n; ++j) c[i * n + j] = 0;
    for (std::size_t p = 0; p < k; ++p) {
      for (std::size_t j = 0; j < n; ++j) c[i * n + j] += a[i * k + p] * b[p * n + j];
    }
  }
}

template void naive_gemm(std::size_t, std::size_t, std::size_t, const float*, const float*, float*) noexcept;
template void naive_gemm(std::size_t, std::size_t, std::size_t, const double*, const double*, double*) noexcept;

}  // namespace calib::kernels::own
