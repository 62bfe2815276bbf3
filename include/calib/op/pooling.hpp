#pragma once
/// Pooling over images. FLOPs count the additions; comparisons are none.

#include "calib/op/image.hpp"
#include "calib/op/lowering.hpp"

namespace calib::detail {

/// The rule that windows break which do not fit, or of which one lies wholly in the padding, if they do.
template <class Refuse>
constexpr const char* broken_by_windows(const window_side& rows, const window_side& columns, Refuse refuse) {
  if (!rows.fits()) return refuse("kernel is more than in_h and its padding: give a smaller window or a larger image");
  if (!columns.fits())
    return refuse("kernel is more than in_w and its padding: give a smaller window or a larger image");
  if (rows.sees_only_padding() || columns.sees_only_padding())
    return refuse("pad is not below kernel, so that windows lie wholly in the padding: give less padding");
  return nullptr;
}

/// The form of pooling over such windows: none that a table has where one lies wholly in the padding.
template <class Form>
CALIB_INLINE constexpr Form pooled_squares(std::size_t planes, const window_side& rows,
                                           const window_side& columns) noexcept {
  const bool possible = !rows.sees_only_padding() && !columns.sees_only_padding();
  const squares s = as_squares(possible ? planes : 0, rows.positions(), columns.positions());
  return {s.images, s.side, square_side(rows.kernel, columns.kernel), square_side(rows.step(), columns.step())};
}

}  // namespace calib::detail

namespace calib::op {

/// The mean of each plane. The form global_avg_pool is measured in: `planes` is batch × channels, `pixels` in_h × in_w.
template <Precision P>
struct global_avg_pool_planes {
  CALIB_OPERATION("global_avg_pool_planes", P, planes, pixels);

  constexpr cost work() const noexcept {
    using detail::product;
    const double elements = product(planes, pixels);
    return {flops{elements}, bytes{element_bytes<P> * (elements + product(planes))}};
  }
};

/// The mean of each channel of each image: batch × channels numbers.
template <Precision P>
struct global_avg_pool {
  CALIB_OPERATION("global_avg_pool", P, batch, channels, in_h, in_w);

  constexpr cost work() const noexcept { return as_planes().work(); }

  using forms = type_list<global_avg_pool_planes<P>>;

  template <class F>
  CALIB_INLINE constexpr auto lower(F&& f) const {
    return f(as_planes());
  }

 private:
  constexpr global_avg_pool_planes<P> as_planes() const noexcept {
    return {detail::size_product(batch, channels), detail::size_product(in_h, in_w)};
  }
};

/// The largest element of each kernel × kernel window. The form max_pool is measured in: `planes` is batch × channels,
/// outputs are square images of `side` by `side`; oblong ones count as squares of as many elements in all.
template <Precision P>
struct max_pool_square {
  CALIB_OPERATION("max_pool_square", P, planes, side, kernel, stride);

  constexpr cost work() const noexcept {
    using detail::product;
    const double outputs = product(planes, side, side);
    return {flops{0}, bytes{element_bytes<P> * outputs * (product(stride, stride) + 1)}};
  }
};

/// The mean of each window; as max_pool_square.
template <Precision P>
struct avg_pool_square {
  CALIB_OPERATION("avg_pool_square", P, planes, side, kernel, stride);

  constexpr cost work() const noexcept {
    return {flops{detail::product(planes, side, side, kernel, kernel)},
            max_pool_square<P>{planes, side, kernel, stride}.work().traffic};
  }
};

/// The largest element of each window of each channel. `kernel` and `stride` are those of both directions, where
/// `kernel_h`, ... are 0; `pad` elements that never win are added on each side, and `pad_top`, ... more on that one.
template <Precision P>
struct max_pool {
  CALIB_OPERATION("max_pool", P, batch, channels, in_h, in_w, kernel, stride = 1, pad = 0, kernel_h = 0, kernel_w = 0,
                  stride_h = 0, stride_w = 0, pad_top = 0, pad_bottom = 0, pad_left = 0, pad_right = 0);

  /// 0 where the window does not fit in.
  constexpr std::size_t out_h() const noexcept { return rows().positions(); }
  constexpr std::size_t out_w() const noexcept { return columns().positions(); }

  template <class Refuse>
  constexpr const char* broken_rule(Refuse refuse) const {
    return detail::broken_by_windows(rows(), columns(), refuse);
  }

  constexpr cost work() const noexcept {
    using detail::product;
    return {flops{0},
            bytes{element_bytes<P> * product(batch, channels) * (product(in_h, in_w) + product(out_h(), out_w()))}};
  }

  using forms = type_list<max_pool_square<P>>;

  template <class F>
  CALIB_INLINE constexpr auto lower(F&& f) const {
    return f(detail::pooled_squares<max_pool_square<P>>(detail::size_product(batch, channels), rows(), columns()));
  }

 private:
  CALIB_INLINE constexpr detail::window_side rows() const noexcept {
    return {in_h,
            detail::own_or_both(kernel_h, kernel),
            detail::own_or_both(stride_h, stride),
            detail::padding(pad, pad_top),
            detail::padding(pad, pad_bottom),
            1};
  }
  CALIB_INLINE constexpr detail::window_side columns() const noexcept {
    return {in_w,
            detail::own_or_both(kernel_w, kernel),
            detail::own_or_both(stride_w, stride),
            detail::padding(pad, pad_left),
            detail::padding(pad, pad_right),
            1};
  }
};

/// The mean of each window of each channel, padded with zeros; as max_pool.
template <Precision P>
struct avg_pool {
  CALIB_OPERATION("avg_pool", P, batch, channels, in_h, in_w, kernel, stride = 1, pad = 0, kernel_h = 0, kernel_w = 0,
                  stride_h = 0, stride_w = 0, pad_top = 0, pad_bottom = 0, pad_left = 0, pad_right = 0);

  /// 0 where the window does not fit in.
  constexpr std::size_t out_h() const noexcept { return rows().positions(); }
  constexpr std::size_t out_w() const noexcept { return columns().positions(); }

  template <class Refuse>
  constexpr const char* broken_rule(Refuse refuse) const {
    return detail::broken_by_windows(rows(), columns(), refuse);
  }

  constexpr cost work() const noexcept {
    using detail::product;
    const double planes = product(batch, channels);
    return {flops{planes * rows().taps() * columns().taps()},
            bytes{element_bytes<P> * planes * (product(in_h, in_w) + product(out_h(), out_w()))}};
  }

  using forms = type_list<avg_pool_square<P>>;

  template <class F>
  CALIB_INLINE constexpr auto lower(F&& f) const {
    return f(detail::pooled_squares<avg_pool_square<P>>(detail::size_product(batch, channels), rows(), columns()));
  }

 private:
  CALIB_INLINE constexpr detail::window_side rows() const noexcept {
    return {in_h,
            detail::own_or_both(kernel_h, kernel),
            detail::own_or_both(stride_h, stride),
            detail::padding(pad, pad_top),
            detail::padding(pad, pad_bottom),
            1};
  }
  CALIB_INLINE constexpr detail::window_side columns() const noexcept {
    return {in_w,
            detail::own_or_both(kernel_w, kernel),
            detail::own_or_both(stride_w, stride),
            detail::padding(pad, pad_left),
            detail::padding(pad, pad_right),
            1};
  }
};

}  // namespace calib::op
