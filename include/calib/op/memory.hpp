#pragma once
/// Memory traffic counted as STREAM counts it: `bytes` is all that the loop reads and writes, without the
/// write-allocate traffic a cache may add (J. D. McCalpin, https://www.cs.virginia.edu/stream/ref.html). Moves of
/// matrices, which have rows and columns, are counted likewise: each element read once and written once.

#include "calib/op/operation.hpp"

namespace calib::op {

template <Precision P, class Kind>
struct stream {
  std::size_t bytes;

  using precision_type = P;
  static constexpr std::string_view name = Kind::name;
  static constexpr std::array<std::string_view, 1> dimensions{"bytes"};

  /// Elements of each array.
  constexpr std::size_t elements() const noexcept {
    return bytes / (Kind::arrays * static_cast<std::size_t>(element_bytes<P>));
  }
  constexpr std::array<std::size_t, 1> dims() const noexcept { return {bytes}; }
  constexpr cost work() const noexcept {
    const double count = static_cast<double>(bytes) / (Kind::arrays * element_bytes<P>);
    return {flops{Kind::flops_per_element * count}, calib::bytes{static_cast<double>(bytes)}};
  }
};

namespace kind {

// clang-format off
struct copy       { static constexpr std::string_view name = "copy";       static constexpr int flops_per_element = 0, arrays = 2; };
struct scale      { static constexpr std::string_view name = "scale";      static constexpr int flops_per_element = 1, arrays = 2; };
struct stream_add { static constexpr std::string_view name = "stream_add"; static constexpr int flops_per_element = 1, arrays = 3; };
struct triad      { static constexpr std::string_view name = "triad";      static constexpr int flops_per_element = 2, arrays = 3; };
struct read       { static constexpr std::string_view name = "read";       static constexpr int flops_per_element = 0, arrays = 1; };
struct write      { static constexpr std::string_view name = "write";      static constexpr int flops_per_element = 0, arrays = 1; };
struct concat     { static constexpr std::string_view name = "concat";     static constexpr int flops_per_element = 0, arrays = 4; };  // two read, and both written into one
// clang-format on

}  // namespace kind

template <Precision P>
using copy = stream<P, kind::copy>;  ///< c[i] = a[i]
template <Precision P>
using scale = stream<P, kind::scale>;  ///< b[i] = s · c[i]
template <Precision P>
using stream_add = stream<P, kind::stream_add>;  ///< c[i] = a[i] + b[i]
template <Precision P>
using triad = stream<P, kind::triad>;  ///< a[i] = b[i] + s · c[i]
template <Precision P>
using read = stream<P, kind::read>;  ///< every element loaded once
template <Precision P>
using write = stream<P, kind::write>;  ///< every element stored once
template <Precision P>
using concat = stream<P, kind::concat>;  ///< two halves copied one behind the other

template <Precision P, class Kind>
struct matrix_move {
  std::size_t rows, cols;

  using precision_type = P;
  static constexpr std::string_view name = Kind::name;
  static constexpr std::array<std::string_view, 2> dimensions{"rows", "cols"};

  constexpr std::array<std::size_t, 2> dims() const noexcept { return {rows, cols}; }
  constexpr cost work() const noexcept {
    return {flops{0}, calib::bytes{2 * element_bytes<P> * detail::product(rows, cols)}};
  }
};

namespace kind {

struct transpose {
  static constexpr std::string_view name = "transpose";
};
struct gather {
  static constexpr std::string_view name = "gather";
};

}  // namespace kind

template <Precision P>
using transpose = matrix_move<P, kind::transpose>;  ///< y[cols,rows] = x[rows,cols]ᵀ
template <Precision P>
using gather = matrix_move<P, kind::gather>;  ///< `rows` rows of `cols` elements picked from a larger table by index

}  // namespace calib::op
