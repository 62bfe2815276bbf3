#pragma once
/// Convolution of images, and the forms it is measured in. A multiply-add counts as two FLOPs. Forms have square
/// output images of `side` by `side` pixels; an oblong image counts as the square of as many pixels.

#include "calib/op/image.hpp"
#include "calib/op/lowering.hpp"

namespace calib::op {

/// Windows of 1 x 1: a matrix product over the output pixels of all images, `pixels` of them.
template <Precision P>
struct conv2d_pointwise {
  CALIB_OPERATION("conv2d_pointwise", P, pixels, in_channels, out_channels);

  constexpr cost work() const noexcept {
    using detail::product;
    return {flops{2 * product(pixels, in_channels, out_channels)},
            bytes{element_bytes<P> *
                  (product(pixels, in_channels) + product(in_channels, out_channels) + product(pixels, out_channels))}};
  }
};

/// Windows of 3 x 3 at every pixel (stride 1, dilation 1), all channels with all.
template <Precision P>
struct conv2d_3x3 {
  CALIB_OPERATION("conv2d_3x3", P, batch, side, in_channels, out_channels);

  constexpr cost work() const noexcept {
    using detail::product;
    const double pixels = product(batch, side, side);
    return {flops{18 * pixels * product(in_channels, out_channels)},
            bytes{element_bytes<P> *
                  (pixels * (product(in_channels) + product(out_channels)) + 9 * product(in_channels, out_channels))}};
  }
};

/// Any other window over all channels: larger, strided or dilated. `taps` is the number of pixels in the window.
template <Precision P>
struct conv2d_window {
  CALIB_OPERATION("conv2d_window", P, batch, side, in_channels, out_channels, taps);

  constexpr cost work() const noexcept {
    using detail::product;
    const double pixels = product(batch, side, side);
    return {flops{2 * pixels * product(in_channels, out_channels, taps)},
            bytes{element_bytes<P> * (pixels * (product(in_channels) + product(out_channels)) +
                                      product(in_channels, out_channels, taps))}};
  }
};

/// Each channel with a window of its own; `planes` is batch x channels.
template <Precision P>
struct conv2d_depthwise {
  CALIB_OPERATION("conv2d_depthwise", P, planes, side, taps, stride);

  constexpr cost work() const noexcept {
    using detail::product;
    const double pixels = product(planes, side, side);
    return {flops{2 * pixels * product(taps)},
            bytes{element_bytes<P> * (pixels * (product(stride, stride) + 1) + product(planes, taps))}};
  }
};

/// Groups of channels that see each other only; `group_in` and `group_out` are the channels of one group, `pixels` the
/// output pixels of all images.
template <Precision P>
struct conv2d_grouped {
  CALIB_OPERATION("conv2d_grouped", P, pixels, groups, group_in, group_out, taps);

  constexpr cost work() const noexcept {
    using detail::product;
    return {flops{2 * product(pixels, groups, group_in, group_out, taps)},
            bytes{element_bytes<P> * product(groups) *
                  (product(pixels, group_in) + product(pixels, group_out) + product(group_in, group_out, taps))}};
  }
};

/// Y[batch,out_channels,out_h,out_w] = X[batch,in_channels,in_h,in_w] * W[out_channels,in_channels/groups,kernel_h,
/// kernel_w], `pad` zeros on each side. Bias and activation, which libraries fuse, are not counted; calib measures with
/// a bias and ReLU.
template <Precision P>
struct conv2d {
  CALIB_OPERATION("conv2d", P, batch, in_channels, in_h, in_w, out_channels, kernel_h, kernel_w, stride = 1, pad = 0,
                  dilation = 1, groups = 1);

  /// 0 where the window does not fit in.
  constexpr std::size_t out_h() const noexcept {
    return detail::window_positions(in_h, kernel_h, stride, pad, dilation);
  }
  constexpr std::size_t out_w() const noexcept {
    return detail::window_positions(in_w, kernel_w, stride, pad, dilation);
  }

  constexpr cost work() const noexcept {
    using detail::product;
    const double outputs = product(batch, out_channels, out_h(), out_w());
    const double weights_of_output = product(in_channels, kernel_h, kernel_w) / product(groups == 0 ? 1 : groups);
    return {flops{2 * outputs * weights_of_output},
            bytes{element_bytes<P> *
                  (product(batch, in_channels, in_h, in_w) + product(out_channels) * weights_of_output + outputs)}};
  }

  using forms = type_list<conv2d_pointwise<P>, conv2d_3x3<P>, conv2d_window<P>, conv2d_depthwise<P>, conv2d_grouped<P>>;

  template <class F>
  CALIB_INLINE constexpr auto lower(F&& f) const {
    const std::size_t taps = kernel_h * kernel_w;
    const std::size_t side = detail::square_side(out_h(), out_w());
    if (groups <= 1) {
      if (taps == 1) return f(conv2d_pointwise<P>{batch * out_h() * out_w(), in_channels, out_channels});
      if (kernel_h == 3 && kernel_w == 3 && stride == 1 && dilation == 1) {
        return f(conv2d_3x3<P>{batch, side, in_channels, out_channels});
      }
      return f(conv2d_window<P>{batch, side, in_channels, out_channels, taps});
    }
    if (groups == in_channels && in_channels == out_channels) {
      return f(conv2d_depthwise<P>{batch * in_channels, side, taps, stride});
    }
    return f(conv2d_grouped<P>{batch * out_h() * out_w(), groups, in_channels / groups, out_channels / groups, taps});
  }
};

}  // namespace calib::op
