#pragma once
/// Pooling over images. FLOPs count the additions; comparisons are none.

#include "calib/op/image.hpp"
#include "calib/op/lowering.hpp"

namespace calib::op {

/// The mean of each plane. The form global_avg_pool is measured in: `planes` is batch × channels, `pixels` in_h × in_w.
template <Precision P>
struct global_avg_pool_planes {
  std::size_t planes, pixels;

  using precision_type = P;
  static constexpr std::string_view name = "global_avg_pool_planes";
  static constexpr std::array<std::string_view, 2> dimensions{"planes", "pixels"};

  constexpr std::array<std::size_t, 2> dims() const noexcept { return {planes, pixels}; }
  constexpr cost work() const noexcept {
    using detail::product;
    const double elements = product(planes, pixels);
    return {flops{elements}, bytes{element_bytes<P> * (elements + product(planes))}};
  }
};

/// The mean of each channel of each image: batch × channels numbers.
template <Precision P>
struct global_avg_pool {
  std::size_t batch, channels, in_h, in_w;

  using precision_type = P;
  static constexpr std::string_view name = "global_avg_pool";
  static constexpr std::array<std::string_view, 4> dimensions{"batch", "channels", "in_h", "in_w"};

  constexpr std::array<std::size_t, 4> dims() const noexcept { return {batch, channels, in_h, in_w}; }
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
  std::size_t planes, side, kernel, stride;

  using precision_type = P;
  static constexpr std::string_view name = "max_pool_square";
  static constexpr std::array<std::string_view, 4> dimensions{"planes", "side", "kernel", "stride"};

  constexpr std::array<std::size_t, 4> dims() const noexcept { return {planes, side, kernel, stride}; }
  constexpr cost work() const noexcept {
    using detail::product;
    const double outputs = product(planes, side, side);
    return {flops{0}, bytes{element_bytes<P> * outputs * (product(stride, stride) + 1)}};
  }
};

/// The mean of each window; as max_pool_square.
template <Precision P>
struct avg_pool_square {
  std::size_t planes, side, kernel, stride;

  using precision_type = P;
  static constexpr std::string_view name = "avg_pool_square";
  static constexpr std::array<std::string_view, 4> dimensions{"planes", "side", "kernel", "stride"};

  constexpr std::array<std::size_t, 4> dims() const noexcept { return {planes, side, kernel, stride}; }
  constexpr cost work() const noexcept {
    return {flops{detail::product(planes, side, side, kernel, kernel)},
            max_pool_square<P>{planes, side, kernel, stride}.work().traffic};
  }
};

/// The largest element of each window of each channel, `pad` elements that never win on each side.
template <Precision P>
struct max_pool {
  std::size_t batch, channels, in_h, in_w, kernel;
  std::size_t stride = 1, pad = 0;

  using precision_type = P;
  static constexpr std::string_view name = "max_pool";
  static constexpr std::array<std::string_view, 7> dimensions{"batch",  "channels", "in_h", "in_w",
                                                              "kernel", "stride",   "pad"};

  constexpr std::array<std::size_t, 7> dims() const noexcept {
    return {batch, channels, in_h, in_w, kernel, stride, pad};
  }
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
  std::size_t batch, channels, in_h, in_w, kernel;
  std::size_t stride = 1, pad = 0;

  using precision_type = P;
  static constexpr std::string_view name = "avg_pool";
  static constexpr std::array<std::string_view, 7> dimensions = max_pool<P>::dimensions;

  constexpr std::array<std::size_t, 7> dims() const noexcept { return as_max_pool().dims(); }
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
