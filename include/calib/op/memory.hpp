#pragma once
/// Memory traffic counted as STREAM counts it: `bytes` is all that the loop reads and writes, without the
/// write-allocate traffic a cache may add (J. D. McCalpin, https://www.cs.virginia.edu/stream/ref.html). Moves of
/// matrices, which have rows and columns, are counted likewise: each element read once and written once.

#include "calib/detail/text.hpp"
#include "calib/op/operation.hpp"

namespace calib::op {

template <Precision P, class Kind>
struct stream {
  CALIB_OPERATION(Kind::name, P, bytes);

  /// Elements of each array: of formats of four bits, those in whole bytes.
  constexpr std::size_t elements() const noexcept {
    if constexpr (element_bytes<P> < 1) {
      return bytes / Kind::arrays * static_cast<std::size_t>(1 / element_bytes<P>);
    } else {
      return bytes / (Kind::arrays * static_cast<std::size_t>(element_bytes<P>));
    }
  }
  constexpr cost work() const noexcept {
    const double count = static_cast<double>(bytes) / (Kind::arrays * element_bytes<P>);
    return {flops{Kind::flops_per_element * count}, calib::bytes{static_cast<double>(bytes)}};
  }
};

template <detail::text Name, int FlopsPerElement, int Arrays>
struct stream_kind {
  static constexpr std::string_view name = Name.view();
  static constexpr int flops_per_element = FlopsPerElement, arrays = Arrays;
};

namespace kind {

// name, FLOPs of an element, arrays read and written
struct copy : stream_kind<"copy", 0, 2> {};
struct scale : stream_kind<"scale", 1, 2> {};
struct stream_add : stream_kind<"stream_add", 1, 3> {};
struct triad : stream_kind<"triad", 2, 3> {};
struct read : stream_kind<"read", 0, 1> {};
struct write : stream_kind<"write", 0, 1> {};
struct concat : stream_kind<"concat", 0, 4> {};  // two read, and both written into one

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
  CALIB_OPERATION(Kind::name, P, rows, cols);

  constexpr cost work() const noexcept {
    return {flops{0}, calib::bytes{2 * element_bytes<P> * detail::product(rows, cols)}};
  }
};

template <detail::text Name>
struct matrix_move_kind {
  static constexpr std::string_view name = Name.view();
};

namespace kind {

struct transpose : matrix_move_kind<"transpose"> {};
struct gather : matrix_move_kind<"gather"> {};

}  // namespace kind

template <Precision P>
using transpose = matrix_move<P, kind::transpose>;  ///< y[cols,rows] = x[rows,cols]ᵀ
template <Precision P>
using gather = matrix_move<P, kind::gather>;  ///< `rows` rows of `cols` elements picked from a larger table by index

}  // namespace calib::op
