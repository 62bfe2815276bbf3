#include "plan/grids.hpp"

#include <algorithm>
#include <array>

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

constexpr std::uint64_t gemv_quick[] = {1, 4, 16, 48, 128, 376, 1016, 4088};
constexpr std::uint64_t gemv_full[] = {1, 4, 16, 48, 128, 248, 504, 1016, 2040, 4088, 8184};

// Vector lengths: from the cost of a call, through each cache, to memory.
constexpr std::uint64_t vector_quick[] = {16,      256,     1'024,   4'096,   16'384,  65'536, 262'144,
                                          524'288, 1 << 20, 1 << 21, 1 << 22, 1 << 23, 1 << 25};
constexpr std::uint64_t vector_full[] = {1,       16,      64,      256,     512,     1'024,   2'048,   3'072,
                                         4'096,   6'144,   8'192,   12'288,  16'384,  32'768,  49'152,  65'536,
                                         98'304,  131'072, 196'608, 262'144, 393'216, 524'288, 786'432, 1 << 20,
                                         3 << 19, 1 << 21, 3 << 20, 1 << 22, 3 << 21, 1 << 23, 1 << 24, 1 << 25};

// Bytes moved: the same places, and beyond four times the largest cache of today's servers that one core reaches.
constexpr std::uint64_t bytes_quick[] = {768,     12'288,  24'576,  49'152,  98'304,  393'216, 786'432,
                                         3 << 19, 3 << 20, 3 << 22, 3 << 23, 3 << 24, 3 << 25, 3 << 26};
constexpr std::uint64_t bytes_full[] = {192,     768,     3'072,   6'144,   12'288,  18'432,  24'576,  36'864,
                                        49'152,  73'728,  98'304,  147'456, 196'608, 393'216, 589'824, 786'432,
                                        9 << 17, 3 << 19, 9 << 18, 3 << 20, 3 << 21, 3 << 22, 9 << 21, 3 << 23,
                                        9 << 22, 3 << 24, 9 << 23, 3 << 25, 3 << 26};

struct axis_plan {
  std::string_view dimension;
  knots quick;
  knots full;
};

struct operation_plan {
  std::string_view operation;
  std::string_view backend;  ///< empty: any
  std::array<axis_plan, 4> axes;
};

// The first row that fits an operation and backend holds.
constexpr operation_plan plans[] = {
    {"gemm",
     "own_naive",
     {{{"m", naive_quick, naive_full}, {"n", naive_quick, naive_full}, {"k", naive_quick, naive_full}}}},
    {"gemm", "", {{{"m", gemm_quick, gemm_full}, {"n", gemm_quick, gemm_full}, {"k", gemm_quick, gemm_full}}}},
    {"gemv", "", {{{"m", gemv_quick, gemv_full}, {"k", gemv_quick, gemv_full}}}},
    {"dot", "", {{{"elements", vector_quick, vector_full}}}},
    {"axpy", "", {{{"elements", vector_quick, vector_full}}}},
    {"copy", "", {{{"bytes", bytes_quick, bytes_full}}}},
    {"scale", "", {{{"bytes", bytes_quick, bytes_full}}}},
    {"stream_add", "", {{{"bytes", bytes_quick, bytes_full}}}},
    {"triad", "", {{{"bytes", bytes_quick, bytes_full}}}},
    {"read", "", {{{"bytes", bytes_quick, bytes_full}}}},
    {"write", "", {{{"bytes", bytes_quick, bytes_full}}}},
};

}  // namespace

std::optional<std::vector<profile_io::axis_data>> grid_for(std::string_view operation, std::string_view backend,
                                                           effort how_much) {
  const auto row = std::find_if(std::begin(plans), std::end(plans), [&](const operation_plan& p) {
    return p.operation == operation && (p.backend.empty() || p.backend == backend);
  });
  if (row == std::end(plans)) return std::nullopt;
  std::vector<profile_io::axis_data> grid;
  for (const axis_plan& axis : row->axes) {
    if (axis.dimension.empty()) break;
    const knots chosen = how_much == effort::quick ? axis.quick : axis.full;
    grid.push_back({std::string(axis.dimension), {chosen.begin(), chosen.end()}});
  }
  return grid;
}

}  // namespace calib::plan
