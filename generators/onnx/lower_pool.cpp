#include <algorithm>

#include "onnx/lower_rules.hpp"
#include "onnx/windows.hpp"

namespace calib::onnx {
namespace {

// A sequence is an image of one row.
struct pooled {
  shape image;
  detail::window_side down, across;
};

pooled windows_of(const lowered_call& c) {
  const auto sides = windows(c, c.dims(0), c.list("kernel_shape").value_or(std::vector<std::int64_t>{}));
  for (const detail::window_side& w : sides) {
    if (w.dilation != 1) throw not_lowered{"calib has no pooling with dilated windows"};
  }
  const shape& x = c.dims(0);
  if (sides.size() == 1) return {{x[0], x[1], 1, x[2]}, {1, 1, 1, 0, 0, 1}, sides[0]};
  if (sides.size() == 2) return {x, sides[0], sides[1]};
  throw not_lowered{"calib has pooling of images and sequences, none in more than 2 directions"};
}

void pool(lowered_call& c, std::string_view operation, const std::string& kind) {
  const auto [image, down, across] = windows_of(c);
  const std::size_t pad = std::min({down.pad_before, down.pad_after, across.pad_before, across.pad_after});
  const bool square = down.kernel == across.kernel, one_stride = down.stride == across.stride;
  c.emit({.operation = operation,
          .sizes = {image[0], image[1], image[2], image[3],
                    whole(square ? down.kernel : std::max(down.kernel, across.kernel)),
                    whole(one_stride ? down.stride : 1), whole(pad), square ? 0 : whole(down.kernel),
                    square ? 0 : whole(across.kernel), one_stride ? 0 : whole(down.stride),
                    one_stride ? 0 : whole(across.stride), whole(down.pad_before - pad), whole(down.pad_after - pad),
                    whole(across.pad_before - pad), whole(across.pad_after - pad)},
          .kind = kind});
}

}  // namespace

void lower_max_pool(lowered_call& c) { pool(c, "max_pool", ""); }

void lower_avg_pool(lowered_call& c) {
  const std::string_view kind = c.what().op_type;
  pool(c, "avg_pool", kind == "AveragePool" ? "" : std::string{kind});
}

void lower_global_avg_pool(lowered_call& c) {
  const shape& x = c.dims(0);
  const std::int64_t height = x.size() > 3 ? x[2] : 1, width = x.size() > 3 ? elements(x, 3, x.size()) : x[2];
  const std::string_view kind = c.what().op_type;
  c.emit({.operation = "global_avg_pool",
          .sizes = {x[0], x[1], height, width},
          .kind = kind == "GlobalAveragePool" ? "" : std::string{kind}});
}

void lower_global_max_pool(lowered_call& c) {
  const shape& x = c.dims(0);
  c.emit({.operation = "reduce_sum",
          .sizes = {product(x[0], x[1]), elements(x, 2, x.size())},
          .kind = std::string{c.what().op_type}});
}

}  // namespace calib::onnx
