#pragma once
/// Plain pointers as Eigen's vectors and matrices, for the translation units that use Eigen.

#define EIGEN_DONT_PARALLELIZE
#include <Eigen/Core>
#include <cstddef>

namespace calib::kernels::eigen {

template <class T>
using matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class T>
using vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;
template <class T>
using array = Eigen::Array<T, Eigen::Dynamic, 1>;

inline Eigen::Index index(std::size_t i) { return static_cast<Eigen::Index>(i); }

template <class T>
Eigen::Map<const matrix<T>> in(const T* data, std::size_t rows, std::size_t cols) {
  return {data, index(rows), index(cols)};
}
template <class T>
Eigen::Map<const vector<T>> in(const T* data, std::size_t size) {
  return {data, index(size)};
}
template <class T>
Eigen::Map<const array<T>> elements(const T* data, std::size_t size) {
  return {data, index(size)};
}
template <class T>
Eigen::Map<array<T>> elements(T* data, std::size_t size) {
  return {data, index(size)};
}

}  // namespace calib::kernels::eigen
