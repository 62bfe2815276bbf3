#pragma once
/// Pooling over images. FLOPs count the additions; comparisons are none.

#include "calib/op/image.hpp"
#include "calib/op/lowering.hpp"

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
  constexpr global_avg_pool_planes<P> as_planes() const noexcept { return {batch * channels, in_h * in_w}; }
};

/// The largest element of each kernel × kernel window. The form max_pool is measured in: `planes` is batch × channels,
/// outputs are square images of `side` by `side`; an oblong one counts as the square of as many elements.
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

/// The largest element of each window of each channel, `pad` elements that never win on each side.
template <Precision P>
struct max_pool {
  CALIB_OPERATION("max_pool", P, batch, channels, in_h, in_w, kernel, stride = 1, pad = 0);

  constexpr std::size_t out_h() const noexcept { return detail::window_positions(in_h, kernel, stride, pad); }
  constexpr std::size_t out_w() const noexcept { return detail::window_positions(in_w, kernel, stride, pad); }

  constexpr cost work() const noexcept {
    using detail::product;
    return {flops{0},
            bytes{element_bytes<P> * product(batch, channels) * (product(in_h, in_w) + product(out_h(), out_w()))}};
  }

  using forms = type_list<max_pool_square<P>>;

  template <class F>
  CALIB_INLINE constexpr auto lower(F&& f) const {
    return f(max_pool_square<P>{batch * channels, detail::square_side(out_h(), out_w()), kernel, stride});
  }
};

/// The mean of each window of each channel, `pad` zeros on each side.
template <Precision P>
struct avg_pool {
  CALIB_OPERATION("avg_pool", P, batch, channels, in_h, in_w, kernel, stride = 1, pad = 0);

  constexpr std::size_t out_h() const noexcept { return as_max_pool().out_h(); }
  constexpr std::size_t out_w() const noexcept { return as_max_pool().out_w(); }

  constexpr cost work() const noexcept {
    return {flops{detail::product(batch, channels, out_h(), out_w(), kernel, kernel)}, as_max_pool().work().traffic};
  }

  using forms = type_list<avg_pool_square<P>>;

  template <class F>
  CALIB_INLINE constexpr auto lower(F&& f) const {
    return f(avg_pool_square<P>{batch * channels, detail::square_side(out_h(), out_w()), kernel, stride});
  }

 private:
  constexpr max_pool<P> as_max_pool() const noexcept { return {batch, channels, in_h, in_w, kernel, stride, pad}; }
};

}  // namespace calib::op
