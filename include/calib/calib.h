#ifndef CALIB_CALIB_H
#define CALIB_CALIB_H
/* The C interface: load a profile, ask how long operations take. C99; link with calib::calib.
 *
 *   calib_profile* host = NULL;
 *   double seconds = 0;
 *   if (calib_load("host.json", &host) != CALIB_OK ||
 *       calib_latency_gemm(host, CALIB_F32, 64, 64, 64, &seconds) != CALIB_OK) {
 *     fprintf(stderr, "%s\n", calib_last_error());
 *   }
 *   calib_free(host);
 *
 * A handle never changes: any number of threads may use one at once. Where a profile is asked for, NULL means the
 * profile configured into the library. Results are written only on CALIB_OK. */

#include <stddef.h> /* NOLINT(modernize-deprecated-headers): this is C */
#include <stdint.h> /* NOLINT(modernize-deprecated-headers) */

#ifdef __cplusplus
extern "C" {
#endif

/* A loaded profile, and the setting it answers in. */
typedef struct calib_profile calib_profile;

typedef enum calib_status {
  CALIB_OK = 0,
  CALIB_BAD_ARGUMENT = 1, /* a null pointer, or a precision that is none */
  CALIB_BAD_PROFILE = 2,  /* the file cannot be read, or is not a valid profile */
  CALIB_NO_PROFILE = 3,   /* NULL was given and no profile was configured into the library */
  CALIB_NO_TABLE = 4,     /* the operation was not measured in this precision and setting */
  CALIB_UNKNOWN_SETTING = 5,
  CALIB_UNKNOWN_OPERATION = 6,
  CALIB_UNKNOWN_PRECISION = 7,
  CALIB_WRONG_RANK = 8, /* not as many dimensions as the operation has */
  CALIB_INTERNAL = 9    /* out of memory */
} calib_status;

typedef enum calib_precision {
  CALIB_F64 = 0,
  CALIB_F32 = 1,
  CALIB_TF32 = 2,
  CALIB_BF16 = 3,
  CALIB_F16 = 4,
  CALIB_FP8 = 5,
  CALIB_I8 = 6
} calib_precision;

/* What limits the operation. */
typedef enum calib_bound { CALIB_COMPUTE_BOUND = 0, CALIB_MEMORY_BOUND = 1, CALIB_OVERHEAD_BOUND = 2 } calib_bound;

/* Where the latency comes from, from the firmest to the weakest. */
typedef enum calib_source {
  CALIB_MEASURED = 0,
  CALIB_INTERPOLATED = 1,
  CALIB_EXTRAPOLATED = 2,
  CALIB_SCALED = 3,
  CALIB_ROOFLINE = 4
} calib_source;

typedef struct calib_estimate_result {
  double latency_s;
  double efficiency;  /* least time the theoretical peaks allow / latency */
  double flops_per_s; /* achieved */
  double bytes_per_s; /* achieved */
  calib_bound bound;
  calib_source source;
  double error_median; /* relative error on shapes the table was not built from */
  double error_p95;
  uint32_t error_count; /* how many such shapes; 0: never tested */
} calib_estimate_result;

/* A sentence on the last failure in this thread: what, where, what to do. Valid until the next failure; "" if there was
 * none. */
const char* calib_last_error(void);

/* Read a profile from a file, or from `length` bytes of JSON. The handle answers in the profile's default setting. */
calib_status calib_load(const char* path, calib_profile** profile);
calib_status calib_parse(const char* json, size_t length, calib_profile** profile);

/* The same profile, answering in another setting: a handle of its own, which shares the tables. */
calib_status calib_in_setting(const calib_profile* profile, const char* setting, calib_profile** in_setting);

/* NULL is allowed. */
void calib_free(calib_profile* profile);

/* Any operation by name ("gemm", "f32"), its dimensions in the order of the functions below. */
calib_status calib_latency(const calib_profile* profile, const char* operation, const char* precision,
                           const size_t* dims, size_t dim_count, double* seconds);
calib_status calib_estimate(const calib_profile* profile, const char* operation, const char* precision,
                            const size_t* dims, size_t dim_count, calib_estimate_result* result);

/* Matrix products; k is the reduction dimension. */
calib_status calib_latency_gemm(const calib_profile* profile, calib_precision precision, size_t m, size_t n, size_t k,
                                double* seconds);
calib_status calib_latency_linear(const calib_profile* profile, calib_precision precision, size_t m, size_t n, size_t k,
                                  double* seconds);
calib_status calib_latency_batched_gemm(const calib_profile* profile, calib_precision precision, size_t batch, size_t m,
                                        size_t n, size_t k, double* seconds);
calib_status calib_latency_gemv(const calib_profile* profile, calib_precision precision, size_t m, size_t k,
                                double* seconds);
calib_status calib_latency_dot(const calib_profile* profile, calib_precision precision, size_t elements,
                               double* seconds);
calib_status calib_latency_axpy(const calib_profile* profile, calib_precision precision, size_t elements,
                                double* seconds);

/* Elementwise. */
calib_status calib_latency_relu(const calib_profile* profile, calib_precision precision, size_t elements,
                                double* seconds);
calib_status calib_latency_gelu(const calib_profile* profile, calib_precision precision, size_t elements,
                                double* seconds);
calib_status calib_latency_silu(const calib_profile* profile, calib_precision precision, size_t elements,
                                double* seconds);
calib_status calib_latency_sigmoid(const calib_profile* profile, calib_precision precision, size_t elements,
                                   double* seconds);
calib_status calib_latency_tanh(const calib_profile* profile, calib_precision precision, size_t elements,
                                double* seconds);
calib_status calib_latency_exp(const calib_profile* profile, calib_precision precision, size_t elements,
                               double* seconds);
calib_status calib_latency_hardswish(const calib_profile* profile, calib_precision precision, size_t elements,
                                     double* seconds);
calib_status calib_latency_add(const calib_profile* profile, calib_precision precision, size_t elements,
                               double* seconds);
calib_status calib_latency_mul(const calib_profile* profile, calib_precision precision, size_t elements,
                               double* seconds);

/* Rows of a matrix, and channels of images. */
calib_status calib_latency_softmax(const calib_profile* profile, calib_precision precision, size_t rows, size_t cols,
                                   double* seconds);
calib_status calib_latency_layer_norm(const calib_profile* profile, calib_precision precision, size_t rows, size_t cols,
                                      double* seconds);
calib_status calib_latency_rms_norm(const calib_profile* profile, calib_precision precision, size_t rows, size_t cols,
                                    double* seconds);
calib_status calib_latency_reduce_sum(const calib_profile* profile, calib_precision precision, size_t rows, size_t cols,
                                      double* seconds);
calib_status calib_latency_bias_add(const calib_profile* profile, calib_precision precision, size_t rows, size_t cols,
                                    double* seconds);
calib_status calib_latency_batch_norm(const calib_profile* profile, calib_precision precision, size_t batch,
                                      size_t channels, size_t in_h, size_t in_w, double* seconds);
calib_status calib_latency_global_avg_pool(const calib_profile* profile, calib_precision precision, size_t batch,
                                           size_t channels, size_t in_h, size_t in_w, double* seconds);
/* The forms they are measured in: planes, one for each channel of each image, of so many pixels. */
calib_status calib_latency_batch_norm_planes(const calib_profile* profile, calib_precision precision, size_t planes,
                                             size_t pixels, double* seconds);
calib_status calib_latency_global_avg_pool_planes(const calib_profile* profile, calib_precision precision,
                                                  size_t planes, size_t pixels, double* seconds);

/* Convolution and pooling of images; forms of square output, `side` by `side`, in which they are measured. */
calib_status calib_latency_max_pool(const calib_profile* profile, calib_precision precision, size_t batch,
                                    size_t channels, size_t in_h, size_t in_w, size_t kernel, size_t stride, size_t pad,
                                    double* seconds);
calib_status calib_latency_avg_pool(const calib_profile* profile, calib_precision precision, size_t batch,
                                    size_t channels, size_t in_h, size_t in_w, size_t kernel, size_t stride, size_t pad,
                                    double* seconds);
calib_status calib_latency_max_pool_square(const calib_profile* profile, calib_precision precision, size_t planes,
                                           size_t side, size_t kernel, size_t stride, double* seconds);
calib_status calib_latency_avg_pool_square(const calib_profile* profile, calib_precision precision, size_t planes,
                                           size_t side, size_t kernel, size_t stride, double* seconds);
calib_status calib_latency_conv2d(const calib_profile* profile, calib_precision precision, size_t batch,
                                  size_t in_channels, size_t in_h, size_t in_w, size_t out_channels, size_t kernel_h,
                                  size_t kernel_w, size_t stride, size_t pad, size_t dilation, size_t groups,
                                  double* seconds);
calib_status calib_latency_conv2d_pointwise(const calib_profile* profile, calib_precision precision, size_t pixels,
                                            size_t in_channels, size_t out_channels, double* seconds);
calib_status calib_latency_conv2d_3x3(const calib_profile* profile, calib_precision precision, size_t batch,
                                      size_t side, size_t in_channels, size_t out_channels, double* seconds);
calib_status calib_latency_conv2d_window(const calib_profile* profile, calib_precision precision, size_t batch,
                                         size_t side, size_t in_channels, size_t out_channels, size_t taps,
                                         double* seconds);
calib_status calib_latency_conv2d_depthwise(const calib_profile* profile, calib_precision precision, size_t planes,
                                            size_t side, size_t taps, size_t stride, double* seconds);
calib_status calib_latency_conv2d_grouped(const calib_profile* profile, calib_precision precision, size_t pixels,
                                          size_t groups, size_t group_in, size_t group_out, size_t taps,
                                          double* seconds);

/* Attention; forms in which it is measured. */
calib_status calib_latency_attention_prefill(const calib_profile* profile, calib_precision precision, size_t batch,
                                             size_t seq_len, size_t heads, size_t kv_heads, size_t head_dim,
                                             double* seconds);
calib_status calib_latency_attention_decode(const calib_profile* profile, calib_precision precision, size_t batch,
                                            size_t kv_len, size_t heads, size_t kv_heads, size_t head_dim,
                                            double* seconds);
calib_status calib_latency_attention_prefill_grouped(const calib_profile* profile, calib_precision precision,
                                                     size_t kv_heads, size_t group, size_t seq_len, size_t head_dim,
                                                     double* seconds);
calib_status calib_latency_attention_decode_multi_head(const calib_profile* profile, calib_precision precision,
                                                       size_t heads, size_t positions, size_t head_dim,
                                                       double* seconds);
calib_status calib_latency_attention_decode_grouped(const calib_profile* profile, calib_precision precision,
                                                    size_t kv_heads, size_t group, size_t positions, size_t head_dim,
                                                    double* seconds);

calib_status calib_latency_attention_decode_wide(const calib_profile* profile, calib_precision precision,
                                                 size_t kv_heads, size_t group, size_t positions, size_t head_dim,
                                                 double* seconds);

/* Memory traffic; bytes are all that is read and written. */
calib_status calib_latency_copy(const calib_profile* profile, calib_precision precision, size_t bytes, double* seconds);
calib_status calib_latency_scale(const calib_profile* profile, calib_precision precision, size_t bytes,
                                 double* seconds);
calib_status calib_latency_stream_add(const calib_profile* profile, calib_precision precision, size_t bytes,
                                      double* seconds);
calib_status calib_latency_triad(const calib_profile* profile, calib_precision precision, size_t bytes,
                                 double* seconds);
calib_status calib_latency_read(const calib_profile* profile, calib_precision precision, size_t bytes, double* seconds);
calib_status calib_latency_write(const calib_profile* profile, calib_precision precision, size_t bytes,
                                 double* seconds);
calib_status calib_latency_transpose(const calib_profile* profile, calib_precision precision, size_t rows, size_t cols,
                                     double* seconds);
calib_status calib_latency_concat(const calib_profile* profile, calib_precision precision, size_t bytes,
                                  double* seconds);
calib_status calib_latency_gather(const calib_profile* profile, calib_precision precision, size_t rows, size_t cols,
                                  double* seconds);

/* The smallest call: what calling costs. It has no dimensions. */
calib_status calib_latency_dispatch(const calib_profile* profile, calib_precision precision, double* seconds);

#ifdef __cplusplus
}
#endif
#endif /* CALIB_CALIB_H */
