#include "plan/grids.hpp"

#include <algorithm>
#include <array>

#include "profile_io/operations.hpp"

namespace calib::plan {
namespace {

using knots = std::span<const std::uint64_t>;

// Matrix dimensions. Every small size up to the register tile matters, then two knots an octave, off the powers of two,
// where rows alias in the caches and libraries without packing fall into a class of their own. The last knots are
// multiples of 8 just beside 2^j and 3*2^j.
constexpr std::uint64_t gemm_quick[] = {1, 4, 8, 16, 48, 128, 320, 760};
constexpr std::uint64_t gemm_full[] = {1, 2, 4, 8, 16, 24, 48, 96, 192, 376, 760, 1528, 3064};

// What people write first is slow: its plan stays small.
constexpr std::uint64_t naive_quick[] = {1, 8, 48, 192};
constexpr std::uint64_t naive_full[] = {1, 4, 8, 24, 48, 96, 192, 376};

// Ours is there to be compared with: in quick it leaves the time to the libraries.
constexpr std::uint64_t tiled_quick[] = {1, 8, 48, 192, 760};

// Fully connected layers: few rows in decoding, many in prefill, and weights of any size.
constexpr std::uint64_t linear_rows_quick[] = {1, 16, 128};
constexpr std::uint64_t linear_rows_full[] = {1, 4, 16, 48, 128, 376, 1016};
constexpr std::uint64_t linear_quick[] = {16, 128, 760};
constexpr std::uint64_t linear_full[] = {16, 48, 128, 376, 760, 1528, 3064};

// The products of attention heads: many, and small.
constexpr std::uint64_t batch_quick[] = {1, 4, 16};
constexpr std::uint64_t batch_full[] = {1, 4, 16, 48};
constexpr std::uint64_t head_quick[] = {8, 64};
constexpr std::uint64_t head_full[] = {1, 8, 32, 64, 128, 248};

constexpr std::uint64_t gemv_quick[] = {1, 4, 16, 48, 128, 376, 1016, 4088};
constexpr std::uint64_t gemv_full[] = {1, 4, 16, 48, 128, 248, 504, 1016, 2040, 4088, 8184};

// Vector lengths: from the cost of a call, through each cache, to memory.
constexpr std::uint64_t vector_quick[] = {16,      256,     1'024,   4'096,   16'384,  65'536, 262'144,
                                          524'288, 1 << 20, 1 << 21, 1 << 22, 1 << 23, 1 << 25};
constexpr std::uint64_t vector_full[] = {1,       16,      64,      256,     512,     1'024,   2'048,   3'072,
                                         4'096,   6'144,   8'192,   12'288,  16'384,  32'768,  49'152,  65'536,
                                         98'304,  131'072, 196'608, 262'144, 393'216, 524'288, 786'432, 1 << 20,
                                         3 << 19, 1 << 21, 3 << 20, 1 << 22, 3 << 21, 1 << 23, 1 << 24, 1 << 25};

// Activations: the same places, fewer of them, because there are many such operations.
constexpr std::uint64_t elements_quick[] = {16, 1'024, 8'192, 65'536, 262'144, 1 << 20, 1 << 22};
constexpr std::uint64_t elements_full[] = {1,       64,      256,     1'024,   2'048,   4'096,
                                           8'192,   16'384,  32'768,  65'536,  131'072, 262'144,
                                           524'288, 1 << 20, 1 << 21, 1 << 22, 1 << 23, 1 << 24};

// Tokens by features, and scores by keys. Powers of two among the columns would be rows that alias.
constexpr std::uint64_t rows_quick[] = {1, 16, 256, 1'024};
constexpr std::uint64_t rows_full[] = {1, 4, 16, 64, 256, 1'024, 4'096};
constexpr std::uint64_t cols_quick[] = {16, 128, 760, 4'088};
constexpr std::uint64_t cols_full[] = {8, 32, 128, 376, 760, 1'528, 4'088, 8'184};

constexpr std::uint64_t transpose_quick[] = {8, 48, 248, 1'016, 2'040};
constexpr std::uint64_t transpose_full[] = {1, 8, 24, 48, 128, 248, 504, 1'016, 2'040, 4'088};

// The table is eight times as large as what is gathered from it.
constexpr std::uint64_t gathered_quick[] = {1, 16, 256};
constexpr std::uint64_t gathered_full[] = {1, 4, 16, 64, 256, 1'024, 4'096};

// The channels of an image up to those of sixteen, and images as they shrink from layer to layer.
constexpr std::uint64_t all_planes_quick[] = {16, 1'024};
constexpr std::uint64_t all_planes_full[] = {3, 16, 64, 256, 1'024, 4'096, 16'384};
constexpr std::uint64_t plane_quick[] = {49, 3'136};
constexpr std::uint64_t side_quick[] = {7, 56};

// Convolutions: pixels of the images above, the three channels of a photograph, and multiples of a vector.
constexpr std::uint64_t one[] = {1};
constexpr std::uint64_t pixels_quick[] = {49, 784};
constexpr std::uint64_t pixels_full[] = {1, 49, 196, 784, 3'136, 12'544};
constexpr std::uint64_t pointwise_quick[] = {16, 256};
constexpr std::uint64_t pointwise_full[] = {8, 32, 96, 256, 512, 1'024, 2'048};
constexpr std::uint64_t conv_batch_full[] = {1, 8};
constexpr std::uint64_t conv_side_full[] = {7, 14, 28, 56, 112, 224};
constexpr std::uint64_t conv_in_quick[] = {3, 128};
constexpr std::uint64_t conv_in_full[] = {3, 16, 64, 128, 256, 512};
constexpr std::uint64_t conv_out_quick[] = {16, 128};
constexpr std::uint64_t conv_out_full[] = {16, 64, 128, 256, 512};
constexpr std::uint64_t window_side_full[] = {7, 14, 28, 56, 112};
constexpr std::uint64_t window_in_full[] = {3, 32, 128, 512};
constexpr std::uint64_t window_out_full[] = {16, 64, 128, 512};
constexpr std::uint64_t window_taps_quick[] = {9, 49};
constexpr std::uint64_t window_taps_full[] = {7, 9, 25, 49};  // 1 x 7 to 7 x 7
constexpr std::uint64_t depthwise_taps_full[] = {9, 25};
constexpr std::uint64_t three_by_three[] = {9};
constexpr std::uint64_t planes_quick[] = {32, 512};
constexpr std::uint64_t planes_full[] = {8, 32, 128, 512, 2'048};
constexpr std::uint64_t stride_full[] = {1, 2};
constexpr std::uint64_t dilation_full[] = {1, 2};
constexpr std::uint64_t two[] = {2};
constexpr std::uint64_t pool_kernel_quick[] = {2, 3};
constexpr std::uint64_t pool_kernel_full[] = {2, 3, 5};
constexpr std::uint64_t groups_full[] = {2, 8, 32};
constexpr std::uint64_t group_channels_quick[] = {4, 32};
constexpr std::uint64_t group_channels_full[] = {4, 16, 64};
constexpr std::uint64_t grouped_taps_full[] = {1, 9};

// Attention: heads of one sequence and of several, prompts and caches up to a few thousand positions.
constexpr std::uint64_t heads_quick[] = {1, 12};
constexpr std::uint64_t heads_full[] = {1, 4, 12, 32};
constexpr std::uint64_t kv_heads_full[] = {1, 2, 8};
constexpr std::uint64_t group_full[] = {1, 4};
constexpr std::uint64_t shared_group_full[] = {2, 4, 8};
constexpr std::uint64_t wide_group_quick[] = {32};
constexpr std::uint64_t wide_group_full[] = {32, 64};
constexpr std::uint64_t seq_quick[] = {16, 128};
constexpr std::uint64_t seq_full[] = {1, 16, 64, 128, 384, 1'024};
constexpr std::uint64_t positions_quick[] = {16, 256, 2'048};
constexpr std::uint64_t positions_full[] = {1, 16, 64, 256, 1'024, 4'096};
constexpr std::uint64_t head_dim_full[] = {64, 128};
constexpr std::uint64_t head_dim_quick[] = {64};

// Bytes moved: the same places, and beyond four times the largest cache of today's servers that one core reaches. All
// are whole vectors of 16 elements in one array, two and three.
constexpr std::uint64_t bytes_quick[] = {768,     12'288,  24'576,  49'152,  98'304,  393'216, 786'432,
                                         3 << 19, 3 << 20, 3 << 22, 3 << 23, 3 << 24, 3 << 25, 3 << 26};
constexpr std::uint64_t bytes_full[] = {384,     768,     3'072,   6'144,   12'288,  18'432,  24'576,  36'864,
                                        49'152,  73'728,  98'304,  147'456, 196'608, 393'216, 589'824, 786'432,
                                        9 << 17, 3 << 19, 9 << 18, 3 << 20, 3 << 21, 3 << 22, 9 << 21, 3 << 23,
                                        9 << 22, 3 << 24, 9 << 23, 3 << 25, 3 << 26};

struct axis_plan {
  std::string_view dimension;
  knots quick;
  knots full;
};

struct operation_plan {
  std::string_view operation;  ///< empty: any that has these axes
  std::string_view backend;    ///< empty: any
  std::array<axis_plan, 6> axes;
};

// The first row that fits an operation and backend holds. A new operation with axes that are common needs none.
constexpr operation_plan plans[] = {
    {"gemm",
     "own_naive",
     {{{"m", naive_quick, naive_full}, {"n", naive_quick, naive_full}, {"k", naive_quick, naive_full}}}},
    {"gemm",
     "own_tiled",
     {{{"m", tiled_quick, gemm_full}, {"n", tiled_quick, gemm_full}, {"k", tiled_quick, gemm_full}}}},
    {"gemm", "", {{{"m", gemm_quick, gemm_full}, {"n", gemm_quick, gemm_full}, {"k", gemm_quick, gemm_full}}}},
    {"linear",
     "",
     {{{"m", linear_rows_quick, linear_rows_full},
       {"n", linear_quick, linear_full},
       {"k", linear_quick, linear_full}}}},
    {"batched_gemm",
     "",
     {{{"batch", batch_quick, batch_full},
       {"m", head_quick, head_full},
       {"n", head_quick, head_full},
       {"k", head_quick, head_full}}}},
    {"gemv", "", {{{"m", gemv_quick, gemv_full}, {"k", gemv_quick, gemv_full}}}},
    {"dot", "", {{{"elements", vector_quick, vector_full}}}},
    {"axpy", "", {{{"elements", vector_quick, vector_full}}}},
    {"conv2d_pointwise",
     "",
     {{{"pixels", pixels_quick, pixels_full},
       {"in_channels", pointwise_quick, pointwise_full},
       {"out_channels", pointwise_quick, pointwise_full},
       {"stride", one, stride_full}}}},
    {"conv2d_3x3",
     "",
     {{{"batch", one, conv_batch_full},
       {"side", side_quick, conv_side_full},
       {"in_channels", conv_in_quick, conv_in_full},
       {"out_channels", conv_out_quick, conv_out_full}}}},
    {"conv2d_window",
     "",
     {{{"batch", one, one},
       {"side", side_quick, window_side_full},
       {"in_channels", conv_in_quick, window_in_full},
       {"out_channels", conv_out_quick, window_out_full},
       {"taps", window_taps_quick, window_taps_full},
       {"stride", two, stride_full}}}},
    {"conv2d_depthwise",
     "",
     {{{"planes", planes_quick, planes_full},
       {"side", side_quick, window_side_full},
       {"taps", three_by_three, depthwise_taps_full},
       {"stride", one, stride_full},
       {"dilation", one, dilation_full}}}},
    {"conv2d_grouped",
     "",
     {{{"pixels", pixels_quick, pixels_full},
       {"groups", two, groups_full},
       {"group_in", group_channels_quick, group_channels_full},
       {"group_out", group_channels_quick, group_channels_full},
       {"taps", three_by_three, grouped_taps_full},
       {"stride", one, stride_full}}}},
    {"attention_prefill_grouped",
     "",
     {{{"kv_heads", heads_quick, heads_full},
       {"group", one, group_full},
       {"seq_len", seq_quick, seq_full},
       {"head_dim", head_dim_quick, head_dim_full}}}},
    {"attention_decode_multi_head",
     "",
     {{{"heads", heads_quick, heads_full},
       {"positions", positions_quick, positions_full},
       {"head_dim", head_dim_quick, head_dim_full}}}},
    {"attention_decode_grouped",
     "",
     {{{"kv_heads", one, kv_heads_full},
       {"group", two, shared_group_full},
       {"positions", positions_quick, positions_full},
       {"head_dim", head_dim_quick, head_dim_full}}}},
    {"attention_decode_wide",
     "",
     {{{"kv_heads", one, kv_heads_full},
       {"group", wide_group_quick, wide_group_full},
       {"positions", positions_quick, positions_full},
       {"head_dim", head_dim_quick, head_dim_full}}}},
    {"transpose", "", {{{"rows", transpose_quick, transpose_full}, {"cols", transpose_quick, transpose_full}}}},
    {"gather", "", {{{"rows", gathered_quick, gathered_full}, {"cols", cols_quick, cols_full}}}},
    {"dispatch", "", {}},  // no axes: one point
    {"", "", {{{"elements", elements_quick, elements_full}}}},
    {"", "", {{{"bytes", bytes_quick, bytes_full}}}},
    {"", "", {{{"rows", rows_quick, rows_full}, {"cols", cols_quick, cols_full}}}},
    {"", "", {{{"planes", all_planes_quick, all_planes_full}, {"pixels", plane_quick, pixels_full}}}},
    {"",
     "",
     {{{"planes", planes_quick, planes_full},
       {"side", side_quick, window_side_full},
       {"kernel", pool_kernel_quick, pool_kernel_full},
       {"stride", two, stride_full}}}},
};

std::size_t axis_count(const operation_plan& plan) {
  return static_cast<std::size_t>(
      std::ranges::find(plan.axes, true, [](const axis_plan& axis) { return axis.dimension.empty(); }) -
      plan.axes.begin());
}

bool is_for(const operation_plan& plan, std::string_view operation) {
  if (!plan.operation.empty()) return plan.operation == operation;
  const auto dimensions = profile_io::dimensions_of(operation);
  return dimensions &&
         std::ranges::equal(std::span(plan.axes).first(axis_count(plan)), *dimensions, {}, &axis_plan::dimension);
}

}  // namespace

std::optional<std::vector<profile_io::axis_data>> grid_for(std::string_view operation, std::string_view backend,
                                                           effort amount) {
  const auto row = std::find_if(std::begin(plans), std::end(plans), [&](const operation_plan& p) {
    return (p.backend.empty() || p.backend == backend) && is_for(p, operation);
  });
  if (row == std::end(plans)) return std::nullopt;
  std::vector<profile_io::axis_data> grid;
  for (const axis_plan& axis : std::span(row->axes).first(axis_count(*row))) {
    const knots chosen = amount == effort::quick ? axis.quick : axis.full;
    grid.push_back({std::string(axis.dimension), {chosen.begin(), chosen.end()}});
  }
  return grid;
}

}  // namespace calib::plan
