#pragma once
/// Networks in company: priced in two or three settings that were measured in companies of different sizes.
///
///   using cpu = company<mapper<profiles::my_box, setting::onednn_1t_network_16mb>,
///                       mapper<profiles::my_box, setting::onednn_1t_network_64mb>,
///                       mapper<profiles::my_box, setting::onednn_1t_network_256mb>>;
///   static_assert(latency<cpu>(networks::resnet50(1)) < 60ms);
///
/// Where in a range of companies a step of a network belongs. A setting in company tells what an operation takes when
/// so many bytes pass between two uses of its operands; profiles have two or three such settings, and a network touches
/// what it touches.
///
/// A step finds its weights as far back as the whole network reaches, and its tensors where the step before left them,
/// as near as the smallest company measured. Its own distance is the geometric mean of the two, weighed by the bytes it
/// moves of each.

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <span>

#include "calib/detail/refusal.hpp"
#include "calib/detail/rounded.hpp"
#include "calib/estimate.hpp"
#include "calib/op/operation.hpp"

namespace calib {
namespace detail {

/// The logarithm to the base 2 of a number of at least 1; the same bits at compile time and at run time. Its error is
/// below 1e-9.
constexpr double log2_of(double value) noexcept {
  double whole = 0;
  while (value >= 2) {
    value /= 2;
    whole += 1;
  }
  // ln(x) = 2 artanh((x - 1) / (x + 1)); the series converges by a factor of 9 a term and more.
  const double y = (value - 1) / (value + 1);
  double power = y, sum = 0;
  for (int n = 1; n <= 19; n += 2) {
    sum = sum + power / n;
    power = power * y * y;
  }
  constexpr double two_over_ln2 = 2.885390081777926814;
  return whole + two_over_ln2 * sum;
}

/// Between which two companies, and how far from the first to the second: from 0 to 1.
struct place_among_companies {
  std::size_t first = 0;
  double toward_next = 0;
};

/// The place of a step that moves `weights` bytes of weights and `tensors` of other operands, in a network that touches
/// `network` bytes. `companies` are the logarithms of their bytes, smallest first; beyond them it is the nearest one.
constexpr place_among_companies place_of(double weights, double tensors, double network,
                                         std::span<const double> companies) noexcept {
  constexpr double most = 0x1p60;  // more than any memory
  const double both = weights + tensors;
  if (companies.size() < 2 || !(both > 0)) return {};
  const double far = std::max(log2_of(std::clamp(network, 1.0, most)), companies.front());
  const double at = companies.front() + (weights / both) * (far - companies.front());
  for (std::size_t i = 0; i + 1 < companies.size(); ++i) {
    if (at <= companies[i + 1]) return {i, (at - companies[i]) / (companies[i + 1] - companies[i])};
  }
  return {companies.size() - 2, 1.0};
}

/// What a network touches between two uses of the same weights: all of them, and each tensor once, which `traffic`
/// counts where it is written and where it is read.
constexpr double touched_bytes(double weights, double traffic) noexcept {
  return weights + std::max(traffic - weights, 0.0) / 2;
}

/// What is between two answers to the same question, at a share of the way from the first to the second.
constexpr seconds between_latencies(seconds first, seconds second, double share) noexcept {
  return seconds{rounded((1 - share) * first.count()) + rounded(share * second.count())};
}

/// The same with what goes with it: rates follow the latency, and the worse of two sources and bands is told.
constexpr estimate between_estimates(estimate first, const estimate& second, double share) noexcept {
  const seconds latency = between_latencies(first.latency, second.latency, share);
  if (latency.count() > 0) {
    const double faster = first.latency / latency;
    first.efficiency *= faster;
    first.achieved_flops.value *= faster;
    first.achieved_bandwidth.value *= faster;
  }
  first.latency = latency;
  first.source = std::max(first.source, second.source);
  first.step = std::max(first.step, second.step);
  if (first.source == source::extrapolated) {
    first.error = {};  // as describe() has it
  } else if (second.error.p95 > first.error.p95) {
    first.error = second.error;
  }
  return first;
}

template <class T>
inline constexpr bool is_company = false;

}  // namespace detail

/// Stands where a mapper does in latency(), breakdown() and budget() of a network. All mappers are of settings in
/// company, of one library, the smallest company first.
template <class... Mapper>
requires(sizeof...(Mapper) > 1) class company {
  using first = typename detail::type_at<0, type_list<Mapper...>>::type;

  static constexpr std::array<std::size_t, sizeof...(Mapper)> bytes{Mapper::facts().company_bytes...};
  static_assert(bytes.front() > 0 && std::ranges::is_sorted(bytes, std::ranges::less_equal{}),
                "calib: a company is of settings with cache network, the smallest company first, each once");

  static constexpr std::array<double, sizeof...(Mapper)> logarithms{
      detail::log2_of(static_cast<double>(Mapper::facts().company_bytes))...};

  /// `ask` of the two mappers on either side of the step's place, and what is between the answers.
  template <Operation Op, class Ask, class Mix>
  static constexpr auto in_its_place(const Op& op, double weight_bytes, double touched, Ask ask, Mix mix) {
    const double moved = op.work().traffic.value;
    const double weights = std::min(weight_bytes, moved);
    const auto place = detail::place_of(weights, moved - weights, touched, logarithms);
    decltype(ask.template operator()<first>()) low{}, high{};
    std::size_t number = 0;
    (
        [&] {
          if (number == place.first) low = ask.template operator()<Mapper>();
          if (number == place.first + 1) high = ask.template operator()<Mapper>();
          ++number;
        }(),
        ...);
    return mix(low, high, place.toward_next);
  }

 public:
  using profile = typename first::profile;
  using setting = typename first::setting;

  static constexpr const setting_facts& facts() noexcept { return first::facts(); }

  template <Operation Op>
  static constexpr bool answers_some = (Mapper::template answers_some<Op> && ...);

  template <Operation Op>
  static constexpr bool answers_shape(const Op& op) noexcept {
    return (Mapper::answers_shape(op) && ...);
  }

  /// Of a step with so many bytes of weights, in a network that touches so many in all.
  template <Operation Op>
  static constexpr seconds latency(const Op& op, double weight_bytes, double touched) {
    if constexpr (answers_some<Op>) {
      return in_its_place(
          op, weight_bytes, touched, [&]<class M>() { return M::latency(op); }, detail::between_latencies);
    } else {
      return seconds{0};  // no step asks for it: refused before
    }
  }

  template <Operation Op>
  static constexpr calib::estimate estimate(const Op& op, double weight_bytes, double touched) {
    if constexpr (answers_some<Op>) {
      return in_its_place(
          op, weight_bytes, touched, [&]<class M>() { return M::estimate(op); }, detail::between_estimates);
    } else {
      return {};
    }
  }
};

namespace detail {
template <class... Mapper>
inline constexpr bool is_company<company<Mapper...>> = true;
}  // namespace detail

}  // namespace calib
