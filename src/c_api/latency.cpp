/// The functions of the C interface that are of one operation each.

#include <cstddef>
#include <string_view>

#include "c_api/c_api.hpp"
#include "runtime/evaluate.hpp"

namespace {

using calib::precision;
using calib::c_api::fail;
using calib::c_api::guarded;
using calib::c_api::no_profile;
using calib::c_api::null_argument;

static_assert(static_cast<int>(precision::f64) == CALIB_F64 && static_cast<int>(precision::f32) == CALIB_F32 &&
              static_cast<int>(precision::tf32) == CALIB_TF32 && static_cast<int>(precision::bf16) == CALIB_BF16 &&
              static_cast<int>(precision::f16) == CALIB_F16 && static_cast<int>(precision::fp8) == CALIB_FP8 &&
              static_cast<int>(precision::i8) == CALIB_I8 && calib::precision_count == CALIB_I8 + 1);
static_assert(calib::detail::slot_of<calib::op::gemm<calib::f64>> < calib::detail::operation_count, "f64 comes first");

/// `Op` in f64 stands for the operation in all precisions.
template <calib::Operation Op, class... Dim>
calib_status latency(const calib_profile* profile, calib_precision p, double* seconds, Dim... dims) noexcept {
  static_assert(sizeof...(Dim) == calib::rank<Op>);
  if (profile == nullptr) return no_profile();
  if (seconds == nullptr) return null_argument("seconds");
  const auto format = static_cast<std::size_t>(p);
  if (format >= calib::precision_count) {
    return fail(CALIB_BAD_ARGUMENT, "this is no calib_precision; pass one of its enumerators, as CALIB_F32");
  }
  const Op op{dims...};
  return calib::detail::with_form(op, [&]<calib::Measured Form>(const Form& form) {
    const std::size_t slot = format * calib::detail::operation_count + calib::detail::slot_of<Form>;
    const auto shape = form.dims();
    if (const auto* table = profile->data->table(slot, profile->setting)) {
      *seconds = calib::detail::evaluate(slot, *table, shape.data()).latency.count();
      return CALIB_OK;
    }
    return guarded([&] {  // answers by the roofline, or says what is missing
      const std::string_view setting = profile->data->settings[profile->setting].id;
      *seconds = profile->profile.estimate(Op::name, static_cast<precision>(p), op.dims(), setting).latency.count();
      return CALIB_OK;
    });
  });
}

}  // namespace

// One function for each operation of op/list.hpp; a test holds the two lists equal.

calib_status calib_latency_gemm(const calib_profile* profile, calib_precision precision, size_t m, size_t n, size_t k,
                                double* seconds) {
  return latency<calib::op::gemm<calib::f64>>(profile, precision, seconds, m, n, k);
}

calib_status calib_latency_linear(const calib_profile* profile, calib_precision precision, size_t m, size_t n, size_t k,
                                  double* seconds) {
  return latency<calib::op::linear<calib::f64>>(profile, precision, seconds, m, n, k);
}

calib_status calib_latency_batched_gemm(const calib_profile* profile, calib_precision precision, size_t batch, size_t m,
                                        size_t n, size_t k, double* seconds) {
  return latency<calib::op::batched_gemm<calib::f64>>(profile, precision, seconds, batch, m, n, k);
}

calib_status calib_latency_gemv(const calib_profile* profile, calib_precision precision, size_t m, size_t k,
                                double* seconds) {
  return latency<calib::op::gemv<calib::f64>>(profile, precision, seconds, m, k);
}

calib_status calib_latency_dot(const calib_profile* profile, calib_precision precision, size_t elements,
                               double* seconds) {
  return latency<calib::op::dot<calib::f64>>(profile, precision, seconds, elements);
}

calib_status calib_latency_axpy(const calib_profile* profile, calib_precision precision, size_t elements,
                                double* seconds) {
  return latency<calib::op::axpy<calib::f64>>(profile, precision, seconds, elements);
}

calib_status calib_latency_relu(const calib_profile* profile, calib_precision precision, size_t elements,
                                double* seconds) {
  return latency<calib::op::relu<calib::f64>>(profile, precision, seconds, elements);
}

calib_status calib_latency_gelu(const calib_profile* profile, calib_precision precision, size_t elements,
                                double* seconds) {
  return latency<calib::op::gelu<calib::f64>>(profile, precision, seconds, elements);
}

calib_status calib_latency_silu(const calib_profile* profile, calib_precision precision, size_t elements,
                                double* seconds) {
  return latency<calib::op::silu<calib::f64>>(profile, precision, seconds, elements);
}

calib_status calib_latency_sigmoid(const calib_profile* profile, calib_precision precision, size_t elements,
                                   double* seconds) {
  return latency<calib::op::sigmoid<calib::f64>>(profile, precision, seconds, elements);
}

calib_status calib_latency_tanh(const calib_profile* profile, calib_precision precision, size_t elements,
                                double* seconds) {
  return latency<calib::op::tanh<calib::f64>>(profile, precision, seconds, elements);
}

calib_status calib_latency_exp(const calib_profile* profile, calib_precision precision, size_t elements,
                               double* seconds) {
  return latency<calib::op::exp<calib::f64>>(profile, precision, seconds, elements);
}

calib_status calib_latency_hardswish(const calib_profile* profile, calib_precision precision, size_t elements,
                                     double* seconds) {
  return latency<calib::op::hardswish<calib::f64>>(profile, precision, seconds, elements);
}

calib_status calib_latency_add(const calib_profile* profile, calib_precision precision, size_t elements,
                               double* seconds) {
  return latency<calib::op::add<calib::f64>>(profile, precision, seconds, elements);
}

calib_status calib_latency_mul(const calib_profile* profile, calib_precision precision, size_t elements,
                               double* seconds) {
  return latency<calib::op::mul<calib::f64>>(profile, precision, seconds, elements);
}

calib_status calib_latency_softmax(const calib_profile* profile, calib_precision precision, size_t rows, size_t cols,
                                   double* seconds) {
  return latency<calib::op::softmax<calib::f64>>(profile, precision, seconds, rows, cols);
}

calib_status calib_latency_layer_norm(const calib_profile* profile, calib_precision precision, size_t rows, size_t cols,
                                      double* seconds) {
  return latency<calib::op::layer_norm<calib::f64>>(profile, precision, seconds, rows, cols);
}

calib_status calib_latency_rms_norm(const calib_profile* profile, calib_precision precision, size_t rows, size_t cols,
                                    double* seconds) {
  return latency<calib::op::rms_norm<calib::f64>>(profile, precision, seconds, rows, cols);
}

calib_status calib_latency_reduce_sum(const calib_profile* profile, calib_precision precision, size_t rows, size_t cols,
                                      double* seconds) {
  return latency<calib::op::reduce_sum<calib::f64>>(profile, precision, seconds, rows, cols);
}

calib_status calib_latency_bias_add(const calib_profile* profile, calib_precision precision, size_t rows, size_t cols,
                                    double* seconds) {
  return latency<calib::op::bias_add<calib::f64>>(profile, precision, seconds, rows, cols);
}

calib_status calib_latency_batch_norm(const calib_profile* profile, calib_precision precision, size_t batch,
                                      size_t channels, size_t in_h, size_t in_w, double* seconds) {
  return latency<calib::op::batch_norm<calib::f64>>(profile, precision, seconds, batch, channels, in_h, in_w);
}

calib_status calib_latency_global_avg_pool(const calib_profile* profile, calib_precision precision, size_t batch,
                                           size_t channels, size_t in_h, size_t in_w, double* seconds) {
  return latency<calib::op::global_avg_pool<calib::f64>>(profile, precision, seconds, batch, channels, in_h, in_w);
}

calib_status calib_latency_batch_norm_planes(const calib_profile* profile, calib_precision precision, size_t planes,
                                             size_t pixels, double* seconds) {
  return latency<calib::op::batch_norm_planes<calib::f64>>(profile, precision, seconds, planes, pixels);
}

calib_status calib_latency_global_avg_pool_planes(const calib_profile* profile, calib_precision precision,
                                                  size_t planes, size_t pixels, double* seconds) {
  return latency<calib::op::global_avg_pool_planes<calib::f64>>(profile, precision, seconds, planes, pixels);
}

calib_status calib_latency_max_pool(const calib_profile* profile, calib_precision precision, size_t batch,
                                    size_t channels, size_t in_h, size_t in_w, size_t kernel, size_t stride, size_t pad,
                                    double* seconds) {
  return latency<calib::op::max_pool<calib::f64>>(profile, precision, seconds, batch, channels, in_h, in_w, kernel,
                                                  stride, pad);
}

calib_status calib_latency_avg_pool(const calib_profile* profile, calib_precision precision, size_t batch,
                                    size_t channels, size_t in_h, size_t in_w, size_t kernel, size_t stride, size_t pad,
                                    double* seconds) {
  return latency<calib::op::avg_pool<calib::f64>>(profile, precision, seconds, batch, channels, in_h, in_w, kernel,
                                                  stride, pad);
}

calib_status calib_latency_max_pool_square(const calib_profile* profile, calib_precision precision, size_t planes,
                                           size_t side, size_t kernel, size_t stride, double* seconds) {
  return latency<calib::op::max_pool_square<calib::f64>>(profile, precision, seconds, planes, side, kernel, stride);
}

calib_status calib_latency_avg_pool_square(const calib_profile* profile, calib_precision precision, size_t planes,
                                           size_t side, size_t kernel, size_t stride, double* seconds) {
  return latency<calib::op::avg_pool_square<calib::f64>>(profile, precision, seconds, planes, side, kernel, stride);
}

calib_status calib_latency_conv2d(const calib_profile* profile, calib_precision precision, size_t batch,
                                  size_t in_channels, size_t in_h, size_t in_w, size_t out_channels, size_t kernel_h,
                                  size_t kernel_w, size_t stride, size_t pad, size_t dilation, size_t groups,
                                  double* seconds) {
  return latency<calib::op::conv2d<calib::f64>>(profile, precision, seconds, batch, in_channels, in_h, in_w,
                                                out_channels, kernel_h, kernel_w, stride, pad, dilation, groups);
}

calib_status calib_latency_conv2d_pointwise(const calib_profile* profile, calib_precision precision, size_t pixels,
                                            size_t in_channels, size_t out_channels, double* seconds) {
  return latency<calib::op::conv2d_pointwise<calib::f64>>(profile, precision, seconds, pixels, in_channels,
                                                          out_channels);
}

calib_status calib_latency_conv2d_3x3(const calib_profile* profile, calib_precision precision, size_t batch,
                                      size_t side, size_t in_channels, size_t out_channels, double* seconds) {
  return latency<calib::op::conv2d_3x3<calib::f64>>(profile, precision, seconds, batch, side, in_channels,
                                                    out_channels);
}

calib_status calib_latency_conv2d_window(const calib_profile* profile, calib_precision precision, size_t batch,
                                         size_t side, size_t in_channels, size_t out_channels, size_t taps,
                                         double* seconds) {
  return latency<calib::op::conv2d_window<calib::f64>>(profile, precision, seconds, batch, side, in_channels,
                                                       out_channels, taps);
}

calib_status calib_latency_conv2d_depthwise(const calib_profile* profile, calib_precision precision, size_t planes,
                                            size_t side, size_t taps, size_t stride, double* seconds) {
  return latency<calib::op::conv2d_depthwise<calib::f64>>(profile, precision, seconds, planes, side, taps, stride);
}

calib_status calib_latency_conv2d_grouped(const calib_profile* profile, calib_precision precision, size_t pixels,
                                          size_t groups, size_t group_in, size_t group_out, size_t taps,
                                          double* seconds) {
  return latency<calib::op::conv2d_grouped<calib::f64>>(profile, precision, seconds, pixels, groups, group_in,
                                                        group_out, taps);
}

calib_status calib_latency_attention_prefill(const calib_profile* profile, calib_precision precision, size_t batch,
                                             size_t seq_len, size_t heads, size_t kv_heads, size_t head_dim,
                                             double* seconds) {
  return latency<calib::op::attention_prefill<calib::f64>>(profile, precision, seconds, batch, seq_len, heads, kv_heads,
                                                           head_dim);
}

calib_status calib_latency_attention_decode(const calib_profile* profile, calib_precision precision, size_t batch,
                                            size_t kv_len, size_t heads, size_t kv_heads, size_t head_dim,
                                            double* seconds) {
  return latency<calib::op::attention_decode<calib::f64>>(profile, precision, seconds, batch, kv_len, heads, kv_heads,
                                                          head_dim);
}

calib_status calib_latency_attention_prefill_grouped(const calib_profile* profile, calib_precision precision,
                                                     size_t kv_heads, size_t group, size_t seq_len, size_t head_dim,
                                                     double* seconds) {
  return latency<calib::op::attention_prefill_grouped<calib::f64>>(profile, precision, seconds, kv_heads, group,
                                                                   seq_len, head_dim);
}

calib_status calib_latency_attention_decode_multi_head(const calib_profile* profile, calib_precision precision,
                                                       size_t heads, size_t positions, size_t head_dim,
                                                       double* seconds) {
  return latency<calib::op::attention_decode_multi_head<calib::f64>>(profile, precision, seconds, heads, positions,
                                                                     head_dim);
}

calib_status calib_latency_attention_decode_grouped(const calib_profile* profile, calib_precision precision,
                                                    size_t kv_heads, size_t group, size_t positions, size_t head_dim,
                                                    double* seconds) {
  return latency<calib::op::attention_decode_grouped<calib::f64>>(profile, precision, seconds, kv_heads, group,
                                                                  positions, head_dim);
}

calib_status calib_latency_attention_decode_wide(const calib_profile* profile, calib_precision precision,
                                                 size_t kv_heads, size_t group, size_t positions, size_t head_dim,
                                                 double* seconds) {
  return latency<calib::op::attention_decode_wide<calib::f64>>(profile, precision, seconds, kv_heads, group, positions,
                                                               head_dim);
}

calib_status calib_latency_copy(const calib_profile* profile, calib_precision precision, size_t bytes,
                                double* seconds) {
  return latency<calib::op::copy<calib::f64>>(profile, precision, seconds, bytes);
}

calib_status calib_latency_scale(const calib_profile* profile, calib_precision precision, size_t bytes,
                                 double* seconds) {
  return latency<calib::op::scale<calib::f64>>(profile, precision, seconds, bytes);
}

calib_status calib_latency_stream_add(const calib_profile* profile, calib_precision precision, size_t bytes,
                                      double* seconds) {
  return latency<calib::op::stream_add<calib::f64>>(profile, precision, seconds, bytes);
}

calib_status calib_latency_triad(const calib_profile* profile, calib_precision precision, size_t bytes,
                                 double* seconds) {
  return latency<calib::op::triad<calib::f64>>(profile, precision, seconds, bytes);
}

calib_status calib_latency_read(const calib_profile* profile, calib_precision precision, size_t bytes,
                                double* seconds) {
  return latency<calib::op::read<calib::f64>>(profile, precision, seconds, bytes);
}

calib_status calib_latency_write(const calib_profile* profile, calib_precision precision, size_t bytes,
                                 double* seconds) {
  return latency<calib::op::write<calib::f64>>(profile, precision, seconds, bytes);
}

calib_status calib_latency_transpose(const calib_profile* profile, calib_precision precision, size_t rows, size_t cols,
                                     double* seconds) {
  return latency<calib::op::transpose<calib::f64>>(profile, precision, seconds, rows, cols);
}

calib_status calib_latency_concat(const calib_profile* profile, calib_precision precision, size_t bytes,
                                  double* seconds) {
  return latency<calib::op::concat<calib::f64>>(profile, precision, seconds, bytes);
}

calib_status calib_latency_gather(const calib_profile* profile, calib_precision precision, size_t rows, size_t cols,
                                  double* seconds) {
  return latency<calib::op::gather<calib::f64>>(profile, precision, seconds, rows, cols);
}

calib_status calib_latency_dispatch(const calib_profile* profile, calib_precision precision, double* seconds) {
  return latency<calib::op::dispatch<calib::f64>>(profile, precision, seconds);
}
