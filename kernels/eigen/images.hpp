#pragma once
/// Operations on planes, the images of one channel each, with Eigen behind plain functions, for the reason products.hpp
/// gives. T is float or double; arrays are dense, the last index fastest, and do not overlap.

#include <cstddef>

namespace calib::kernels::eigen {

/// One direction of an image and of the windows over it. Plain numbers, for the same reason: operands/window.hpp has
/// inline functions.
struct image_axis {
  std::size_t in, out, kernel, stride, pad, dilation;
};

/// From a window_axis.
template <class Axis>
image_axis plain(const Axis& axis) noexcept {
  return {axis.in(), axis.out, axis.kernel, axis.stride, axis.pad_before(), axis.dilation};
}

/// The largest element of each window, or the mean with the zeros around the image; `axis` is both directions'.
template <class T>
void max_pool(std::size_t planes, image_axis axis, const T* x, T* result);
template <class T>
void avg_pool(std::size_t planes, image_axis axis, const T* x, T* result);

/// (x - mean) / √(variance + epsilon) · scale + shift, each with an element for each plane.
template <class T>
void batch_norm(std::size_t planes, std::size_t pixels, const T* x, const T* mean, const T* variance, const T* scale,
                const T* shift, T epsilon, T* result);
template <class T>
void global_avg_pool(std::size_t planes, std::size_t pixels, const T* x, T* result);

/// What follows the products of a convolution: y[planes,pixels] = max(y + bias, 0), where plane p is of channel
/// p % channels.
template <class T>
void bias_relu(std::size_t planes, std::size_t channels, std::size_t pixels, const T* bias, T* y);

/// A convolution of each plane with a window of its own, with bias and ReLU.
template <class T>
void depthwise(std::size_t batch, std::size_t channels, image_axis rows, image_axis columns, const T* x, const T* w,
               const T* bias, T* y);

/// im2col of one plane, for `count` rows of outputs from `first` on: result[kernel,kernel,count,out] has what lies
/// under each tap of each window.
template <class T>
void unfold(image_axis rows, image_axis columns, std::size_t first, std::size_t count, const T* x, T* result);

}  // namespace calib::kernels::eigen
