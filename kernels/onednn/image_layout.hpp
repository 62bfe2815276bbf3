#pragma once
/// The layout in which a convolution leaves images. What takes images is measured in it.

#include <oneapi/dnnl/dnnl.hpp>

#include "kernels/onednn/memory.hpp"

namespace calib::kernels::onednn {

/// What oneDNN chooses for a convolution of many channels on this processor: blocks of as many channels as a vector
/// holds, or all channels of a pixel beside each other; else planes.
tag image_layout(const dnnl::engine& engine, memory::data_type type);

/// A memory of that layout for these sizes: images, channels, height, width.
template <class T>
memory image(const dnnl::engine& engine, const memory::dims& sizes) {
  // Asked once: it takes a primitive's description, and each prepared shape wants two or three images.
  static const tag layout = image_layout(engine, data_type_of<T>);
  return {in_layout<T>(layout, sizes), engine};
}

}  // namespace calib::kernels::onednn
