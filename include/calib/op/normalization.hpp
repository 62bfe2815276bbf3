#pragma once
/// Operations over the rows of a dense row-major matrix, and batch normalisation over the channels of an image.
///
/// FLOPs are conventions, per element, an exponential or a square root counting as one:
///   softmax     5  running maximum, difference, exponential, sum, division
///   layer_norm  8  sum; difference, square, sum; scaling by the deviation; scale; shift; a share of the root
///   rms_norm    4  square, sum, scaling by the root mean square, scale
///   reduce_sum  1  sum
///   bias_add    1  sum
///   batch_norm  2  scale and shift, into which inference folds mean and variance
/// Traffic is the matrix read, the result written, and the parameters read.

#include "calib/detail/text.hpp"
#include "calib/op/lowering.hpp"

namespace calib::op {

template <Precision P, class Kind>
struct row_wise {
  CALIB_OPERATION(Kind::name, P, rows, cols);

  constexpr cost work() const noexcept {
    using detail::product;
    const double elements = product(rows, cols);
    const double written = Kind::reduces ? product(rows) : elements;
    return {flops{Kind::flops_per_element * elements},
            bytes{element_bytes<P> * (elements + written + Kind::parameters * product(cols))}};
  }
};

/// What a row becomes.
enum class row_result { row, number };

/// `Parameters` counts vectors of `cols` elements.
template <detail::text Name, int FlopsPerElement, int Parameters, row_result Result = row_result::row>
struct row_wise_kind {
  static constexpr std::string_view name = Name.view();
  static constexpr int flops_per_element = FlopsPerElement, parameters = Parameters;
  static constexpr bool reduces = Result == row_result::number;
};

namespace kind {

// name, FLOPs of an element, parameters
struct softmax : row_wise_kind<"softmax", 5, 0> {};
struct layer_norm : row_wise_kind<"layer_norm", 8, 2> {};
struct rms_norm : row_wise_kind<"rms_norm", 4, 1> {};
struct reduce_sum : row_wise_kind<"reduce_sum", 1, 0, row_result::number> {};
struct bias_add : row_wise_kind<"bias_add", 1, 1> {};

}  // namespace kind

template <Precision P>
using softmax = row_wise<P, kind::softmax>;  ///< exp(x - max) / Σ exp(x - max) over each row
template <Precision P>
using layer_norm = row_wise<P, kind::layer_norm>;  ///< (x - mean) / √(variance + ε) · scale + shift, over each row
template <Precision P>
using rms_norm = row_wise<P, kind::rms_norm>;  ///< x / √(mean of x² + ε) · scale, over each row
template <Precision P>
using reduce_sum = row_wise<P, kind::reduce_sum>;  ///< the sum of each row
template <Precision P>
using bias_add = row_wise<P, kind::bias_add>;  ///< one vector added to every row

/// batch_norm of planes that have parameters of their own each. The form batch_norm is measured in: `planes` is batch ×
/// channels, `pixels` in_h × in_w.
template <Precision P>
struct batch_norm_planes {
  CALIB_OPERATION("batch_norm_planes", P, planes, pixels);

  constexpr cost work() const noexcept {
    using detail::product;
    const double elements = product(planes, pixels);
    return {flops{2 * elements}, bytes{element_bytes<P> * (2 * elements + 4 * product(planes))}};
  }
};

/// (x - mean) / √(variance + ε) · scale + shift with one of each per channel, at inference: all four are known.
template <Precision P>
struct batch_norm {
  CALIB_OPERATION("batch_norm", P, batch, channels, in_h, in_w);

  constexpr cost work() const noexcept {
    using detail::product;
    const double elements = product(batch, channels, in_h, in_w);
    return {flops{2 * elements}, bytes{element_bytes<P> * (2 * elements + 4 * product(channels))}};
  }

  using forms = type_list<batch_norm_planes<P>>;

  template <class F>
  CALIB_INLINE constexpr auto lower(F&& f) const {
    return f(batch_norm_planes<P>{detail::size_product(batch, channels), detail::size_product(in_h, in_w)});
  }
};

}  // namespace calib::op
