#include "kernels/onednn/joined_step.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "calib/op/image.hpp"
#include "kernels/onednn/bias_relu.hpp"
#include "kernels/onednn/choice.hpp"
#include "kernels/onednn/memory.hpp"

namespace calib::kernels::onednn {
namespace {

using inputs = std::vector<memory>;

memory::data_type type_of(precision p) {
  return p == precision::bf16 ? memory::data_type::bf16 : memory::data_type::f32;
}

dnnl::primitive_attr attributes_of(const network_step& step) {
  return step.then_relu ? then_relu() : dnnl::primitive_attr{};
}

/// What a step reads first; of a step that reads constants, something of these sizes.
memory first_of(tensors& made, const network_step& step, const inputs& from, const memory::dims& sizes) {
  return from.empty() ? made.filled({sizes, type_of(step.precision), memory::dims{}}) : from.front();
}

/// A size of both directions, and the own one of each.
struct both {
  std::size_t down, across;
};
both directions(const network_step& step, std::string_view name) {
  const std::string prefix{name};
  return {calib::detail::own_or_both(step.size(prefix + "_h"), step.size(name)),
          calib::detail::own_or_both(step.size(prefix + "_w"), step.size(name))};
}

struct pads {
  memory::dims before, after;
};
pads padding(const network_step& step) {
  const std::size_t all = step.size("pad");
  return {dims(all + step.size("pad_top"), all + step.size("pad_left")),
          dims(all + step.size("pad_bottom"), all + step.size("pad_right"))};
}

memory::dim places(std::size_t in, std::size_t reach, std::size_t stride, memory::dim before, memory::dim after) {
  const auto padded = static_cast<memory::dim>(in) + before + after;
  return (padded - static_cast<memory::dim>(reach)) / static_cast<memory::dim>(stride) + 1;
}

memory convolve(tensors& made, const network_step& step, const inputs& from) {
  const std::size_t batch = step.size("batch"), in = step.size("in_channels"), out = step.size("out_channels");
  const std::size_t groups = step.size("groups");
  const both stride = directions(step, "stride"), dilation = directions(step, "dilation");
  const std::size_t kernel_h = step.size("kernel_h"), kernel_w = step.size("kernel_w");
  const pads pad = padding(step);
  const memory::dims image = dims(batch, in, step.size("in_h"), step.size("in_w"));
  const memory::dims result{
      image[0], static_cast<memory::dim>(out),
      places(step.size("in_h"), dilation.down * (kernel_h - 1) + 1, stride.down, pad.before[0], pad.after[0]),
      places(step.size("in_w"), dilation.across * (kernel_w - 1) + 1, stride.across, pad.before[1], pad.after[1])};
  const memory::dims filter =
      groups == 1 ? dims(out, in, kernel_h, kernel_w) : dims(groups, out / groups, in / groups, kernel_h, kernel_w);
  const memory::data_type type = type_of(step.precision);
  const auto any = [type](const memory::dims& sizes) { return memory::desc{sizes, type, tag::any}; };
  const memory bias = made.filled({dims(out), type, tag::a});
  const auto chosen =
      choose_convolution({dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, any(image),
                          any(filter), bias.get_desc(), any(result), dims(stride.down, stride.across),
                          dims(dilation.down - 1, dilation.across - 1), pad.before, pad.after},
                         made.engine(), attributes_of(step));
  const memory source = made.in_layout(made.with_sizes(first_of(made, step, from, image), image), chosen.src_desc());
  memory target = made.result(chosen.dst_desc());
  made.add({dnnl::convolution_forward{chosen},
            {{DNNL_ARG_SRC, source},
             {DNNL_ARG_WEIGHTS, made.weights(chosen.weights_desc(), in / groups * kernel_h * kernel_w)},
             {DNNL_ARG_BIAS, bias},
             {DNNL_ARG_DST, target}}});
  return target;
}

memory multiply_by_weights(tensors& made, const network_step& step, const inputs& from) {
  const memory::data_type type = type_of(step.precision);
  const std::size_t m = step.size("m"), n = step.size("n"), k = step.size("k");
  const memory::dims rows = dims(m, k);
  const memory source = made.dense(first_of(made, step, from, rows), rows);
  const memory bias = made.filled({dims(n), type, tag::a});
  memory target = made.result({dims(m, n), type, tag::ab});
  const auto chosen = implementation<dnnl::inner_product_forward>({dnnl::prop_kind::forward_inference,
                                                                   source.get_desc(),
                                                                   {dims(n, k), type, tag::any},
                                                                   bias.get_desc(),
                                                                   target.get_desc()},
                                                                  made.engine(), attributes_of(step));
  made.add({dnnl::inner_product_forward{chosen},
            {{DNNL_ARG_SRC, source},
             {DNNL_ARG_WEIGHTS, made.weights(chosen.weights_desc(), k)},
             {DNNL_ARG_BIAS, bias},
             {DNNL_ARG_DST, target}}});
  return target;
}

/// gemm and batched_gemm: of two results.
memory multiply(tensors& made, const network_step& step, const inputs& from) {
  const std::size_t batch = std::max<std::size_t>(step.size("batch"), 1);
  const memory::dims a = dims(batch, step.size("m"), step.size("k")), b = dims(batch, step.size("k"), step.size("n"));
  const memory left = made.dense(first_of(made, step, from, a), a);
  const memory right =
      from.size() < 2 ? made.weights({b, type_of(step.precision), tag::abc}, step.size("k")) : made.dense(from[1], b);
  memory target = made.result({dims(batch, step.size("m"), step.size("n")), type_of(step.precision), tag::abc});
  made.add({dnnl::matmul{choose_product({left.get_desc(), right.get_desc(), target.get_desc()}, made.engine())},
            {{DNNL_ARG_SRC, left}, {DNNL_ARG_WEIGHTS, right}, {DNNL_ARG_DST, target}}});
  return target;
}

struct eltwise {
  std::string_view operation;
  dnnl::algorithm algorithm;
  float alpha = 0;
};
constexpr std::array eltwise_of{
    eltwise{"relu", dnnl::algorithm::eltwise_relu},          eltwise{"gelu", dnnl::algorithm::eltwise_gelu_tanh},
    eltwise{"silu", dnnl::algorithm::eltwise_swish, 1},      eltwise{"sigmoid", dnnl::algorithm::eltwise_logistic},
    eltwise{"tanh", dnnl::algorithm::eltwise_tanh},          eltwise{"exp", dnnl::algorithm::eltwise_exp},
    eltwise{"hardswish", dnnl::algorithm::eltwise_hardswish}};

/// In the layout that its input has.
memory apply(tensors& made, const network_step& step, const eltwise& what, const inputs& from) {
  const memory source = first_of(made, step, from, dims(step.outputs));
  memory target = made.result(source.get_desc());
  made.add({dnnl::eltwise_forward{implementation<dnnl::eltwise_forward>(
                {dnnl::prop_kind::forward_inference, what.algorithm, source.get_desc(), what.alpha, /*beta=*/0.0f},
                made.engine())},
            {{DNNL_ARG_SRC, source}, {DNNL_ARG_DST, target}}});
  return target;
}

/// Sizes in blocks of as many channels as `like` has; dense where it has none.
memory::desc with_blocks_of(const memory::desc& like, const memory::dims& sizes) {
  const auto is_in = [&](tag layout) { return like == memory::desc{like.dims(), like.data_type(), layout}; };
  for (const tag layout : {tag::aBcd8b, tag::aBcd16b, tag::acdb}) {
    if (is_in(layout)) return {sizes, like.data_type(), layout};
  }
  return {sizes, like.data_type(), tag::abcd};
}

/// The other operand of an elementwise operation on `value`: of as many elements, a number for each channel of each
/// image, or for each column of rows. In the same layout: such that differ end in oneDNN's reference, which takes
/// hundreds of times as long.
memory beside(tensors& made, const memory& value, const memory& other) {
  const memory::dims sizes = value.get_desc().dims();
  const std::size_t all = elements_of(value), count = elements_of(other);
  if (count == all) {
    return made.in_layout(made.with_sizes(other, sizes), value.get_desc());
  }
  memory::dims each(sizes.size(), 1);
  if (sizes.size() == 4 && count == static_cast<std::size_t>(sizes[0] * sizes[1])) {
    each = {sizes[0], sizes[1], 1, 1};
    return made.in_layout(made.with_sizes(other, each), with_blocks_of(value.get_desc(), each));
  }
  if (count == static_cast<std::size_t>(sizes.back())) each.back() = sizes.back();
  return made.dense(other, each);
}

memory combine(tensors& made, const network_step& step, dnnl::algorithm algorithm, const inputs& from) {
  inputs read = from;
  if (read.empty()) read.push_back(made.filled(flat(step.outputs, step.precision)));
  if (read.size() == 1) read.push_back(made.filled(read.front().get_desc()));
  if (elements_of(read[0]) < elements_of(read[1])) std::swap(read[0], read[1]);
  const memory right = beside(made, read[0], read[1]);
  memory target = made.result(read[0].get_desc());
  made.add({dnnl::binary{implementation<dnnl::binary>(
                {algorithm, read[0].get_desc(), right.get_desc(), target.get_desc()}, made.engine())},
            {{DNNL_ARG_SRC_0, read[0]}, {DNNL_ARG_SRC_1, right}, {DNNL_ARG_DST, target}}});
  return target;
}

memory pool(tensors& made, const network_step& step, dnnl::algorithm algorithm, const inputs& from) {
  const memory::dims image = dims(step.size("batch"), step.size("channels"), step.size("in_h"), step.size("in_w"));
  const bool whole = step.operation == "global_avg_pool";
  const both window = whole ? both{step.size("in_h"), step.size("in_w")} : directions(step, "kernel");
  const both stride = whole ? both{1, 1} : directions(step, "stride");
  const pads pad = padding(step);
  const memory::dims result{image[0], image[1],
                            places(step.size("in_h"), window.down, stride.down, pad.before[0], pad.after[0]),
                            places(step.size("in_w"), window.across, stride.across, pad.before[1], pad.after[1])};
  const memory source = made.with_sizes(first_of(made, step, from, image), image);
  const auto chosen = implementation<dnnl::pooling_forward>({dnnl::prop_kind::forward_inference,
                                                             algorithm,
                                                             source.get_desc(),
                                                             {result, type_of(step.precision), tag::any},
                                                             dims(stride.down, stride.across),
                                                             dims(window.down, window.across),
                                                             pad.before,
                                                             pad.after},
                                                            made.engine());
  memory target = made.result(chosen.dst_desc());
  made.add({dnnl::pooling_forward{chosen}, {{DNNL_ARG_SRC, source}, {DNNL_ARG_DST, target}}});
  return target;
}

memory normalise_planes(tensors& made, const network_step& step, const inputs& from) {
  const memory::dims image = dims(step.size("batch"), step.size("channels"), step.size("in_h"), step.size("in_w"));
  const memory source = made.with_sizes(first_of(made, step, from, image), image);
  memory target = made.result(source.get_desc());
  const memory::desc channel{dims(step.size("channels")), memory::data_type::f32, tag::a};
  const memory variance = made.constant(channel);
  std::fill_n(static_cast<float*>(variance.get_data_handle()), step.size("channels"), 1.0f);
  using flags = dnnl::normalization_flags;
  made.add({dnnl::batch_normalization_forward{implementation<dnnl::batch_normalization_forward>(
                {dnnl::prop_kind::forward_inference, source.get_desc(), /*epsilon=*/1e-5f,
                 flags::use_global_stats | flags::use_scale | flags::use_shift},
                made.engine())},
            {{DNNL_ARG_SRC, source},
             {DNNL_ARG_MEAN, made.filled(channel)},
             {DNNL_ARG_VARIANCE, variance},
             {DNNL_ARG_SCALE, made.filled(channel)},
             {DNNL_ARG_SHIFT, made.filled(channel)},
             {DNNL_ARG_DST, target}}});
  return target;
}

memory normalise_rows(tensors& made, const network_step& step, const inputs& from) {
  const memory::dims rows = dims(step.size("rows"), step.size("cols"));
  const memory source = made.dense(first_of(made, step, from, rows), rows);
  memory target = made.result(source.get_desc());
  const memory::desc column{dims(step.size("cols")), memory::data_type::f32, tag::a};
  using flags = dnnl::normalization_flags;
  made.add({dnnl::layer_normalization_forward{implementation<dnnl::layer_normalization_forward>(
                {dnnl::prop_kind::forward_inference, source.get_desc(), /*epsilon=*/1e-5f,
                 flags::use_scale | flags::use_shift},
                made.engine())},
            {{DNNL_ARG_SRC, source},
             {DNNL_ARG_SCALE, made.filled(column)},
             {DNNL_ARG_SHIFT, made.filled(column)},
             {DNNL_ARG_DST, target}}});
  return target;
}

memory softmax(tensors& made, const network_step& step, const inputs& from) {
  const memory::dims rows = dims(step.size("rows"), step.size("cols"));
  const memory source = made.dense(first_of(made, step, from, rows), rows);
  memory target = made.result(source.get_desc());
  made.add({dnnl::softmax_forward{implementation<dnnl::softmax_forward>(
                {dnnl::prop_kind::forward_inference, source.get_desc(), /*axis=*/1}, made.engine())},
            {{DNNL_ARG_SRC, source}, {DNNL_ARG_DST, target}}});
  return target;
}

memory transpose(tensors& made, const network_step& step, const inputs& from) {
  const memory::dims sizes = dims(step.size("rows"), step.size("cols"));
  const memory source = made.dense(first_of(made, step, from, sizes), sizes);
  memory target = made.result({sizes, type_of(step.precision), tag::ba});
  made.add({dnnl::reorder{source, target}, {{DNNL_ARG_FROM, source}, {DNNL_ARG_TO, target}}});
  // What lies in it now is the transpose, dense.
  return {{dims(step.size("cols"), step.size("rows")), type_of(step.precision), tag::ab},
          made.engine(),
          target.get_data_handle()};
}

/// Images of equal sizes behind each other in their channels, else arrays. Nothing where the result has other elements.
std::optional<memory> concatenate(tensors& made, const network_step& step, const inputs& from) {
  std::size_t elements = 0;
  bool images = true;
  for (const memory& one : from) {
    elements += elements_of(one);
    const memory::dims sizes = one.get_desc().dims(), first = from.front().get_desc().dims();
    images = images && sizes.size() == 4 && first.size() == 4 && sizes[0] == first[0] && sizes[2] == first[2] &&
             sizes[3] == first[3];
  }
  if (from.size() < 2 || elements != step.outputs) return std::nullopt;
  std::vector<memory> read;
  std::vector<memory::desc> layouts;
  for (const memory& one : from) {
    read.push_back(images ? one : made.dense(one, dims(elements_of(one))));
    layouts.push_back(read.back().get_desc());
  }
  const dnnl::concat::primitive_desc chosen{images ? 1 : 0, layouts, made.engine()};
  memory target = made.result(chosen.dst_desc());
  std::vector<call::argument> arguments{{DNNL_ARG_DST, target}};
  for (std::size_t i = 0; i < read.size(); ++i) {
    arguments.push_back({DNNL_ARG_MULTIPLE_SRC + static_cast<int>(i), read[i]});
  }
  made.add({dnnl::concat{chosen}, std::move(arguments)});
  return target;
}

/// Copies of as many elements as the result has, from where an input begins.
std::optional<memory> copy(tensors& made, const network_step& step, const inputs& from) {
  if (from.size() != 1 || elements_of(from.front()) < step.outputs) return std::nullopt;
  const memory source = made.dense(from.front(), dims(step.outputs));
  memory target = made.result(source.get_desc());
  made.add({dnnl::reorder{source, target}, {{DNNL_ARG_FROM, source}, {DNNL_ARG_TO, target}}});
  return target;
}

}  // namespace

memory::desc flat(std::size_t elements, precision p) { return {dims(elements), type_of(p), tag::a}; }

std::optional<memory> join(tensors& made, const network_step& step, inputs from) {
  if (step.precision != precision::f32 && step.precision != precision::bf16) return std::nullopt;
  for (memory& one : from) one = made.of_type(one, type_of(step.precision));
  const std::string_view what = step.operation;
  if (what == "conv2d") return convolve(made, step, from);
  if (what == "linear") return multiply_by_weights(made, step, from);
  if (what == "gemm" || what == "batched_gemm") return multiply(made, step, from);
  if (what == "add") return combine(made, step, dnnl::algorithm::binary_add, from);
  if (what == "mul") return combine(made, step, dnnl::algorithm::binary_mul, from);
  if (what == "max_pool") return pool(made, step, dnnl::algorithm::pooling_max, from);
  if (what == "avg_pool") return pool(made, step, dnnl::algorithm::pooling_avg_include_padding, from);
  if (what == "global_avg_pool") return pool(made, step, dnnl::algorithm::pooling_avg_exclude_padding, from);
  if (what == "batch_norm") return normalise_planes(made, step, from);
  if (what == "layer_norm") return normalise_rows(made, step, from);
  if (what == "softmax") return softmax(made, step, from);
  if (what == "transpose") return transpose(made, step, from);
  if (what == "concat") return concatenate(made, step, from);
  if (what == "copy") return copy(made, step, from);
  const auto* const elementwise =
      std::find_if(eltwise_of.begin(), eltwise_of.end(), [what](const eltwise& one) { return one.operation == what; });
  if (elementwise != eltwise_of.end()) return apply(made, step, *elementwise, from);
  return std::nullopt;
}

}  // namespace calib::kernels::onednn
