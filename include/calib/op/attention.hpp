#pragma once
/// Attention of transformers: scores of queries and keys, softmax, the values weighted by it. FLOPs are those of the
/// two matrix products; traffic is queries, keys, values and result. `group` is heads / kv_heads, the query heads that
/// share one head of keys and values; the forms' `kv_heads` are those of all sequences.

#include "calib/op/lowering.hpp"

namespace calib::detail {

/// Query heads for each head of keys and values; 0 where these do not divide them.
CALIB_INLINE constexpr std::size_t group_of(std::size_t heads, std::size_t kv_heads) noexcept {
  if (heads == kv_heads) return 1;
  return kv_heads == 0 || heads % kv_heads != 0 ? 0 : heads / kv_heads;
}

/// The rule that heads and kv_heads break, if they do.
template <class Refuse>
constexpr const char* broken_by_heads(std::size_t heads, std::size_t kv_heads, Refuse refuse) {
  if (kv_heads > heads) return refuse("kv_heads are more than heads: give each at least one query head");
  if (heads % kv_heads != 0) return refuse("kv_heads do not divide heads: each serves as many query heads");
  return nullptr;
}

/// The work of one new position in each sequence, against `positions` keys and values, its own among them.
template <Precision P>
constexpr cost decode_work(std::size_t kv_heads, std::size_t group, std::size_t positions,
                           std::size_t head_dim) noexcept {
  return {flops{4 * product(kv_heads, group, positions, head_dim)},
          bytes{2 * element_bytes<P> * product(kv_heads, head_dim) * (product(positions) + product(group))}};
}

}  // namespace calib::detail

namespace calib::op {

/// A whole prompt, each position attending to itself and those before.
template <Precision P>
struct attention_prefill_grouped {
  CALIB_OPERATION("attention_prefill_grouped", P, kv_heads, group, seq_len, head_dim);

  constexpr cost work() const noexcept {
    using detail::product;
    const double heads = product(kv_heads, group);
    return {flops{2 * heads * product(seq_len, seq_len + 1, head_dim)},
            bytes{2 * element_bytes<P> * product(seq_len, head_dim) * (heads + product(kv_heads))}};
  }
};

/// One new position, every query head with keys and values of its own; `positions` counts those attended to, the new
/// one among them.
template <Precision P>
struct attention_decode_multi_head {
  CALIB_OPERATION("attention_decode_multi_head", P, heads, positions, head_dim);

  constexpr cost work() const noexcept { return detail::decode_work<P>(heads, 1, positions, head_dim); }
};

/// The same with keys and values shared by a group of query heads, up to `largest_group`.
template <Precision P>
struct attention_decode_grouped {
  static constexpr std::size_t largest_group = 16;  // a tile of 16 rows holds them: libraries have a kernel for that

  CALIB_OPERATION("attention_decode_grouped", P, kv_heads, group, positions, head_dim);

  constexpr cost work() const noexcept { return detail::decode_work<P>(kv_heads, group, positions, head_dim); }
};

/// The same with larger groups.
template <Precision P>
struct attention_decode_wide {
  CALIB_OPERATION("attention_decode_wide", P, kv_heads, group, positions, head_dim);

  constexpr cost work() const noexcept { return detail::decode_work<P>(kv_heads, group, positions, head_dim); }
};

/// A whole prompt of `seq_len` positions in each sequence of the batch, causal.
template <Precision P>
struct attention_prefill {
  CALIB_OPERATION("attention_prefill", P, batch, seq_len, heads, kv_heads, head_dim);

  template <class Refuse>
  constexpr const char* broken_rule(Refuse refuse) const {
    return detail::broken_by_heads(heads, kv_heads, refuse);
  }

  constexpr cost work() const noexcept {
    return lower([](const auto& form) { return form.work(); });
  }

  using forms = type_list<attention_prefill_grouped<P>>;

  template <class F>
  CALIB_INLINE constexpr auto lower(F&& f) const {
    return f(attention_prefill_grouped<P>{detail::size_product(batch, kv_heads), detail::group_of(heads, kv_heads),
                                          seq_len, head_dim});
  }
};

/// One new position in each sequence of the batch, which attends to itself and `kv_len` cached ones.
template <Precision P>
struct attention_decode {
  CALIB_OPERATION("attention_decode", P, batch, kv_len, heads, kv_heads, head_dim);

  static constexpr std::string_view may_be_zero = "kv_len";  // the first position of all

  template <class Refuse>
  constexpr const char* broken_rule(Refuse refuse) const {
    return detail::broken_by_heads(heads, kv_heads, refuse);
  }

  constexpr cost work() const noexcept {
    return lower([](const auto& form) { return form.work(); });
  }

  using forms = type_list<attention_decode_multi_head<P>, attention_decode_grouped<P>, attention_decode_wide<P>>;

  template <class F>
  CALIB_INLINE constexpr auto lower(F&& f) const {
    const std::size_t group = detail::group_of(heads, kv_heads);
    const std::size_t positions = kv_len <= largest_size ? kv_len + 1 : kv_len;
    if (group == 1) {
      return f(attention_decode_multi_head<P>{detail::size_product(batch, heads), positions, head_dim});
    }
    if (group <= attention_decode_grouped<P>::largest_group) {
      return f(attention_decode_grouped<P>{detail::size_product(batch, kv_heads), group, positions, head_dim});
    }
    return f(attention_decode_wide<P>{detail::size_product(batch, kv_heads), group, positions, head_dim});
  }
};

}  // namespace calib::op
