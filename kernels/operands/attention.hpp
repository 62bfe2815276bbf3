#pragma once
/// The forms of attention: for each head, result[queries,head_dim] = softmax(Q · Kᵀ / √head_dim) · V, over Q and result
/// [kv_heads,group,queries,head_dim], K and V [kv_heads,positions,head_dim], dense, the last index fastest. Queries are
/// the last of the positions, and each attends to itself and those before: a prompt is causal, a new position sees all.
/// FLOPs and bytes as op/attention.hpp states them.
///
/// Tolerance. Elements lie in (-1, 1), so the terms of a score have magnitudes of at most √head_dim together. A score
/// is off by rounding_bound(head_dim) of that, and its exponential relatively by as much, above and below the fraction
/// bar. Function, sum of exponentials and sum of values add their own.

#include <algorithm>
#include <cmath>
#include <concepts>
#include <vector>

#include "calib/op/attention.hpp"
#include "kernels/operands/elementwise.hpp"
#include "kernels/operands/operands.hpp"

namespace calib::kernels {

/// What all forms of attention have in common. The queries of a group are the rows of one matrix.
struct attention {
  std::size_t kv_heads, group, queries, positions, head_dim;

  /// Queries that share keys and values.
  constexpr std::size_t rows() const noexcept { return saturated_product(group, queries); }
  /// Positions that a row attends to: the first so many.
  constexpr std::size_t seen(std::size_t row) const noexcept { return positions - queries + row % queries + 1; }
  constexpr bool masked() const noexcept { return queries > 1; }

  /// Elements of Q and of the result, and of K and of V.
  constexpr std::size_t query_elements() const noexcept {
    return saturated_product(kv_heads, saturated_product(rows(), head_dim));
  }
  constexpr std::size_t cache_elements() const noexcept {
    return saturated_product(kv_heads, saturated_product(positions, head_dim));
  }
};

template <Precision P>
constexpr attention attention_of(const op::attention_prefill_grouped<P>& s) noexcept {
  return {s.kv_heads, s.group, s.seq_len, s.seq_len, s.head_dim};
}
template <Precision P>
constexpr attention attention_of(const op::attention_decode_multi_head<P>& s) noexcept {
  return {s.heads, 1, 1, s.positions, s.head_dim};
}
template <Precision P>
constexpr attention attention_of(const op::attention_decode_grouped<P>& s) noexcept {
  return {s.kv_heads, s.group, 1, s.positions, s.head_dim};
}
template <Precision P>
constexpr attention attention_of(const op::attention_decode_wide<P>& s) noexcept {
  return {s.kv_heads, s.group, 1, s.positions, s.head_dim};
}

/// The forms of attention_prefill and attention_decode.
template <class Op>
concept Attention = Operation<Op> && requires(const Op& shape) {
  { attention_of(shape) } -> std::same_as<attention>;
};

template <Attention Op>
struct operands<Op> {
  using element = element_t<typename Op::precision_type>;

  Op shape;
  attention geometry;
  aligned_buffer<element> q, k, v, result;

  explicit operands(const Op& s)
      : shape{s},
        geometry{attention_of(s)},
        q(geometry.query_elements()),
        k(geometry.cache_elements()),
        v(geometry.cache_elements()),
        result(geometry.query_elements()) {}

  /// The keys and values of a prompt; of a new position, those before are older.
  auto activations() noexcept {
    if constexpr (requires { shape.seq_len; }) {
      return std::tie(result, q, k, v);
    } else {
      return std::tie(result, q);
    }
  }
  static std::size_t bytes(const Op& s) noexcept {
    using buffer = aligned_buffer<element>;
    const attention g = attention_of(s);
    return saturated_product(2, saturated_sum(buffer::bytes(g.query_elements()), buffer::bytes(g.cache_elements())));
  }
  void fill(std::uint64_t seed) noexcept {
    fill_random<element>(q, operand_seed(seed, 0));
    fill_random<element>(k, operand_seed(seed, 1));
    fill_random<element>(v, operand_seed(seed, 2));
    poison<element>(result);
  }
  prepared::check_result compare() const {
    const attention& g = geometry;
    const double tolerance = 2 * std::sqrt(static_cast<double>(g.head_dim)) * rounding_bound<element>(g.head_dim) +
                             function_bound<element> + 2 * rounding_bound<element>(g.positions);
    return compare_rows<element>(g.kv_heads * g.rows(), g.positions * g.head_dim, result, tolerance,
                                 [&](std::size_t row, worst_difference& worst) { compare_row(row, worst); });
  }

 private:
  void compare_row(std::size_t row, worst_difference& worst) const {
    const attention& g = geometry;
    const std::size_t first = row / g.rows() * g.positions * g.head_dim;
    const double scale = 1.0 / std::sqrt(static_cast<double>(g.head_dim));
    std::vector<double> weights(g.seen(row % g.rows()));
    for (std::size_t p = 0; p < weights.size(); ++p) {
      for (std::size_t d = 0; d < g.head_dim; ++d) {
        weights[p] +=
            scale * static_cast<double>(q[row * g.head_dim + d]) * static_cast<double>(k[first + p * g.head_dim + d]);
      }
    }
    const double top = *std::max_element(weights.begin(), weights.end());
    double total = 0.0;
    for (double& weight : weights) total += weight = std::exp(weight - top);

    std::vector<term_sum> sums(g.head_dim);
    for (std::size_t p = 0; p < weights.size(); ++p) {
      for (std::size_t d = 0; d < g.head_dim; ++d) {
        const double term = weights[p] / total * static_cast<double>(v[first + p * g.head_dim + d]);
        sums[d].value += term;
        sums[d].magnitude += std::fabs(term);
      }
    }
    for (std::size_t d = 0; d < g.head_dim; ++d) {
      worst.add(static_cast<double>(result[row * g.head_dim + d]), sums[d].value, sums[d].magnitude);
    }
  }
};

}  // namespace calib::kernels
