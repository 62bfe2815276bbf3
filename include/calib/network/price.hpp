#pragma once
/// The price of a described network: how long it takes, step by step and in all.
///
///   using cpu = mapper<profiles::my_box>;
///   static_assert(latency<cpu>(networks::resnet50(1)) < 60ms);
///   static_assert(budget<cpu>(networks::resnet50(1), 60ms));     // where that fails: both numbers, the dearest layers
///   constexpr auto each = breakdown<cpu>(networks::resnet50(8));
///
/// What the mapper's setting absorbs is part of other steps, and layers that ask for the same work are priced once.

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>

#include "calib/detail/refusal.hpp"
#include "calib/detail/rounded.hpp"
#include "calib/mapper.hpp"
#include "calib/network/network_estimate.hpp"
#include "calib/network/steps.hpp"
#include "calib/op/custom.hpp"

namespace calib {

/// Thrown by budget() where a network takes longer; what() gives both numbers and the dearest layers.
class over_budget : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

namespace detail {

constexpr seconds repeated(std::size_t times, seconds once) noexcept {
  return seconds{rounded(static_cast<double>(times) * once.count())};
}

template <class Op>
inline constexpr bool is_custom = false;
template <Precision P>
inline constexpr bool is_custom<op::custom<P>> = true;

/// Whether a mapper has an answer for an operation: for one with a stated cost, whether there are the peaks.
template <class Mapper, Operation Op>
constexpr bool can_price(const Op& op) noexcept {
  if constexpr (is_custom<Op>) {
    return has_roofline(kinds_of(op.work()), Mapper::facts().peaks, precision_of<Op>);
  } else {
    return Mapper::answers_shape(op);
  }
}

template <class Mapper, Operation Op>
constexpr estimate price_of(const Op& op) {
  if constexpr (is_custom<Op>) {
    return describe(least_time(op, Mapper::facts()), Mapper::facts(), error_band{}, op);
  } else if constexpr (Mapper::template answers_some<Op>) {
    return Mapper::estimate(op);
  } else {
    return {};  // no step asks for it: refused before
  }
}

template <class Mapper, Operation Op>
constexpr seconds latency_of(const Op& op) {
  if constexpr (is_custom<Op>) {
    return least_time(op, Mapper::facts()).latency;
  } else if constexpr (Mapper::template answers_some<Op>) {
    return Mapper::latency(op);
  } else {
    return seconds{0};
  }
}

/// The number of the first step that has no answer at the usual sizes; the number of steps where there is none.
template <class Mapper, class D>
inline constexpr std::size_t first_unpriced = [] {
  constexpr const auto& steps = network_steps<D, Mapper::facts().absorbs>;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    bool priced = false;
    visit_work<D>(steps[i].work, [&]<class Op>() {
      priced = can_price<Mapper>(operation_of<Op, D>(steps[i].work, usual_symbols<D>));
    });
    if (!priced) return i;
  }
  return steps.size();
}();

// For the diagnostic.
struct every_layer;
template <text Name>
struct layer_called;
template <class Layer, class Op, class In, bool Value>
inline constexpr bool layer_has_answer = Value;

template <class Mapper, class D, std::size_t Step>
struct unpriced {
  static constexpr network_step step = network_steps<D, Mapper::facts().absorbs>[Step];
  static constexpr auto name = [] {
    constexpr std::string_view view = D::names[step.layer];
    char letters[view.size() + 1] = {};
    for (std::size_t i = 0; i < view.size(); ++i) letters[i] = view[i];
    return text(letters);
  }();
  using layer = layer_called<name>;
  using operation = operation_at<D, step.work>;
};
template <class Mapper, class D, std::size_t Step>
requires(Step == step_count<D, Mapper::facts().absorbs>) struct unpriced<Mapper, D, Step> {
  using layer = every_layer;
  using operation = every_layer;
};

template <class Mapper, class D>
using first_unpriced_layer = unpriced<Mapper, D, first_unpriced<Mapper, D>>;

template <class Mapper, class D>
inline constexpr bool all_priced = first_unpriced<Mapper, D> == step_count<D, Mapper::facts().absorbs>;

template <class Mapper>
using place_of = in<typename Mapper::profile, typename Mapper::setting>;

/// The dearest steps of a network, and what they take, in microseconds: what a failed budget prints.
struct dearest_steps {
  std::array<std::string_view, 3> names{};
  std::array<seconds, 3> latency{};

  constexpr void add(std::string_view name, seconds takes) noexcept {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!(takes > latency[i])) continue;
      for (std::size_t j = names.size() - 1; j > i; --j) {
        names[j] = names[j - 1];
        latency[j] = latency[j - 1];
      }
      names[i] = name;
      latency[i] = takes;
      return;
    }
  }
};

constexpr long long microseconds(seconds s) noexcept { return static_cast<long long>(s.count() * 1e6 + 0.5); }

[[noreturn]] inline void throw_over_budget(std::string_view network, long long takes_us, long long budget_us,
                                           const dearest_steps& dearest) {
  std::string text{network};
  text += " takes " + std::to_string(takes_us) + " us, the budget is " + std::to_string(budget_us) +
          " us; the dearest layers:";
  for (std::size_t i = 0; i < dearest.names.size() && !dearest.names[i].empty(); ++i) {
    text += (i == 0 ? " " : ", ") + std::string{dearest.names[i]} + " " +
            std::to_string(microseconds(dearest.latency[i])) + " us";
  }
  throw over_budget(text);
}

/// In a constant expression compilers show this call with its arguments.
constexpr bool takes_too_long(std::string_view network, long long takes_us, long long budget_us,
                              const char* /*dearest*/, long long /*us*/, const char* /*second*/, long long /*us*/,
                              const char* /*third*/, long long /*us*/, const dearest_steps& dearest) {
  if (takes_us >= 0) throw_over_budget(network, takes_us, budget_us, dearest);
  return false;
}

}  // namespace detail

/// Seconds of one pass. A layer without an answer is a compile error that names it; sizes at which a layer takes
/// another form, one without a table, may throw no_table_error at run time, and impossible sizes impossible_shape.
template <class Mapper, class D>
constexpr seconds latency(const described_network<D>& network) {
  static_assert(detail::layer_has_answer<typename detail::first_unpriced_layer<Mapper, D>::layer,
                                         typename detail::first_unpriced_layer<Mapper, D>::operation,
                                         detail::place_of<Mapper>, detail::all_priced<Mapper, D>>,
                "calib: this layer of the network has no table in this setting: measure its operation, ask in a "
                "setting that has it, or name a fallback (calib/fallback.hpp)");
  constexpr const auto& counts = detail::work_counts<D, Mapper::facts().absorbs>;
  seconds sum{0};
  for (std::size_t work = 0; work < counts.size(); ++work) {
    if (counts[work] == 0) continue;
    detail::visit_work<D>(work, [&]<class Op>() {
      const seconds once = detail::latency_of<Mapper>(detail::operation_of<Op, D>(work, network.symbols));
      sum += detail::repeated(counts[work], once);
    });
  }
  return sum;
}

/// What each step takes, in the order of the layers they begin with. As latency().
template <class Mapper, class D>
constexpr auto breakdown(const described_network<D>& network) {
  constexpr const auto& steps = detail::network_steps<D, Mapper::facts().absorbs>;
  std::array<step_estimate, steps.size()> out{};
  const seconds all = latency<Mapper>(network);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    out[i].name = D::names[steps[i].layer];
    out[i].layers = steps[i].layers;
    out[i].times = steps[i].times;
    detail::visit_work<D>(steps[i].work, [&]<class Op>() {
      out[i].operation = Op::name;
      out[i].once = detail::price_of<Mapper>(detail::operation_of<Op, D>(steps[i].work, network.symbols));
    });
    out[i].latency = detail::repeated(out[i].times, out[i].once.latency);
    out[i].share = all.count() > 0 ? out[i].latency / all : 0.0;
  }
  return out;
}

/// What the network asks for, whatever it runs on.
template <class D>
constexpr network_totals total(const described_network<D>& network) {
  network_totals sum;
  for (std::size_t i = 0; i < detail::layer_count<D>; ++i) {
    const network_layer& layer = D::layers[i];
    const auto times = static_cast<double>(layer.times);
    sum.parameters += times * static_cast<double>(D::parameters[i]);
    if (layer.work == no_number) continue;
    detail::visit_work<D>(layer.work, [&]<class Op>() {
      const cost work = detail::operation_of<Op, D>(layer.work, network.symbols).work();
      sum.arithmetic = flops{sum.arithmetic.value + detail::rounded(times * work.arithmetic.value)};
      sum.traffic = bytes{sum.traffic.value + detail::rounded(times * work.traffic.value)};
    });
  }
  return sum;
}

/// True where the network takes no longer than `most`. Where it does, a constant expression ends in a call that shows
/// microseconds taken and allowed and the three dearest layers, and at run time over_budget is thrown.
template <class Mapper, class D>
constexpr bool budget(const described_network<D>& network, seconds most) {
  const seconds takes = latency<Mapper>(network);
  if (takes <= most) return true;
  detail::dearest_steps dearest;
  for (const step_estimate& step : breakdown<Mapper>(network)) dearest.add(step.name, step.latency);
  using detail::microseconds;
  return detail::takes_too_long(D::id, microseconds(takes), microseconds(most), dearest.names[0].data(),
                                microseconds(dearest.latency[0]), dearest.names[1].data(),
                                microseconds(dearest.latency[1]), dearest.names[2].data(),
                                microseconds(dearest.latency[2]), dearest);
}

}  // namespace calib
