#include <algorithm>
#include <numeric>

#include "onnx/content.hpp"
#include "onnx/infer.hpp"

namespace calib::onnx {
namespace {

std::vector<std::size_t> axes_of(const call& c, const std::vector<std::int64_t>& given, std::int64_t rank) {
  std::vector<std::size_t> axes;
  for (const std::int64_t a : given) axes.push_back(c.axis(a, rank));
  std::sort(axes.begin(), axes.end());
  if (std::adjacent_find(axes.begin(), axes.end()) != axes.end()) c.refuse_call("names an axis twice");
  return axes;
}

// The same elements in the same order.
void reshape_to(call& c, shape dims) {
  auto content = c.in(0).content;
  c.give(0, std::move(dims), c.in(0).type, std::move(content));
  c.out(0).quantised_from = c.in(0).quantised_from;
}

numbers as_numbers(const shape& dims) { return {dims.begin(), dims.end()}; }

}  // namespace

void infer_constant(call& c) {
  const node& n = c.what();
  if (const auto* const a = n.find("value"); a != nullptr && a->value) {
    c.give(0, a->value->dims, a->value->type, a->value->content);
  } else if (const auto* const sparse = n.find("sparse_value"); sparse != nullptr && sparse->value) {
    c.give(0, sparse->value->dims, sparse->value->type);
  } else if (const auto* const f = n.find("value_float"); f != nullptr && f->real) {
    c.give(0, {}, element::f32, numbers{*f->real});
  } else if (const auto* const i = n.find("value_int"); i != nullptr && i->whole) {
    c.give(0, {}, element::i64, numbers{static_cast<double>(*i->whole)});
  } else if (const auto* const fs = n.find("value_floats"); fs != nullptr) {
    const auto count = static_cast<std::int64_t>(fs->listed);
    c.give(0, {count}, element::f32, fs->reals.size() == fs->listed ? std::optional{fs->reals} : std::nullopt);
  } else if (const auto* const is = n.find("value_ints"); is != nullptr) {
    const auto count = static_cast<std::int64_t>(is->listed);
    c.give(0, {count}, element::i64,
           is->wholes.size() == is->listed ? std::optional{as_numbers(is->wholes)} : std::nullopt);
  } else if (n.find("value_string") != nullptr) {
    c.give(0, {}, element::text);
  } else {
    c.refuse_call("has no value");
  }
  c.out(0).weight = true;
}

void infer_constant_of_shape(call& c) {
  const auto* const a = c.what().find("value");
  const bool given = a != nullptr && a->value;
  const int type = given ? a->value->type : element::f32;
  const double number = given && a->value->content && !a->value->content->empty() ? a->value->content->front() : 0;
  shape dims = c.wholes(0);
  auto content = std::any_of(dims.begin(), dims.end(), [](std::int64_t size) { return size < 0; })
                     ? std::nullopt
                     : generated(dims, [&](const shape&) { return number; });
  c.give(0, std::move(dims), type, std::move(content));
  c.out(0).weight = c.in(0).weight;
}

void infer_range(call& c) {
  const double first = c.scalar(0), end = c.scalar(1), stride = c.scalar(2);
  if (stride == 0) c.refuse_call("counts in steps of 0");
  const double exact = (end - first) / stride;
  const std::int64_t whole = as_whole(exact);
  const std::int64_t count = std::max<std::int64_t>(static_cast<double>(whole) < exact ? whole + 1 : whole, 0);
  auto content = generated({count}, [&](const shape& i) { return first + stride * static_cast<double>(i[0]); });
  c.give(0, {count}, c.in(0).type, std::move(content));
}

void infer_shape(call& c) {
  const std::int64_t rank = c.rank(0);
  const auto bound = [&](std::string_view name, std::int64_t otherwise) {
    const std::int64_t given = c.whole(name, otherwise);
    return std::clamp<std::int64_t>(given < 0 ? given + rank : given, 0, rank);
  };
  const std::int64_t first = bound("start", 0), last = std::max(bound("end", rank), first);
  const shape part(c.dims(0).begin() + first, c.dims(0).begin() + last);
  c.give(0, {last - first}, element::i64, as_numbers(part));
}

void infer_size(call& c) { c.give(0, {}, element::i64, numbers{static_cast<double>(elements(c.dims(0)))}); }

void infer_reshape(call& c) {
  const shape& from = c.dims(0);
  shape to = c.opset() < 5 && c.list("shape") ? *c.list("shape") : c.wholes(1);
  std::optional<std::size_t> open;
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (to[i] == 0 && c.whole("allowzero", 0) == 0) {
      if (i >= from.size()) c.refuse_call("copies size " + std::to_string(i) + " of " + text_of(from));
      to[i] = from[i];
    }
    if (to[i] < -1 || (to[i] == -1 && open)) c.refuse_call("reshapes to " + text_of(to));
    if (to[i] == -1) open = i;
  }
  const std::int64_t all = elements(from);
  if (open) {
    to[*open] = 1;
    const std::int64_t others = elements(to);
    if (others == 0 ? all != 0 : all % others != 0) {
      c.refuse_call("cannot reshape " + text_of(from) + " into rows of " + std::to_string(others));
    }
    to[*open] = others == 0 ? 0 : all / others;
  }
  if (elements(to) != all) {
    // Exported at a batch of 1, which stands in the target: the batch that a size asks for goes there.
    const std::int64_t others = elements(to, 1, to.size());
    const bool is_batch = !to.empty() && !from.empty() && to[0] == 1 && from[0] > 1 && product(from[0], others) == all;
    if (!is_batch) {
      c.refuse_call("cannot reshape " + text_of(from) + " to " + text_of(to),
                    "give sizes for which the elements are as many");
    }
    to[0] = from[0];
    c.note("keeps a batch of 1 in its target; the batch is put there");
  }
  reshape_to(c, std::move(to));
}

void infer_flatten(call& c) {
  const std::int64_t rank = c.rank(0), given = c.whole("axis", 1);
  const std::int64_t cut = given < 0 ? given + rank : given;
  if (cut < 0 || cut > rank) c.refuse_call("flattens at the axis " + std::to_string(given));
  const auto at = static_cast<std::size_t>(cut);
  reshape_to(c, {elements(c.dims(0), 0, at), elements(c.dims(0), at, c.dims(0).size())});
}

void infer_squeeze(call& c) {
  const shape& from = c.dims(0);
  std::vector<std::size_t> axes;
  if (const auto given = c.list_since(13, "axes", 1)) {
    axes = axes_of(c, *given, c.rank(0));
  } else {
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (from[i] == 1) axes.push_back(i);
    }
  }
  shape to;
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (!std::binary_search(axes.begin(), axes.end(), i)) {
      to.push_back(from[i]);
    } else if (from[i] != 1) {
      c.refuse_call("squeezes a size of " + std::to_string(from[i]));
    }
  }
  reshape_to(c, std::move(to));
}

void infer_unsqueeze(call& c) {
  const auto given = c.list_since(13, "axes", 1);
  if (!given) c.refuse_call("has no axes");
  const auto axes = axes_of(c, *given, c.rank(0) + static_cast<std::int64_t>(given->size()));
  shape to = c.dims(0);
  for (const std::size_t a : axes) to.insert(to.begin() + static_cast<std::ptrdiff_t>(a), 1);
  reshape_to(c, std::move(to));
}

void infer_transpose(call& c) {
  const shape& from = c.dims(0);
  std::vector<std::int64_t> order(from.size());
  std::iota(order.rbegin(), order.rend(), 0);
  if (const auto given = c.list("perm")) order = *given;
  if (order.size() != from.size())
    c.refuse_call("orders " + std::to_string(order.size()) + " axes of " + text_of(from));
  axes_of(c, order, c.rank(0));
  shape to;
  for (const std::int64_t a : order) to.push_back(from[c.axis(a, c.rank(0))]);
  std::optional<numbers> content;
  if (c.in(0).content) {
    content = generated(to, [&](const shape& index) {
      shape source(index.size());
      for (std::size_t d = 0; d < index.size(); ++d) source[c.axis(order[d], c.rank(0))] = index[d];
      return c.content(0)[offset(from, source)];
    });
  }
  c.give(0, std::move(to), c.in(0).type, std::move(content));
  c.out(0).quantised_from = c.in(0).quantised_from;
}

void infer_expand(call& c) {
  const shape target = c.wholes(1);
  for (const std::int64_t size : target) {
    if (size < 0) c.refuse_call("expands to " + text_of(target));
  }
  shape to = broadcast(c, c.dims(0), target);
  std::optional<numbers> content;
  if (c.in(0).content) {
    content = generated(to, [&](const shape& index) { return c.content(0)[offset(c.dims(0), index)]; });
  }
  c.give(0, std::move(to), c.in(0).type, std::move(content));
}

void infer_tile(call& c) {
  const auto repeats = c.wholes(1);
  const shape& from = c.dims(0);
  if (repeats.size() != from.size())
    c.refuse_call("repeats " + std::to_string(repeats.size()) + " axes of " + text_of(from));
  shape to;
  for (std::size_t i = 0; i < from.size(); ++i) to.push_back(product(from[i], repeats[i]));
  std::optional<numbers> content;
  if (c.in(0).content) {
    content = generated(to, [&](shape index) {
      for (std::size_t d = 0; d < index.size(); ++d) index[d] %= from[d];
      return c.content(0)[offset(from, index)];
    });
  }
  c.give(0, std::move(to), c.in(0).type, std::move(content));
}

}  // namespace calib::onnx
