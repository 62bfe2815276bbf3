#include "kernels/onednn/tensors.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

#include "kernels/bfloat16.hpp"
#include "kernels/onednn/memory.hpp"
#include "kernels/random.hpp"

namespace calib::kernels::onednn {
namespace {

template <class T>
void fill(void* data, std::size_t bytes, std::uint64_t seed, float largest) {
  const std::span<T> all(static_cast<T*>(data), bytes / sizeof(T));
  fill_random<T>(all, seed);
  for (T& one : all) one = static_cast<T>(largest * static_cast<float>(one));
}

// A block more than this many times as large as a result is left for a larger one.
constexpr std::size_t most_too_large = 2;

// Strides that are not told are those of a dense tensor, the last size fastest.
memory::desc dense_desc(const memory::dims& sizes, memory::data_type type) { return {sizes, type, memory::dims{}}; }

std::size_t count(const memory::dims& sizes) {
  return static_cast<std::size_t>(std::accumulate(sizes.begin(), sizes.end(), memory::dim{1}, std::multiplies<>{}));
}

}  // namespace

std::size_t elements_of(const memory& memory) { return count(memory.get_desc().dims()); }

void tensors::take(std::size_t bytes) {
  bytes_ += bytes;
  if (bytes_ <= most_bytes_) return;
  throw std::invalid_argument("its weights and tensors need more than the " + std::to_string(most_bytes_ >> 20U) +
                              " MiB that may be used");
}

memory tensors::constant(const memory::desc& layout) {
  take(layout.get_size());
  return made_.emplace_back(layout, engine_);
}

memory tensors::result(const memory::desc& layout) {
  const std::size_t bytes = layout.get_size();
  const auto suits = [&](const block& one) {
    return one.last_reader < step_ && one.bytes >= bytes && one.bytes <= most_too_large * bytes;
  };
  block* best = nullptr;
  for (block& one : blocks_) {
    if (suits(one) && (best == nullptr || one.bytes < best->bytes)) best = &one;
  }
  if (best == nullptr) {
    const memory made = constant({dims(bytes), memory::data_type::u8, tag::a});
    best = &blocks_.emplace_back(block{made.get_data_handle(), bytes, step_});
  }
  best->last_reader = step_;
  return {layout, engine_, best->data};
}

void tensors::keep_until(std::size_t last_reader, const memory& result) {
  for (block& one : blocks_) {
    if (one.data == result.get_data_handle()) one.last_reader = std::max(one.last_reader, last_reader);
  }
}

memory tensors::weights(const memory::desc& layout, std::size_t terms) {
  memory made = constant(layout);
  const std::uint64_t seed = operand_seed(seed_++, 0);
  // He's initialisation: a network of any depth neither overflows nor fades into denormals.
  const float largest = terms <= 1 ? 1.0f : std::sqrt(6.0f / static_cast<float>(terms));
  void* const data = made.get_data_handle();
  if (layout.data_type() == memory::data_type::bf16) {
    fill<bfloat16>(data, layout.get_size(), seed, largest);
  } else {
    fill<float>(data, layout.get_size(), seed, largest);
  }
  return made;
}

memory tensors::in_layout(const memory& value, const memory::desc& layout) {
  if (value.get_desc() == layout) return value;
  memory to = result(layout);
  calls_.push_back({step_, true, {dnnl::reorder{value, to}, {{DNNL_ARG_FROM, value}, {DNNL_ARG_TO, to}}}});
  return to;
}

memory tensors::with_sizes(const memory& value, const memory::dims& sizes) {
  return value.get_desc().dims() == sizes ? value : dense(value, sizes);
}

memory tensors::dense(const memory& value, const memory::dims& sizes) {
  const memory::desc wanted = dense_desc(sizes, value.get_desc().data_type());
  if (elements_of(value) < count(sizes)) return filled(wanted);
  const memory::desc own = dense_desc(value.get_desc().dims(), value.get_desc().data_type());
  const memory plain = in_layout(value, own);
  return {wanted, engine_, plain.get_data_handle()};
}

memory tensors::of_type(const memory& value, memory::data_type type) {
  const memory::desc own = value.get_desc();
  return own.data_type() == type ? value : in_layout(value, dense_desc(own.dims(), type));
}

}  // namespace calib::kernels::onednn
