#include "kernels/own/bias_relu.hpp"

namespace calib::kernels::own {

template <class T>
void bias_relu(std::size_t rows, std::size_t cols, const T* __restrict bias, T* __restrict y) noexcept {
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < cols; ++j) {
      const T sum = y[i * cols + j] + bias[j];
      y[i * cols + j] = sum < 0 ? 0 : sum;
    }
  }
}

template void bias_relu(std::size_t, std::size_t, const float*, float*) noexcept;
template void bias_relu(std::size_t, std::size_t, const double*, double*) noexcept;

}  // namespace calib::kernels::own
