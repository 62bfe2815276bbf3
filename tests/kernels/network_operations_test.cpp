// Faults that check() of the operations of networks must find. That right results pass is tested with every backend.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "kernels/eigen/elementwise.hpp"
#include "kernels/eigen/products.hpp"
#include "kernels/eigen/rows.hpp"
#include "kernels/operands/attention.hpp"
#include "kernels/operands/batched_gemm.hpp"
#include "kernels/operands/convolution.hpp"
#include "kernels/operands/elementwise.hpp"
#include "kernels/operands/linear.hpp"
#include "kernels/operands/move.hpp"
#include "kernels/operands/planes.hpp"
#include "kernels/operands/pooling.hpp"
#include "kernels/operands/row_wise.hpp"
#include "kernels/own/bias_relu.hpp"
#include "kernels/typed_kernel.hpp"

namespace calib::kernels {
namespace {

using dims = std::vector<std::size_t>;

template <Operation Op, class Body>
bool accepts(const dims& shape, Body body) {
  return make_kernel<Op>("test", [body](const Op&) { return body; })->prepare(shape, 5)->check().ok();
}

/// The array of results, whatever the operation calls it.
template <class Operands>
auto& result_of(Operands& x) {
  if constexpr (requires { x.result; })
    return x.result;
  else if constexpr (requires { x.y; })
    return x.y;
  else
    return x.c;
}

/// `run` is right; with one result slightly off, or not written, it is not.
template <Operation Op, class Run>
void expect_single_faults_are_found(const dims& shape, Run run) {
  EXPECT_TRUE((accepts<Op>(shape, run))) << Op::name;
  for (const bool unwritten : {false, true}) {
    for (const std::size_t eighth : {0u, 3u, 8u}) {
      EXPECT_FALSE((accepts<Op>(shape,
                                [=](operands<Op>& x) {
                                  run(x);
                                  auto& result = result_of(x);
                                  auto& one = result[(result.size() - 1) * eighth / 8];
                                  one = unwritten ? std::numeric_limits<float>::quiet_NaN() : one * 1.01f + 1e-4f;
                                })))
          << Op::name << ' ' << eighth << ' ' << unwritten;
    }
  }
}

template <class Kind>
void unary(operands<op::elementwise<f32, Kind>>& x) {
  eigen::apply<Kind>(x.shape.elements, x.left.data(), x.result.data());
}
template <class Kind>
void binary(operands<op::elementwise<f32, Kind>>& x) {
  eigen::apply<Kind>(x.shape.elements, x.left.data(), x.right.data(), x.result.data());
}

template <class Op>
void pool(operands<Op>& x) {
  const std::size_t size = x.shape.pixels;
  for (std::size_t p = 0; p < x.shape.planes; ++p) {
    x.result[p] = 0;
    for (std::size_t i = 0; i < size; ++i) x.result[p] += x.x[p * size + i];
    x.result[p] /= static_cast<float>(size);
  }
}

template <class Op>
void normalise_planes(operands<Op>& x, std::size_t plane_shift = 0) {
  const auto [planes, pixels] = x.shape;
  for (std::size_t i = 0; i < x.x.size(); ++i) {
    const std::size_t c = (i / pixels + plane_shift) % planes;
    const float root = std::sqrt(x.variance[c] + static_cast<float>(norm_epsilon));
    x.result[i] = (x.x[i] - x.mean[c]) / root * x.scale[c] + x.shift[c];
  }
}

template <class Kind>
void row_wise(operands<op::row_wise<f32, Kind>>& x) {
  eigen::apply_to_rows<Kind, float>(x.shape.rows, x.shape.cols, x.x.data(),
                                    {x.scale.data(), x.shift.data(), static_cast<float>(norm_epsilon)},
                                    x.result.data());
}

TEST(NetworkOperations, ChecksFindOneWrongOrMissingResult) {
  expect_single_faults_are_found<op::relu<f32>>({33}, unary<op::kind::relu>);
  expect_single_faults_are_found<op::gelu<f32>>({33}, unary<op::kind::gelu>);
  expect_single_faults_are_found<op::silu<f32>>({33}, unary<op::kind::silu>);
  expect_single_faults_are_found<op::sigmoid<f32>>({33}, unary<op::kind::sigmoid>);
  expect_single_faults_are_found<op::tanh<f32>>({33}, unary<op::kind::tanh>);
  expect_single_faults_are_found<op::exp<f32>>({33}, unary<op::kind::exp>);
  expect_single_faults_are_found<op::hardswish<f32>>({33}, unary<op::kind::hardswish>);
  expect_single_faults_are_found<op::add<f32>>({33}, binary<op::kind::add>);
  expect_single_faults_are_found<op::mul<f32>>({33}, binary<op::kind::mul>);
  expect_single_faults_are_found<op::softmax<f32>>({5, 33}, row_wise<op::kind::softmax>);
  expect_single_faults_are_found<op::layer_norm<f32>>({5, 33}, row_wise<op::kind::layer_norm>);
  expect_single_faults_are_found<op::rms_norm<f32>>({5, 33}, row_wise<op::kind::rms_norm>);
  expect_single_faults_are_found<op::reduce_sum<f32>>({5, 33}, row_wise<op::kind::reduce_sum>);
  expect_single_faults_are_found<op::bias_add<f32>>({5, 33}, row_wise<op::kind::bias_add>);
  expect_single_faults_are_found<op::batch_norm_planes<f32>>({6, 35}, [](auto& x) { normalise_planes(x); });
  expect_single_faults_are_found<op::global_avg_pool_planes<f32>>({6, 35}, pool<op::global_avg_pool_planes<f32>>);
  expect_single_faults_are_found<op::linear<f32>>({5, 7, 9}, [](operands<op::linear<f32>>& x) {
    eigen::linear<float>(5, 7, 9, x.x.data(), x.w.data(), x.bias.data(), x.y.data());
  });
  expect_single_faults_are_found<op::batched_gemm<f32>>({3, 5, 7, 9}, [](operands<op::batched_gemm<f32>>& x) {
    x.for_each_product([](const float* a, const float* b, float* c) { eigen::gemm(5, 7, 9, a, b, c); });
  });
}

TEST(NetworkOperations, ChecksFindMatricesTakenTheWrongWay) {
  EXPECT_FALSE((accepts<op::linear<f32>>({6, 6, 6}, [](operands<op::linear<f32>>& x) {
    eigen::gemm<float>(6, 6, 6, x.x.data(), x.w.data(), x.y.data());
    own::bias_relu<float>(6, 6, x.bias.data(), x.y.data());
  })));
  EXPECT_FALSE((accepts<op::batched_gemm<f32>>({3, 4, 4, 4}, [](operands<op::batched_gemm<f32>>& x) {
    x.for_each_product([&x](const float* a, const float*, float* c) { eigen::gemm(4, 4, 4, a, x.b.data(), c); });
  })));
  EXPECT_FALSE((accepts<op::batch_norm_planes<f32>>({6, 35}, [](auto& x) { normalise_planes(x, 1); })));
}

TEST(NetworkOperations, ChecksFindAnotherFormula) {
  EXPECT_FALSE((accepts<op::gelu<f32>>({33}, [](operands<op::gelu<f32>>& x) {
    for (std::size_t i = 0; i < 33; ++i) x.result[i] = 0.5f * x.left[i] * (1 + std::erf(x.left[i] / std::sqrt(2.0f)));
  })));
  EXPECT_FALSE((accepts<op::layer_norm<f32>>({5, 33}, [](operands<op::layer_norm<f32>>& x) {
    row_wise(x);  // then as if the variance were the sample's, with one degree of freedom less
    for (std::size_t i = 0; i < x.result.size(); ++i) {
      const float shift = x.shift[i % 33];
      x.result[i] = (x.result[i] - shift) * std::sqrt(32.0f / 33.0f) + shift;
    }
  })));
  EXPECT_FALSE((accepts<op::sigmoid<f32>>({33}, [](operands<op::sigmoid<f32>>& x) {
    for (std::size_t i = 0; i < 33; ++i) x.result[i] = 0.5f + 0.25f * x.left[i];
  })));
}

/// In the layouts of the operands; `turned` takes rows of the window for columns.
template <Convolution Op>
void convolve(operands<Op>& x, bool turned = false, bool with_bias = true, bool with_relu = true) {
  const convolution& g = x.geometry;
  for (std::size_t at = 0; at < x.y.size(); ++at) {
    const std::size_t row = at / g.columns.out % g.rows.out, column = at % g.columns.out;
    const std::size_t channel = at / g.out_pixels() % g.out_channels();
    const std::size_t image = at / g.out_pixels() / g.out_channels();
    double sum = with_bias ? static_cast<double>(x.bias[channel]) : 0.0;
    for (std::size_t term = 0; term < g.terms(); ++term) {
      const std::size_t c = term / g.taps(), tap = term % g.taps();
      const std::size_t tap_y = tap / g.columns.kernel, tap_x = tap % g.columns.kernel;
      const std::size_t y = row * g.rows.stride + (turned ? tap_x : tap_y) * g.rows.dilation;
      const std::size_t z = column * g.columns.stride + (turned ? tap_y : tap_x) * g.columns.dilation;
      if (y < g.rows.pad_before() || z < g.columns.pad_before()) continue;
      if (y - g.rows.pad_before() >= g.rows.in() || z - g.columns.pad_before() >= g.columns.in()) continue;
      const std::size_t in_channel = image * g.in_channels() + channel / g.group_out * g.group_in + c;
      const std::size_t from = (in_channel * g.rows.in() + y - g.rows.pad_before()) * g.columns.in();
      sum += static_cast<double>(x.x[from + z - g.columns.pad_before()]) *
             static_cast<double>(x.w[channel * g.terms() + term]);
    }
    x.y[at] = static_cast<float>(with_relu ? std::fmax(sum, 0.0) : sum);
  }
}

/// Windows of 2 at stride 2, which need no padding; `take(so far, next)`.
template <class Op, class Take>
void pool_pairs(operands<Op>& x, Take take, float factor) {
  const std::size_t side = x.shape.side;
  for (std::size_t at = 0; at < x.result.size(); ++at) {
    const std::size_t plane = at / side / side, row = at / side % side, column = at % side;
    const float* const first = x.x.data() + ((plane * side + row) * 2 * side + column) * 2;
    x.result[at] = factor * take(take(first[0], first[1]), take(first[2 * side], first[2 * side + 1]));
  }
}

TEST(NetworkOperations, ChecksFindOneWrongOrMissingPixel) {
  const auto right = [](auto& x) { convolve(x); };
  expect_single_faults_are_found<op::conv2d_pointwise<f32>>({12, 5, 3, 1}, right);
  expect_single_faults_are_found<op::conv2d_pointwise<f32>>({12, 5, 3, 2}, right);
  expect_single_faults_are_found<op::conv2d_window<f32>>({2, 4, 5, 3, 9, 2}, right);
  expect_single_faults_are_found<op::conv2d_3x3<f32>>({2, 4, 5, 3}, right);
  expect_single_faults_are_found<op::conv2d_depthwise<f32>>({5, 4, 9, 1, 1}, right);
  expect_single_faults_are_found<op::conv2d_depthwise<f32>>({5, 4, 9, 2, 2}, right);
  expect_single_faults_are_found<op::conv2d_grouped<f32>>({12, 2, 3, 4, 9, 1}, right);
  expect_single_faults_are_found<op::conv2d_grouped<f32>>({12, 2, 3, 4, 9, 2}, right);
  expect_single_faults_are_found<op::max_pool_square<f32>>({3, 4, 2, 2}, [](auto& x) {
    pool_pairs(
        x, [](float a, float b) { return a < b ? b : a; }, 1);
  });
  expect_single_faults_are_found<op::avg_pool_square<f32>>({3, 4, 2, 2}, [](auto& x) {
    pool_pairs(
        x, [](float a, float b) { return a + b; }, 0.25f);
  });
}

TEST(NetworkOperations, ChecksFindAWindowTurned) {
  EXPECT_FALSE((accepts<op::conv2d_3x3<f32>>({2, 4, 5, 3}, [](auto& x) { convolve(x, true); })));
  EXPECT_FALSE((accepts<op::conv2d_grouped<f32>>({12, 2, 3, 4, 9, 1}, [](auto& x) { convolve(x, true); })));
  // A dilation left out.
  EXPECT_FALSE((accepts<op::conv2d_depthwise<f32>>({5, 6, 9, 1, 2}, [](auto& x) {
    x.geometry.columns.dilation = 1;
    convolve(x);
    x.geometry.columns.dilation = 2;
  })));
}

/// One row after another; `seen` says how many positions a row attends to, `cache` whose keys and values.
template <Attention Op, class Seen, class Cache>
void attend(operands<Op>& x, double scale, Seen seen, Cache cache) {
  const attention& g = x.geometry;
  for (std::size_t row = 0; row < g.kv_heads * g.rows(); ++row) {
    const float* const query = x.q.data() + row * g.head_dim;
    const std::size_t first = cache(row / g.rows()) * g.positions * g.head_dim;
    std::vector<double> sums(g.head_dim);
    double total = 0;
    for (std::size_t p = 0; p < seen(row % g.rows()); ++p) {
      double score = 0;
      for (std::size_t d = 0; d < g.head_dim; ++d) score += double{query[d]} * double{x.k[first + p * g.head_dim + d]};
      const double weight = std::exp(scale * score);
      total += weight;
      for (std::size_t d = 0; d < g.head_dim; ++d) sums[d] += weight * double{x.v[first + p * g.head_dim + d]};
    }
    for (std::size_t d = 0; d < g.head_dim; ++d) x.result[row * g.head_dim + d] = static_cast<float>(sums[d] / total);
  }
}

TEST(NetworkOperations, ChecksFindOneWrongOrMissingElementOfAttention) {
  const auto right = [](auto& x) {
    const attention& g = x.geometry;
    attend(
        x, 1 / std::sqrt(static_cast<double>(g.head_dim)), [&](std::size_t row) { return g.seen(row); },
        [](std::size_t head) { return head; });
  };
  expect_single_faults_are_found<op::attention_prefill_grouped<f32>>({2, 3, 5, 7}, right);
  expect_single_faults_are_found<op::attention_decode_multi_head<f32>>({3, 33, 7}, right);
  expect_single_faults_are_found<op::attention_decode_grouped<f32>>({2, 3, 33, 7}, right);
  expect_single_faults_are_found<op::attention_decode_wide<f32>>({2, 17, 33, 7}, right);
}

TEST(NetworkOperations, ChecksFindAttentionToOtherPositionsOrHeads) {
  using prefill = op::attention_prefill_grouped<f32>;
  const double scale = 1 / std::sqrt(7.0);
  const auto causal = [](std::size_t row) { return row % 5 + 1; };
  const auto own = [](std::size_t head) { return head; };
  const auto accepted = [](double factor, auto seen, auto cache) {
    return accepts<prefill>({2, 3, 5, 7}, [=](operands<prefill>& x) { attend(x, factor, seen, cache); });
  };
  EXPECT_TRUE(accepted(scale, causal, own));
  EXPECT_FALSE(accepted(1, causal, own));
  EXPECT_FALSE(accepted(
      scale, [](std::size_t) { return std::size_t{5}; }, own));
  EXPECT_FALSE(accepted(
      scale, [](std::size_t row) { return row / 3 + 1; }, own));  // rows as queries by heads
  EXPECT_FALSE(accepted(scale, causal, [](std::size_t head) { return 1 - head; }));
}

TEST(NetworkOperations, ChecksFindABiasOrReluLeftOut) {
  for (const bool with_bias : {false, true}) {
    EXPECT_FALSE((accepts<op::conv2d_3x3<f32>>({2, 4, 5, 3}, [=](auto& x) {
      convolve(x, false, with_bias, !with_bias);
    }))) << with_bias;
    EXPECT_FALSE((accepts<op::linear<f32>>({5, 7, 9}, [=](operands<op::linear<f32>>& x) {
      const std::vector<float> none(7);
      eigen::linear<float>(5, 7, 9, x.x.data(), x.w.data(), with_bias ? x.bias.data() : none.data(), x.y.data());
      if (with_bias) {  // as if there were no ReLU
        for (float& y : std::span<float>{x.y}) y = y > 0 ? y : -0.1f;
      }
    }))) << with_bias;
  }
}

TEST(NetworkOperations, WindowsKeepTheImagesSize) {
  for (const std::size_t stride : {1u, 2u, 3u}) {
    for (const std::size_t kernel : {1u, 2u, 3u, 7u}) {
      for (const std::size_t dilation : {1u, 2u}) {
        const window_axis axis{14, kernel, stride, dilation};
        EXPECT_EQ(axis.in(), 14 * stride);
        const std::size_t padded = axis.in() + axis.pad_before() + axis.pad_after();
        EXPECT_EQ((padded - axis.reach()) / stride + 1, 14U) << kernel << ' ' << stride << ' ' << dilation;
      }
    }
  }
  EXPECT_EQ(nearest_square(784).height, 28U);
  EXPECT_EQ(nearest_square(12).height, 3U);
  EXPECT_EQ(nearest_square(12).width, 4U);
  EXPECT_EQ(nearest_square(7).width, 7U);
}

/// The nearest number with eight significant bits, as bf16 has.
float to_bf16(float x) {
  int exponent = 0;
  const float mantissa = std::frexp(x, &exponent);
  return std::ldexp(std::round(std::ldexp(mantissa, 8)), exponent - 8);
}

TEST(NetworkOperations, ChecksFindLowerPrecision) {
  EXPECT_FALSE((accepts<op::exp<f32>>({33}, [](operands<op::exp<f32>>& x) {
    for (std::size_t i = 0; i < 33; ++i) x.result[i] = std::exp(to_bf16(x.left[i]));
  })));
  EXPECT_FALSE((accepts<op::softmax<f32>>({5, 33}, [](operands<op::softmax<f32>>& x) {
    row_wise(x);
    for (float& y : std::span<float>{x.result}) y = to_bf16(y);
  })));
}

TEST(NetworkOperations, ChecksFindAPartLeftOut) {
  EXPECT_FALSE((accepts<op::global_avg_pool_planes<f32>>({6, 35}, [](operands<op::global_avg_pool_planes<f32>>& x) {
    pool(x);
    x.result[5] -= x.x[6 * 35 - 1] / 35;
  })));
  EXPECT_FALSE((accepts<op::reduce_sum<f32>>({5, 33}, [](operands<op::reduce_sum<f32>>& x) {
    row_wise(x);
    x.result[4] -= x.x[5 * 33 - 1];
  })));
}

TEST(NetworkOperations, ChecksFindWhatWasMovedElsewhere) {
  using transpose = op::transpose<f32>;
  const auto turn = [](operands<transpose>& x) {
    for (std::size_t i = 0; i < x.x.size(); ++i) x.result[i % 7 * 5 + i / 7] = x.x[i];
  };
  expect_single_faults_are_found<transpose>({5, 7}, turn);
  EXPECT_FALSE((accepts<transpose>({5, 7}, [](operands<transpose>& x) {
    for (std::size_t i = 0; i < x.x.size(); ++i) x.result[i] = x.x[i];
  })));

  using gather = op::gather<f32>;
  const auto pick = [](operands<gather>& x, std::size_t off) {
    for (std::size_t i = 0; i < x.result.size(); ++i) {
      x.result[i] = x.table[(x.index[i / 7] + off) % (5 * operands<gather>::spread) * 7 + i % 7];
    }
  };
  expect_single_faults_are_found<gather>({5, 7}, [=](operands<gather>& x) { pick(x, 0); });
  EXPECT_FALSE((accepts<gather>({5, 7}, [=](operands<gather>& x) { pick(x, 1); })));

  using concat = op::concat<f32>;
  const auto join = [](operands<concat>& x, std::size_t first) {
    for (std::size_t i = 0; i < 10; ++i) {
      x.result[first + i] = x.left[i];
      x.result[10 - first + i] = x.right[i];
    }
  };
  expect_single_faults_are_found<concat>({160}, [=](operands<concat>& x) { join(x, 0); });
  EXPECT_FALSE((accepts<concat>({160}, [=](operands<concat>& x) { join(x, 10); })));
}

}  // namespace
}  // namespace calib::kernels
