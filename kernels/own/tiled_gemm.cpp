#include "kernels/own/tiled_gemm.hpp"

#include "kernels/own/simd.hpp"

namespace calib::kernels::own {
namespace {

constexpr std::size_t smaller(std::size_t a, std::size_t b) noexcept { return a < b ? a : b; }
constexpr std::size_t tiles(std::size_t size, std::size_t tile) noexcept { return (size + tile - 1) / tile; }

/// Register tile. An FMA takes 4 (Skylake, Zen 3 to 5) or 5 (Haswell) cycles and two start per cycle, so at least
/// 2 x 5 = 10 independent accumulators; four 128-bit ports (Neoverse V1, Apple) with latency 4 want 16. One step of k
/// loads `tile_vectors` of B and broadcasts `tile_rows` elements of A; two loads start per cycle, so
/// rows + vectors <= rows x vectors keeps the FMA ports the bottleneck. Registers hold the accumulators, the vectors of
/// B and one broadcast:
///   32 registers: 12 x 2 = 24 accumulators + 2 + 1 = 27; 14 loads for 24 FMAs
///   16 registers:  6 x 2 = 12 accumulators + 2 + 1 = 15;  8 loads for 12 FMAs
constexpr std::size_t tile_vectors = 2;
constexpr std::size_t tile_rows = vector_registers == 32 ? 12 : 6;
static_assert(tile_rows * tile_vectors + tile_vectors + 1 <= vector_registers);

template <class T>
struct blocking {
  static constexpr std::size_t tile_cols = tile_vectors * lanes<T>;
  /// A panel of A (tile_rows x depth) is used by all column tiles of a block: it has 24 KiB of a first-level cache of
  /// 32 to 48 KiB, beside the stream of B. The deeper, the more seldom C is read and written.
  static constexpr std::size_t depth = smaller(24 * 1024 / (tile_rows * sizeof(T)), 512);
  /// A block of B (depth x cols) is used by all row tiles: 384 KiB of a second-level cache of 512 KiB or more. Each
  /// step of k takes tile_vectors vectors from there while rows x vectors / 2 cycles pass: 11 bytes per cycle.
  static constexpr std::size_t cols = 384 * 1024 / (depth * sizeof(T)) / tile_cols * tile_cols;
  /// A block of A (rows x depth) is used by all column blocks: 3 MiB of the last-level cache, which may be shared.
  static constexpr std::size_t rows = 3 * 1024 * 1024 / (depth * sizeof(T)) / tile_rows * tile_rows;
};

/// Rows [0, rows) of A, columns [0, depth), as panels of tile_rows: panel[p][i] = A[i][p], zero beyond the edge.
template <class T>
void pack_a(const T* a, std::size_t stride, std::size_t rows, std::size_t depth, T* packed) noexcept {
  for (std::size_t i0 = 0; i0 < rows; i0 += tile_rows, packed += tile_rows * depth) {
    const std::size_t height = smaller(tile_rows, rows - i0);
    for (std::size_t i = 0; i < height; ++i) {
      for (std::size_t p = 0; p < depth; ++p) packed[p * tile_rows + i] = a[(i0 + i) * stride + p];
    }
    for (std::size_t i = height; i < tile_rows; ++i) {
      for (std::size_t p = 0; p < depth; ++p) packed[p * tile_rows + i] = 0;
    }
  }
}

/// Columns [0, cols) of B, rows [0, depth), as panels of tile_cols: panel[p][j] = B[p][j], zero beyond the edge.
template <class T>
void pack_b(const T* b, std::size_t stride, std::size_t depth, std::size_t cols, T* packed) noexcept {
  constexpr std::size_t tile_cols = blocking<T>::tile_cols;
  for (std::size_t j0 = 0; j0 < cols; j0 += tile_cols) {
    const std::size_t width = smaller(tile_cols, cols - j0);
    for (std::size_t p = 0; p < depth; ++p, packed += tile_cols) {
      const T* row = b + p * stride + j0;
      if (width == tile_cols) {
        for (std::size_t v = 0; v < tile_vectors; ++v) store(packed + v * lanes<T>, load<T>(row + v * lanes<T>));
      } else {
        for (std::size_t j = 0; j < tile_cols; ++j) packed[j] = j < width ? row[j] : T{0};
      }
    }
  }
}

template <class T>
using register_tile = simd<T>[tile_rows][tile_vectors];

/// tile = panel of A · panel of B. The tile is in registers once the loops of constant length are unrolled.
template <class T>
[[gnu::always_inline]] inline void multiply(std::size_t depth, const T* a, const T* b,
                                            register_tile<T>& tile) noexcept {
#pragma GCC unroll 16
  for (std::size_t i = 0; i < tile_rows; ++i) {
#pragma GCC unroll 16
    for (std::size_t v = 0; v < tile_vectors; ++v) tile[i][v] = simd<T>{};
  }
  for (std::size_t p = 0; p < depth; ++p, a += tile_rows, b += tile_vectors * lanes<T>) {
    simd<T> row[tile_vectors];
#pragma GCC unroll 16
    for (std::size_t v = 0; v < tile_vectors; ++v) row[v] = load<T>(b + v * lanes<T>);
#pragma GCC unroll 16
    for (std::size_t i = 0; i < tile_rows; ++i) {
#pragma GCC unroll 16
      for (std::size_t v = 0; v < tile_vectors; ++v) tile[i][v] += a[i] * row[v];
    }
  }
}

/// A whole tile of C, in place.
template <class T>
void whole_tile(std::size_t depth, const T* a, const T* b, T* c, std::size_t stride, bool add) noexcept {
  register_tile<T> tile;
  multiply(depth, a, b, tile);
#pragma GCC unroll 16
  for (std::size_t i = 0; i < tile_rows; ++i) {
#pragma GCC unroll 16
    for (std::size_t v = 0; v < tile_vectors; ++v) {
      T* const at = c + i * stride + v * lanes<T>;
      store(at, add ? load<T>(at) + tile[i][v] : tile[i][v]);
    }
  }
}

/// A tile at the edge of C: computed whole, of which height x width is kept.
template <class T>
void edge_tile(std::size_t depth, const T* a, const T* b, T* c, std::size_t stride, bool add, std::size_t height,
               std::size_t width) noexcept {
  alignas(64) T whole[tile_rows * blocking<T>::tile_cols];
  whole_tile(depth, a, b, whole, blocking<T>::tile_cols, false);
  for (std::size_t i = 0; i < height; ++i) {
    for (std::size_t j = 0; j < width; ++j) {
      const T value = whole[i * blocking<T>::tile_cols + j];
      c[i * stride + j] = add ? c[i * stride + j] + value : value;
    }
  }
}

/// A block of C from packed blocks of A and B.
template <class T>
void multiply_blocks(std::size_t rows, std::size_t cols, std::size_t depth, const T* packed_a, const T* packed_b, T* c,
                     std::size_t stride, bool add) noexcept {
  constexpr std::size_t tile_cols = blocking<T>::tile_cols;
  for (std::size_t i = 0; i < rows; i += tile_rows) {
    const std::size_t height = smaller(tile_rows, rows - i);
    for (std::size_t j = 0; j < cols; j += tile_cols) {
      const std::size_t width = smaller(tile_cols, cols - j);
      const T* const a = packed_a + i * depth;
      const T* const b = packed_b + j * depth;
      T* const at = c + i * stride + j;
      if (height == tile_rows && width == tile_cols) {
        whole_tile(depth, a, b, at, stride, add);
      } else {
        edge_tile(depth, a, b, at, stride, add, height, width);
      }
    }
  }
}

}  // namespace

template <class T>
tiled_workspace tiled_workspace_for(std::size_t m, std::size_t n, std::size_t k) noexcept {
  using block = blocking<T>;
  const std::size_t depth = smaller(k, block::depth);
  return {tiles(smaller(m, block::rows), tile_rows) * tile_rows * depth,
          tiles(smaller(n, block::cols), block::tile_cols) * block::tile_cols * depth};
}

template <class T>
void tiled_gemm(std::size_t m, std::size_t n, std::size_t k, const T* a, const T* b, T* c, T* packed_a,
                T* packed_b) noexcept {
  using block = blocking<T>;
  const std::size_t even_depth = tiles(k, tiles(k, block::depth));  // no thin last slice, which would touch all of C
  for (std::size_t i = 0; i < m; i += block::rows) {
    const std::size_t rows = smaller(block::rows, m - i);
    for (std::size_t p = 0; p < k; p += even_depth) {
      const std::size_t depth = smaller(even_depth, k - p);
      pack_a(a + i * k + p, k, rows, depth, packed_a);
      for (std::size_t j = 0; j < n; j += block::cols) {
        const std::size_t cols = smaller(block::cols, n - j);
        pack_b(b + p * n + j, n, depth, cols, packed_b);
        multiply_blocks(rows, cols, depth, packed_a, packed_b, c + i * n + j, n, p != 0);
      }
    }
  }
}

#define CALIB_INSTANTIATE(T)                                                                       \
  template tiled_workspace tiled_workspace_for<T>(std::size_t, std::size_t, std::size_t) noexcept; \
  template void tiled_gemm(std::size_t, std::size_t, std::size_t, const T*, const T*, T*, T*, T*) noexcept
CALIB_INSTANTIATE(float);
CALIB_INSTANTIATE(double);
#undef CALIB_INSTANTIATE

}  // namespace calib::kernels::own
