#include "kernels/eigen/products.hpp"

#include "kernels/eigen/map.hpp"

#define CALIB_TEXT(x) #x
#define CALIB_VERSION(world, major, minor) CALIB_TEXT(world) "." CALIB_TEXT(major) "." CALIB_TEXT(minor)

namespace calib::kernels::eigen {

template <class T>
void gemm(std::size_t m, std::size_t n, std::size_t k, const T* a, const T* b, T* c) {
  Eigen::Map<matrix<T>>{c, index(m), index(n)}.noalias() = in(a, m, k) * in(b, k, n);
}

template <class T>
void linear(std::size_t m, std::size_t n, std::size_t k, const T* x, const T* w, const T* bias, T* y) {
  Eigen::Map<matrix<T>> result{y, index(m), index(n)};
  result.noalias() = in(x, m, k) * in(w, n, k).transpose();
  result = (result.rowwise() + in(bias, n).transpose()).cwiseMax(T{0});
}

template <class T>
void gemv(std::size_t m, std::size_t k, const T* a, const T* x, T* y) {
  Eigen::Map<vector<T>>{y, index(m)}.noalias() = in(a, m, k) * in(x, k);
}

template <class T>
T dot(std::size_t n, const T* x, const T* y) {
  return in(x, n).dot(in(y, n));
}

template <class T>
void axpy(std::size_t n, T factor, const T* x, T* y) {
  Eigen::Map<vector<T>>{y, index(n)} += factor * in(x, n);
}

const char* version() noexcept { return CALIB_VERSION(EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION); }
const char* simd_in_use() noexcept { return Eigen::SimdInstructionSetsInUse(); }

template void gemm(std::size_t, std::size_t, std::size_t, const float*, const float*, float*);
template void gemm(std::size_t, std::size_t, std::size_t, const double*, const double*, double*);
template void linear(std::size_t, std::size_t, std::size_t, const float*, const float*, const float*, float*);
template void linear(std::size_t, std::size_t, std::size_t, const double*, const double*, const double*, double*);
template void gemv(std::size_t, std::size_t, const float*, const float*, float*);
template void gemv(std::size_t, std::size_t, const double*, const double*, double*);
template float dot(std::size_t, const float*, const float*);
template double dot(std::size_t, const double*, const double*);
template void axpy(std::size_t, float, const float*, float*);
template void axpy(std::size_t, double, const double*, double*);

}  // namespace calib::kernels::eigen
