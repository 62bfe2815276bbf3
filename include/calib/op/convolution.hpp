#pragma once
/// Convolution of images and of sequences, and the forms it is measured in. A multiply-add counts as two FLOPs; those
/// on padding are none. Forms have square output images of `side` by `side` pixels, and inputs `stride` times as large;
/// oblong images count as squares of as many pixels in all, an oblong window or stride as the square of as many
/// elements.

#include "calib/op/image.hpp"
#include "calib/op/lowering.hpp"

namespace calib::detail {

/// The rule that groups and channels break, if they do.
template <class Refuse>
constexpr const char* broken_by_groups(std::size_t groups, std::size_t in_channels, std::size_t out_channels,
                                       Refuse refuse) {
  if (groups > in_channels) return refuse("groups are more than in_channels: give at most one to a channel");
  if (in_channels % groups != 0) return refuse("groups do not divide in_channels: each group has as many");
  if (out_channels % groups != 0) return refuse("groups do not divide out_channels: each group has as many");
  return nullptr;
}

}  // namespace calib::detail

namespace calib::op {

/// Windows of 1 x 1: a matrix product over the output pixels of all images, `pixels` of them.
template <Precision P>
struct conv2d_pointwise {
  CALIB_OPERATION("conv2d_pointwise", P, pixels, in_channels, out_channels, stride = 1);

  constexpr cost work() const noexcept {
    using detail::product;
    return {flops{2 * product(pixels, in_channels, out_channels)},
            bytes{element_bytes<P> * (product(pixels, stride, stride, in_channels) +
                                      product(in_channels, out_channels) + product(pixels, out_channels))}};
  }
};

/// Windows of 3 x 3 at every pixel (stride 1, dilation 1) and a padding of 1, all channels with all.
template <Precision P>
struct conv2d_3x3 {
  CALIB_OPERATION("conv2d_3x3", P, batch, side, in_channels, out_channels);

  constexpr cost work() const noexcept {
    using detail::product;
    const double pixels = product(batch, side, side), taps_of_side = 3 * product(side) - (side > 0 ? 2 : 0);
    return {flops{2 * product(batch) * taps_of_side * taps_of_side * product(in_channels, out_channels)},
            bytes{element_bytes<P> *
                  (pixels * (product(in_channels) + product(out_channels)) + 9 * product(in_channels, out_channels))}};
  }
};

/// Any other window over all channels: larger, oblong, strided or dilated. `taps` is the number of pixels in the
/// window.
template <Precision P>
struct conv2d_window {
  CALIB_OPERATION("conv2d_window", P, batch, side, in_channels, out_channels, taps, stride = 1);

  constexpr cost work() const noexcept {
    using detail::product;
    const double pixels = product(batch, side, side);
    return {flops{2 * pixels * product(in_channels, out_channels, taps)},
            bytes{element_bytes<P> * (pixels * (product(stride, stride, in_channels) + product(out_channels)) +
                                      product(in_channels, out_channels, taps))}};
  }
};

/// Each channel with a window of its own; `planes` is batch x channels.
template <Precision P>
struct conv2d_depthwise {
  CALIB_OPERATION("conv2d_depthwise", P, planes, side, taps, stride, dilation = 1);

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
  CALIB_OPERATION("conv2d_grouped", P, pixels, groups, group_in, group_out, taps, stride = 1);

  constexpr cost work() const noexcept {
    using detail::product;
    return {flops{2 * product(pixels, groups, group_in, group_out, taps)},
            bytes{element_bytes<P> * product(groups) *
                  (product(pixels, stride, stride, group_in) + product(pixels, group_out) +
                   product(group_in, group_out, taps))}};
  }
};

/// Y[batch,out_channels,out_h,out_w] = X[batch,in_channels,in_h,in_w] * W[out_channels,in_channels/groups,kernel_h,
/// kernel_w]. `stride` and `dilation` are those of both directions, where `stride_h`, ... are 0; `pad` zeros are added
/// on each side, and `pad_top`, ... more on that one:
///
///   op::conv2d<f32>{.batch = 1, ..., .kernel_h = 1, .kernel_w = 7, .pad_left = 3, .pad_right = 3}
///
/// Bias and activation, which libraries fuse, are not counted; calib measures with a bias and ReLU.
template <Precision P>
struct conv2d {
  CALIB_OPERATION("conv2d", P, batch, in_channels, in_h, in_w, out_channels, kernel_h, kernel_w, stride = 1, pad = 0,
                  dilation = 1, groups = 1, stride_h = 0, stride_w = 0, pad_top = 0, pad_bottom = 0, pad_left = 0,
                  pad_right = 0, dilation_h = 0, dilation_w = 0);

  /// 0 where the window does not fit in.
  constexpr std::size_t out_h() const noexcept { return rows().positions(); }
  constexpr std::size_t out_w() const noexcept { return columns().positions(); }

  template <class Refuse>
  constexpr const char* broken_rule(Refuse refuse) const {
    if (const char* const by_groups = detail::broken_by_groups(groups, in_channels, out_channels, refuse)) {
      return by_groups;
    }
    if (!rows().fits())
      return refuse("kernel_h is more than in_h and its padding: give a smaller window or a larger image");
    if (!columns().fits())
      return refuse("kernel_w is more than in_w and its padding: give a smaller window or a larger image");
    return nullptr;
  }

  constexpr cost work() const noexcept {
    using detail::product;
    const double channels = product(in_channels, out_channels) / product(groups == 0 ? 1 : groups);
    return {flops{2 * product(batch) * channels * rows().taps() * columns().taps()},
            bytes{element_bytes<P> * (product(batch, in_channels, in_h, in_w) + channels * product(kernel_h, kernel_w) +
                                      product(batch, out_channels, out_h(), out_w()))}};
  }

  using forms = type_list<conv2d_pointwise<P>, conv2d_3x3<P>, conv2d_window<P>, conv2d_depthwise<P>, conv2d_grouped<P>>;

  template <class F>
  CALIB_INLINE constexpr auto lower(F&& f) const {
    using detail::size_product;
    const detail::window_side down = rows(), across = columns();
    const std::size_t height = down.positions(), width = across.positions();
    const std::size_t pixels = size_product(batch, height, width);
    const std::size_t taps = size_product(kernel_h, kernel_w), step = detail::square_side(down.step(), across.step());
    const bool dilated = down.dilation > 1 || across.dilation > 1;
    if (groups == 1) {
      if (taps == 1) return f(conv2d_pointwise<P>{pixels, in_channels, out_channels, step});
      if (kernel_h == 3 && kernel_w == 3 && down.stride == 1 && across.stride == 1 && !dilated) {
        const detail::squares s = detail::as_squares(batch, height, width);
        return f(conv2d_3x3<P>{s.images, s.side, in_channels, out_channels});
      }
      const detail::squares s = detail::as_squares(batch, height, width);
      return f(conv2d_window<P>{s.images, s.side, in_channels, out_channels, taps, step});
    }
    if (groups == in_channels && in_channels == out_channels) {
      const std::size_t spread = detail::square_side(down.dilation, across.dilation);
      const detail::squares s = detail::as_squares(size_product(batch, in_channels), height, width);
      return f(conv2d_depthwise<P>{s.images, s.side, taps, step, spread});
    }
    const bool divide = groups > 0 && in_channels % groups == 0 && out_channels % groups == 0;
    return f(conv2d_grouped<P>{divide ? pixels : 0, groups, divide ? in_channels / groups : 0,
                               divide ? out_channels / groups : 0, taps, step});
  }

 private:
  CALIB_INLINE constexpr detail::window_side rows() const noexcept {
    return {in_h,
            kernel_h,
            detail::own_or_both(stride_h, stride),
            detail::padding(pad, pad_top),
            detail::padding(pad, pad_bottom),
            detail::own_or_both(dilation_h, dilation)};
  }
  CALIB_INLINE constexpr detail::window_side columns() const noexcept {
    return {in_w,
            kernel_w,
            detail::own_or_both(stride_w, stride),
            detail::padding(pad, pad_left),
            detail::padding(pad, pad_right),
            detail::own_or_both(dilation_w, dilation)};
  }
};

/// Y[batch,out_channels,out_length] = X[batch,in_channels,in_length] * W[out_channels,in_channels/groups,kernel]: the
/// convolution of images of one row, as libraries carry it out. `pad_left` and `pad_right` add to `pad`.
template <Precision P>
struct conv1d {
  CALIB_OPERATION("conv1d", P, batch, in_channels, in_length, out_channels, kernel, stride = 1, pad = 0, dilation = 1,
                  groups = 1, pad_left = 0, pad_right = 0);

  /// 0 where the window does not fit in.
  constexpr std::size_t out_length() const noexcept { return as_image().out_w(); }

  template <class Refuse>
  constexpr const char* broken_rule(Refuse refuse) const {
    if (const char* const by_groups = detail::broken_by_groups(groups, in_channels, out_channels, refuse)) {
      return by_groups;
    }
    if (out_length() == 0) return refuse("kernel is more than in_length and its padding: give a smaller one");
    return nullptr;
  }

  constexpr cost work() const noexcept { return as_image().work(); }

  using forms = typename conv2d<P>::forms;

  template <class F>
  CALIB_INLINE constexpr auto lower(F&& f) const {
    return as_image().lower(static_cast<F&&>(f));
  }

 private:
  CALIB_INLINE constexpr conv2d<P> as_image() const noexcept {
    return {.batch = batch,
            .in_channels = in_channels,
            .in_h = 1,
            .in_w = in_length,
            .out_channels = out_channels,
            .kernel_h = 1,
            .kernel_w = kernel,
            .stride = stride,
            .dilation = dilation,
            .groups = groups,
            .stride_h = 1,
            .pad_left = detail::padding(pad, pad_left),
            .pad_right = detail::padding(pad, pad_right),
            .dilation_h = 1};
  }
};

}  // namespace calib::op
