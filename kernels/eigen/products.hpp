#pragma once
/// Eigen's products behind plain functions, so that only their own translation unit is compiled for the calibrated
/// machine: no inline function compiled for AVX-512 can end up in a program that must also start elsewhere.
/// T is float or double; all arrays are dense and row-major, and none overlap.

#include <cstddef>

namespace calib::kernels::eigen {

template <class T>
void gemm(std::size_t m, std::size_t n, std::size_t k, const T* a, const T* b, T* c);
template <class T>
void linear(std::size_t m, std::size_t n, std::size_t k, const T* x, const T* w, const T* bias, T* y);  ///< with ReLU
template <class T>
void gemv(std::size_t m, std::size_t k, const T* a, const T* x, T* y);
template <class T>
T dot(std::size_t n, const T* x, const T* y);
template <class T>
void axpy(std::size_t n, T factor, const T* x, T* y);

const char* version() noexcept;      ///< "3.4.0"
const char* simd_in_use() noexcept;  ///< as Eigen names it: "AVX512, FMA, AVX2, ..."

}  // namespace calib::kernels::eigen
