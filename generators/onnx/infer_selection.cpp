#include <algorithm>
#include <cmath>
#include <numeric>

#include "calib/op/shape.hpp"
#include "onnx/content.hpp"
#include "onnx/infer.hpp"

namespace calib::onnx {

namespace {

// Sums of as many sizes do not overflow.
constexpr std::int64_t most_parts_of_split = 1023;

}  // namespace

void infer_concat(call& c) {
  if (c.inputs() == 0) c.refuse_call("has no inputs");
  shape to = c.dims(0);
  const std::size_t along = c.axis(c.whole("axis", 1), c.rank(0));
  bool known = c.in(0).content.has_value();
  for (std::size_t i = 1; i < c.inputs(); ++i) {
    const shape& part = c.dims(i);
    shape rest = part;
    if (rest.size() == to.size()) rest[along] = to[along];
    if (rest != to) c.refuse_call("joins " + text_of(to) + " and " + text_of(part));
    to[along] = std::min(to[along] + part[along], static_cast<std::int64_t>(largest_size) + 1);
    known = known && c.in(i).content;
  }
  std::optional<numbers> content;
  if (known) {
    std::vector<std::size_t> filled;  // many empty ones would be passed again for each element
    for (std::size_t i = 0; i < c.inputs(); ++i) {
      if (elements(c.dims(i)) > 0) filled.push_back(i);
    }
    content = generated(to, [&](shape index) {
      auto i = filled.begin();
      for (; index[along] >= c.dims(*i)[along]; ++i) index[along] -= c.dims(*i)[along];
      return c.content(*i)[offset(c.dims(*i), index)];
    });
  }
  c.give(0, std::move(to), c.in(0).type, std::move(content));
}

void infer_split(call& c) {
  const shape& from = c.dims(0);
  const std::size_t along = c.axis(c.whole("axis", 0), c.rank(0));
  const auto outputs = static_cast<std::int64_t>(c.outputs());
  if (outputs == 0) c.refuse_call("has no outputs");
  auto sizes = c.list_since(13, "split", 1).value_or(std::vector<std::int64_t>{});
  if (sizes.empty()) {
    const std::int64_t part = (from[along] + outputs - 1) / outputs;
    for (std::int64_t i = 0; i < outputs; ++i)
      sizes.push_back(std::clamp<std::int64_t>(from[along] - i * part, 0, part));
  }
  const bool fits = static_cast<std::int64_t>(sizes.size()) == outputs &&
                    std::all_of(sizes.begin(), sizes.end(), [&](std::int64_t s) { return s >= 0 && s <= from[along]; });
  if (!fits || outputs > most_parts_of_split ||
      std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0}) != from[along]) {
    c.refuse_call("splits a size of " + std::to_string(from[along]) + " into " + text_of(sizes));
  }
  std::int64_t first = 0;
  for (std::size_t o = 0; o < sizes.size(); ++o) {
    shape to = from;
    to[along] = sizes[o];
    std::optional<numbers> content;
    if (c.in(0).content) {
      content = generated(to, [&](shape index) {
        index[along] += first;
        return c.content(0)[offset(from, index)];
      });
    }
    c.give(o, std::move(to), c.in(0).type, std::move(content));
    first += sizes[o];
  }
}

void infer_slice(call& c) {
  const shape& from = c.dims(0);
  const auto starts = c.list_since(10, "starts", 1), ends = c.list_since(10, "ends", 2);
  if (!starts || !ends || starts->size() != ends->size()) c.refuse_call("has no starts and ends that belong together");
  auto axes = c.list_since(10, "axes", 3).value_or(std::vector<std::int64_t>{});
  if (axes.empty()) {
    axes.resize(starts->size());
    std::iota(axes.begin(), axes.end(), 0);
  }
  auto steps = c.list_since(10, "steps", 4).value_or(std::vector<std::int64_t>{});
  if (steps.empty()) steps.assign(axes.size(), 1);
  if (axes.size() != starts->size() || steps.size() != axes.size()) c.refuse_call("has not as many axes as starts");
  shape to = from, first(from.size(), 0), stride(from.size(), 1);
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const std::size_t a = c.axis(axes[i], c.rank(0));
    const std::int64_t size = from[a], by = steps[i];
    if (by == 0) c.refuse_call("slices in steps of 0");
    const auto bound = [&](std::int64_t given) {
      const std::int64_t at = given < 0 ? given + size : given;
      return by > 0 ? std::clamp<std::int64_t>(at, 0, size) : std::clamp<std::int64_t>(at, -1, size - 1);
    };
    // The end of a backward slice that runs to the front: as far behind it as numbers go.
    const std::int64_t begin = bound((*starts)[i]), end = bound((*ends)[i]);
    const std::int64_t reach = by > 0 ? end - begin : begin - end;
    to[a] = reach <= 0 ? 0 : (reach - 1) / (by > 0 ? by : -by) + 1;
    first[a] = begin;
    stride[a] = by;
  }
  std::optional<numbers> content;
  if (c.in(0).content) {
    content = generated(to, [&](shape index) {
      for (std::size_t d = 0; d < index.size(); ++d) index[d] = first[d] + stride[d] * index[d];
      return c.content(0)[offset(from, index)];
    });
  }
  c.give(0, std::move(to), c.in(0).type, std::move(content));
}

void infer_gather(call& c) {
  const shape &from = c.dims(0), &picked = c.dims(1);
  const std::size_t along = c.axis(c.whole("axis", 0), c.rank(0));
  const auto at = [&](std::size_t d) { return static_cast<std::ptrdiff_t>(d); };
  shape to(from.begin(), from.begin() + at(along));
  to.insert(to.end(), picked.begin(), picked.end());
  to.insert(to.end(), from.begin() + at(along) + 1, from.end());
  std::optional<numbers> content;
  if (c.in(0).content && c.in(1).content) {
    content = generated(to, [&](const shape& index) {
      const shape inner(index.begin() + at(along), index.begin() + at(along + picked.size()));
      const std::int64_t given = as_whole(c.content(1)[offset(picked, inner)]);
      const std::int64_t row = given < 0 ? given + from[along] : given;
      if (row < 0 || row >= from[along]) {
        c.refuse_call("picks element " + std::to_string(given) + " of " + std::to_string(from[along]));
      }
      shape source(index.begin(), index.begin() + at(along));
      source.push_back(row);
      source.insert(source.end(), index.begin() + at(along + picked.size()), index.end());
      return c.content(0)[offset(from, source)];
    });
  }
  c.give(0, std::move(to), c.in(0).type, std::move(content));
}

void infer_gather_elements(call& c) { c.give(0, c.dims(1), c.in(0).type); }

void infer_gather_nd(call& c) {
  const shape &from = c.dims(0), &picked = c.dims(1);
  const std::int64_t same = c.whole("batch_dims", 0);
  if (picked.empty() || same < 0 || same + picked.back() > c.rank(0) || picked.back() < 0) {
    c.refuse_call("picks by indices of " + text_of(picked) + " in " + text_of(from));
  }
  shape to(picked.begin(), picked.end() - 1);
  to.insert(to.end(), from.begin() + same + picked.back(), from.end());
  c.give(0, std::move(to), c.in(0).type);
}

void infer_pad(call& c) {
  const auto pads = c.list_since(11, "pads", 1);
  shape to = c.dims(0);
  std::vector<std::int64_t> axes(to.size());
  std::iota(axes.begin(), axes.end(), 0);
  if (c.has(3)) axes = c.wholes(3);
  if (!pads || axes.size() > to.size() || pads->size() != 2 * axes.size())
    c.refuse_call("has not two pads for each axis");
  for (std::size_t i = 0; i < axes.size(); ++i) to[c.axis(axes[i], c.rank(0))] += (*pads)[i] + (*pads)[i + axes.size()];
  c.give(0, std::move(to), c.in(0).type);
}

namespace {

// Of the scales that sizes ask for, the smallest or largest for all axes where the node says so.
void keep_ratio(const call& c, const std::vector<std::int64_t>& axes, std::vector<std::int64_t>& sizes) {
  const std::string_view policy = c.text("keep_aspect_ratio_policy", "stretch");
  if (policy != "not_larger" && policy != "not_smaller") return;
  const auto from = [&](std::size_t i) { return static_cast<double>(c.dims(0)[c.axis(axes[i], c.rank(0))]); };
  std::optional<double> scale;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const double own = from(i) > 0 ? static_cast<double>(sizes[i]) / from(i) : 1;
    scale = !scale ? own : policy == "not_larger" ? std::min(*scale, own) : std::max(*scale, own);
  }
  for (std::size_t i = 0; i < axes.size(); ++i) sizes[i] = as_whole(std::round(from(i) * scale.value_or(1)));
}

}  // namespace

void infer_resize(call& c) {
  const shape& from = c.dims(0);
  const bool is_resize = c.what().op_type == "Resize";
  const std::size_t scales_at = is_resize && c.opset() >= 11 ? 2 : 1;
  std::vector<std::int64_t> axes(from.size());
  std::iota(axes.begin(), axes.end(), 0);
  if (const auto given = c.list("axes")) axes = *given;
  numbers scales;
  if (const auto* const a = c.what().find("scales"); a != nullptr) {
    scales = a->reals;
  } else if (c.has(scales_at) && !(c.in(scales_at).dims && elements(*c.in(scales_at).dims) == 0)) {
    scales = c.content(scales_at);
  }
  shape to = from;
  if (scales.empty()) {
    if (!c.has(3)) c.refuse_call("has neither scales nor sizes");
    auto sizes = c.wholes(3);
    if (sizes.size() != axes.size()) c.refuse_call("has not a size for each axis");
    keep_ratio(c, axes, sizes);
    for (std::size_t i = 0; i < axes.size(); ++i) to[c.axis(axes[i], c.rank(0))] = sizes[i];
  } else {
    if (scales.size() != axes.size()) c.refuse_call("has not a scale for each axis");
    for (std::size_t i = 0; i < axes.size(); ++i) {
      std::int64_t& size = to[c.axis(axes[i], c.rank(0))];
      size = as_whole(std::floor(static_cast<double>(size) * scales[i]));
    }
  }
  c.give(0, std::move(to), c.in(0).type);
}

namespace {

void move_blocks(call& c, bool to_space) {
  const shape& from = c.dims(0);
  const std::int64_t block = c.whole("blocksize", 0);
  const bool whole_blocks =
      from.size() == 4 && block >= 1 &&
      (to_space ? from[1] % product(block, block) == 0 : from[2] % block == 0 && from[3] % block == 0);
  if (!whole_blocks) c.refuse_call("moves blocks of " + std::to_string(block) + " in " + text_of(from));
  const std::int64_t area = product(block, block);
  if (to_space) {
    c.give(0, {from[0], from[1] / area, product(from[2], block), product(from[3], block)}, c.in(0).type);
  } else {
    c.give(0, {from[0], product(from[1], area), from[2] / block, from[3] / block}, c.in(0).type);
  }
}

}  // namespace

void infer_depth_to_space(call& c) { move_blocks(c, true); }

void infer_space_to_depth(call& c) { move_blocks(c, false); }

void infer_one_hot(call& c) {
  shape to = c.dims(0);
  const auto depth = c.wholes(1);
  if (depth.size() != 1) c.refuse_call("has not one depth");
  const std::size_t at = c.axis(c.whole("axis", -1), c.rank(0) + 1);
  to.insert(to.begin() + static_cast<std::ptrdiff_t>(at), depth.front());
  c.give(0, std::move(to), c.in(2).type);
}

void infer_top_k(call& c) {
  shape to = c.dims(0);
  const auto k = c.opset() >= 10 ? c.wholes(1) : std::vector<std::int64_t>{c.whole("k", 1)};
  if (k.size() != 1) c.refuse_call("has not one k");
  to[c.axis(c.whole("axis", -1), c.rank(0))] = k.front();
  c.give(0, to, c.in(0).type);
  c.give(1, to, element::i64);
}

}  // namespace calib::onnx
