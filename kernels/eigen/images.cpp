#include "kernels/eigen/images.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels/eigen/map.hpp"

namespace calib::kernels::eigen {
namespace {

/// Every stride-th element of a row of an image.
template <class T>
auto strided(const T* first, std::size_t count, std::size_t stride) {
  using step = Eigen::InnerStride<>;
  return Eigen::Map<const array<T>, Eigen::Unaligned, step>{first, index(count), step{index(stride)}};
}

/// The windows along an axis whose tap lies inside the image.
struct windows {
  std::size_t begin, count;
};
windows that_hold(std::size_t tap, const image_axis& axis) {
  // Window i has element i * stride + at - pad under its tap.
  const std::size_t at = tap * axis.dilation, inside = axis.in + axis.pad;
  const std::size_t begin = at < axis.pad ? (axis.pad - at + axis.stride - 1) / axis.stride : 0;
  const std::size_t end = at < inside ? std::min(axis.out, (inside - at - 1) / axis.stride + 1) : 0;
  return {begin, end > begin ? end - begin : 0};
}

/// Calls `take(tap, part of y's row, elements of x under it)` for each tap and each row of one plane's result: vectors
/// run along a row of outputs, since windows are a few elements wide.
template <class T, class Take>
void slide(const image_axis& rows, const image_axis& columns, const T* x, T* y, Take take) {
  for (std::size_t tap_x = 0; tap_x < columns.kernel; ++tap_x) {
    const auto [begin, count] = that_hold(tap_x, columns);
    if (count == 0) continue;
    const std::size_t column = begin * columns.stride + tap_x * columns.dilation - columns.pad;
    for (std::size_t i = 0; i < rows.out; ++i) {
      const auto part = elements(y + i * columns.out + begin, count);
      for (std::size_t tap_y = 0; tap_y < rows.kernel; ++tap_y) {
        const std::size_t row = i * rows.stride + tap_y * rows.dilation;
        if (row < rows.pad || row - rows.pad >= rows.in) continue;
        const T* const under = x + (row - rows.pad) * columns.in + column;
        const std::size_t tap = tap_y * columns.kernel + tap_x;
        if (columns.stride == 1) {  // known to be dense, Eigen loads vectors
          take(tap, part, elements(under, count));
        } else {
          take(tap, part, strided(under, count, columns.stride));
        }
      }
    }
  }
}

/// Each plane of y starts at `initial`.
template <class T, class Take>
void pool(std::size_t planes, const image_axis& axis, const T* x, T* result, T initial, Take take) {
  const std::size_t in = axis.in * axis.in, out = axis.out * axis.out;
  for (std::size_t plane = 0; plane < planes; ++plane) {
    elements(result + plane * out, out).setConstant(initial);
    slide(axis, axis, x + plane * in, result + plane * out, take);
  }
}

}  // namespace

template <class T>
void max_pool(std::size_t planes, image_axis axis, const T* x, T* result) {
  pool(planes, axis, x, result, -std::numeric_limits<T>::infinity(),
       [](std::size_t, auto part, const auto& under) { part = part.max(under); });
}

template <class T>
void avg_pool(std::size_t planes, image_axis axis, const T* x, T* result) {
  const T share = T{1} / static_cast<T>(axis.kernel * axis.kernel);
  pool(planes, axis, x, result, T{0}, [share](std::size_t, auto part, const auto& under) { part += share * under; });
}

template <class T>
void batch_norm(std::size_t planes, std::size_t pixels, const T* x, const T* mean, const T* variance, const T* scale,
                const T* shift, T epsilon, T* result) {
  for (std::size_t i = 0; i < planes; ++i) {
    const T gain = scale[i] / std::sqrt(variance[i] + epsilon);
    elements(result + i * pixels, pixels) = (elements(x + i * pixels, pixels) - mean[i]) * gain + shift[i];
  }
}

template <class T>
void global_avg_pool(std::size_t planes, std::size_t pixels, const T* x, T* result) {
  elements(result, planes) = in(x, planes, pixels).rowwise().mean().array();
}

template <class T>
void bias_relu(std::size_t planes, std::size_t channels, std::size_t pixels, const T* bias, T* y) {
  for (std::size_t plane = 0; plane < planes; ++plane) {
    auto outputs = elements(y + plane * pixels, pixels);
    outputs = (outputs + bias[plane % channels]).max(T{0});
  }
}

template <class T>
void depthwise(std::size_t batch, std::size_t channels, image_axis rows, image_axis columns, const T* x, const T* w,
               const T* bias, T* y) {
  const std::size_t in = rows.in * columns.in, out = rows.out * columns.out, taps = rows.kernel * columns.kernel;
  for (std::size_t plane = 0; plane < batch * channels; ++plane) {
    const T* const window = w + plane % channels * taps;
    elements(y + plane * out, out).setZero();
    slide(rows, columns, x + plane * in, y + plane * out,
          [window](std::size_t tap, auto part, const auto& under) { part += window[tap] * under; });
    bias_relu(1, 1, out, bias + plane % channels, y + plane * out);
  }
}

template <class T>
void unfold(image_axis rows, image_axis columns, std::size_t first, std::size_t count, const T* x, T* result) {
  for (std::size_t tap_y = 0; tap_y < rows.kernel; ++tap_y) {
    for (std::size_t tap_x = 0; tap_x < columns.kernel; ++tap_x) {
      const windows inside = that_hold(tap_x, columns);
      for (std::size_t i = 0; i < count; ++i, result += columns.out) {
        const std::size_t row = (first + i) * rows.stride + tap_y * rows.dilation;
        if (inside.count == 0 || row < rows.pad || row - rows.pad >= rows.in) {
          elements(result, columns.out).setZero();
          continue;
        }
        const T* const under =
            x + (row - rows.pad) * columns.in + inside.begin * columns.stride + tap_x * columns.dilation - columns.pad;
        const std::size_t end = inside.begin + inside.count;
        elements(result, inside.begin).setZero();
        if (columns.stride == 1) {
          elements(result + inside.begin, inside.count) = elements(under, inside.count);
        } else {
          elements(result + inside.begin, inside.count) = strided(under, inside.count, columns.stride);
        }
        elements(result + end, columns.out - end).setZero();
      }
    }
  }
}

#define CALIB_INSTANTIATE(T)                                                                                   \
  template void max_pool(std::size_t, image_axis, const T*, T*);                                               \
  template void avg_pool(std::size_t, image_axis, const T*, T*);                                               \
  template void batch_norm(std::size_t, std::size_t, const T*, const T*, const T*, const T*, const T*, T, T*); \
  template void global_avg_pool(std::size_t, std::size_t, const T*, T*);                                       \
  template void bias_relu(std::size_t, std::size_t, std::size_t, const T*, T*);                                \
  template void depthwise(std::size_t, std::size_t, image_axis, image_axis, const T*, const T*, const T*, T*); \
  template void unfold(image_axis, image_axis, std::size_t, std::size_t, const T*, T*)
CALIB_INSTANTIATE(float);
CALIB_INSTANTIATE(double);
#undef CALIB_INSTANTIATE

}  // namespace calib::kernels::eigen
