#pragma once
/// Operands as oneDNN's memory: dense row-major arrays, the last dimension fastest, or a layout that oneDNN chooses.

#include <cstdint>
#include <oneapi/dnnl/dnnl.hpp>

#include "kernels/aligned_buffer.hpp"
#include "kernels/bfloat16.hpp"

namespace calib::kernels::onednn {

using dnnl::memory;
using tag = memory::format_tag;

template <class T>
inline constexpr memory::data_type data_type_of = memory::data_type::undef;
template <>
inline constexpr memory::data_type data_type_of<float> = memory::data_type::f32;
template <>
inline constexpr memory::data_type data_type_of<bfloat16> = memory::data_type::bf16;
template <>
inline constexpr memory::data_type data_type_of<std::int8_t> = memory::data_type::s8;
template <>
inline constexpr memory::data_type data_type_of<std::int32_t> = memory::data_type::s32;

/// Dimensions that fit memory fit 63 bits.
template <class... Size>
memory::dims dims(Size... sizes) {
  return {static_cast<memory::dim>(sizes)...};
}

template <class T>
memory::desc in_layout(tag layout, const memory::dims& sizes) {
  static_assert(data_type_of<T> != memory::data_type::undef);
  return {sizes, data_type_of<T>, layout};
}
/// The layout is the primitive's choice.
template <class T>
memory::desc any_layout(const memory::dims& sizes) {
  return in_layout<T>(tag::any, sizes);
}
/// At most five dimensions.
template <class T>
memory::desc dense(const memory::dims& sizes) {
  constexpr tag tags[]{tag::a, tag::ab, tag::abc, tag::abcd, tag::abcde};
  return in_layout<T>(tags[sizes.size() - 1], sizes);
}
template <class T>
memory dense(const dnnl::engine& engine, const memory::dims& sizes, aligned_buffer<T>& data) {
  return {dense<T>(sizes), engine, data.data()};
}

template <class Primitive>
typename Primitive::primitive_desc implementation(const typename Primitive::desc& description,
                                                  const dnnl::engine& engine,
                                                  const dnnl::primitive_attr& attributes = {}) {
  return {description, attributes, engine};
}

inline void reorder(dnnl::stream& stream, memory from, memory to) {
  dnnl::reorder{from, to}.execute(stream, from, to);
  stream.wait();
}

}  // namespace calib::kernels::onednn
