#include "onnx/windows.hpp"

#include <algorithm>

namespace calib::onnx {
namespace {

std::vector<std::int64_t> sizes(const call& c, std::string_view attribute, std::size_t count, std::int64_t otherwise,
                                std::int64_t least) {
  auto given = c.list(attribute);
  if (!given) return std::vector<std::int64_t>(count, otherwise);
  const bool right = given->size() == count && std::all_of(given->begin(), given->end(), [&](std::int64_t s) {
                       return s >= least && s < (std::int64_t{1} << 31);
                     });
  if (!right) {
    c.refuse_call("has " + std::string{attribute} + " of " + text_of(*given) + " where " + std::to_string(count) +
                  " sizes belong");
  }
  return *given;
}

std::size_t as_size(std::int64_t size) { return static_cast<std::size_t>(std::max<std::int64_t>(size, 0)); }

// Padding that makes in / stride positions, rounded up.
void pad_to_same(detail::window_side& w, bool more_before) {
  const std::size_t out = (w.in + w.stride - 1) / w.stride;
  const std::size_t needed = detail::size_product(out - 1, w.stride) + w.reach();
  const std::size_t total = out > 0 && needed > w.in ? needed - w.in : 0;
  w.pad_before = more_before ? total - total / 2 : total / 2;
  w.pad_after = total - w.pad_before;
}

// One position more where elements are left over behind the last window, if it begins before the padding behind.
void round_up(detail::window_side& w) {
  if (!w.fits()) return;
  const std::size_t padded = w.in + w.pad_before + w.pad_after, left = (padded - w.reach()) % w.stride;
  if (left == 0) return;
  const std::size_t begin = detail::size_product(w.positions(), w.stride);
  if (begin < w.in + w.pad_before) w.pad_after += w.stride - left;
}

}  // namespace

std::vector<detail::window_side> windows(const call& c, const shape& image, const std::vector<std::int64_t>& kernel) {
  const std::size_t count = kernel.size();
  if (count == 0 || image.size() != count + 2) {
    c.refuse_call("slides a window of " + text_of(kernel) + " over " + text_of(image));
  }
  const auto strides = sizes(c, "strides", count, 1, 1), dilations = sizes(c, "dilations", count, 1, 1);
  const std::string_view automatic = c.text("auto_pad", "NOTSET");
  const bool explicit_pads = automatic == "NOTSET" || automatic.empty();
  const auto pads = explicit_pads ? sizes(c, "pads", 2 * count, 0, 0) : std::vector<std::int64_t>(2 * count, 0);
  if (!explicit_pads && automatic != "VALID" && automatic != "SAME_UPPER" && automatic != "SAME_LOWER") {
    c.refuse_call("has the auto_pad " + std::string{automatic.substr(0, 40)});
  }
  std::vector<detail::window_side> all;
  for (std::size_t i = 0; i < count; ++i) {
    detail::window_side w{as_size(image[i + 2]), as_size(kernel[i]),       as_size(strides[i]),
                          as_size(pads[i]),      as_size(pads[i + count]), as_size(dilations[i])};
    if (w.kernel > 0 && w.in > 0 && automatic.starts_with("SAME")) pad_to_same(w, automatic == "SAME_LOWER");
    if (c.whole("ceil_mode", 0) != 0) round_up(w);
    if (!w.fits()) {
      c.refuse_call(
          "slides a window of " + text_of(kernel) + " over " + text_of(image) + ", into which it does not fit",
          "give a larger image");
    }
    all.push_back(w);
  }
  return all;
}

}  // namespace calib::onnx
