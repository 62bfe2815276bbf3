#pragma once
/// The price of a described network: how long it takes, step by step and in all.
///
///   using cpu = mapper<profiles::my_box>;
///   static_assert(latency<cpu>(networks::resnet50(1)) < 60ms);
///   static_assert(budget<cpu>(networks::resnet50(1), 60ms));     // where that fails: both numbers, the dearest layers
///   constexpr auto each = breakdown<cpu>(networks::resnet50(8));
///
/// What the mapper's setting absorbs is part of other steps, and layers that ask for the same work are priced once.

#include <algorithm>
#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "calib/detail/refusal.hpp"
#include "calib/detail/rounded.hpp"
#include "calib/mapper.hpp"
#include "calib/network/company.hpp"
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
    return peak_missing_for(kinds_of(op.work()), Mapper::facts().peaks, precision_of<Op>) == missing_peak::none;
  } else {
    return Mapper::answers_shape(op);
  }
}

/// What a price depends on besides the operation, where the mapper is a company.
struct whereabouts {
  double weight_bytes = 0;  ///< of the step
  double touched = 0;       ///< touched_bytes() of the network
};

template <class Mapper, Operation Op>
constexpr estimate price_of(const Op& op, const whereabouts& at) {
  if constexpr (is_custom<Op>) {
    return describe(least_time(op, Mapper::facts()), Mapper::facts(), error_band{}, op);
  } else if constexpr (is_company<Mapper>) {
    return Mapper::estimate(op, at.weight_bytes, at.touched);
  } else if constexpr (Mapper::template answers_some<Op>) {
    return Mapper::estimate(op);
  } else {
    return {};  // no step asks for it: refused before
  }
}

template <class Mapper, Operation Op>
constexpr seconds latency_of(const Op& op, const whereabouts& at) {
  if constexpr (is_custom<Op>) {
    return least_time(op, Mapper::facts()).latency;
  } else if constexpr (is_company<Mapper>) {
    return Mapper::latency(op, at.weight_bytes, at.touched);
  } else if constexpr (Mapper::template answers_some<Op>) {
    return Mapper::latency(op);
  } else {
    return seconds{0};
  }
}

/// Bytes of weights of each work: layers that ask for the same have as many.
template <class D, fusion_set Absorbs>
inline constexpr auto work_weights = [] {
  std::array<double, D::works.size()> out{};
  for (const network_step& step : network_steps<D, Absorbs>) {
    visit_work<D>(step.work, [&]<class Op>() {
      const double bytes = static_cast<double>(D::parameters[step.layer]) * facts(precision_of<Op>).weight_bytes;
      out[step.work] = std::max(out[step.work], bytes);
    });
  }
  return out;
}();

template <class Mapper, class D>
constexpr double touched_by(const described_network<D>& network) {
  double weights = 0, traffic = 0;
  if constexpr (is_company<Mapper>) {
    constexpr const auto& counts = work_counts<D, Mapper::facts().absorbs>;
    for (std::size_t work = 0; work < counts.size(); ++work) {
      if (counts[work] == 0) continue;
      visit_work<D>(work, [&]<class Op>() {
        const double bytes = operation_of<Op, D>(work, network.symbols).work().traffic.value;
        const double own = std::min(work_weights<D, Mapper::facts().absorbs>[work], bytes);
        weights += rounded(static_cast<double>(counts[work]) * own);
        traffic += rounded(static_cast<double>(counts[work]) * bytes);
      });
    }
  }
  return touched_bytes(weights, traffic);
}

template <class Mapper, class D>
constexpr whereabouts whereabouts_of(std::size_t work, double touched) {
  if constexpr (is_company<Mapper>) return {work_weights<D, Mapper::facts().absorbs>[work], touched};
  return {};
}

/// Seconds of each work once, where a step asks for it.
template <class Mapper, class D>
constexpr auto latency_of_works(const described_network<D>& network) {
  constexpr const auto& counts = work_counts<D, Mapper::facts().absorbs>;
  const double touched = touched_by<Mapper>(network);
  std::array<seconds, counts.size()> each{};
  for (std::size_t work = 0; work < counts.size(); ++work) {
    if (counts[work] == 0) continue;
    visit_work<D>(work, [&]<class Op>() {
      each[work] =
          latency_of<Mapper>(operation_of<Op, D>(work, network.symbols), whereabouts_of<Mapper, D>(work, touched));
    });
  }
  return each;
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

// For the diagnostics: compilers print characters that are template arguments of their own.
struct every_layer;
template <char... Name>
struct layer_called;
template <class Layer, class Op, class In, bool Value>
inline constexpr bool layer_has_answer = Value;

template <class D, std::size_t Layer, class Letters = std::make_index_sequence<D::names[Layer].size()>>
struct layer_named;
template <class D, std::size_t Layer, std::size_t... Letter>
struct layer_named<D, Layer, std::index_sequence<Letter...>> {
  using type = layer_called<D::names[Layer][Letter]...>;
};

template <class Mapper, class D, std::size_t Step>
struct unpriced {
  static constexpr network_step step = network_steps<D, Mapper::facts().absorbs>[Step];
  static constexpr bool there = true;
  using layer = typename layer_named<D, step.layer>::type;
  using operation = operation_at<D, step.work>;
  using place = in<typename Mapper::profile, typename Mapper::setting>;
};
template <class Mapper, class D, std::size_t Step>
requires(Step == step_count<D, Mapper::facts().absorbs>) struct unpriced<Mapper, D, Step> {
  static constexpr bool there = false;
  using layer = every_layer;
  using operation = every_layer;
  using place = in<typename Mapper::profile, typename Mapper::setting>;
};

template <class Mapper, class D>
using first_unpriced_layer = unpriced<Mapper, D, first_unpriced<Mapper, D>>;

/// The dearest steps of a network, the dearest first.
struct dearest_steps {
  std::array<std::size_t, 3> layers{};
  std::array<std::string_view, 3> names{};
  std::array<seconds, 3> latency{};

  constexpr void add(std::size_t layer, std::string_view name, seconds takes) noexcept {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!(takes > latency[i])) continue;
      for (std::size_t j = names.size() - 1; j > i; --j) {
        layers[j] = layers[j - 1];
        names[j] = names[j - 1];
        latency[j] = latency[j - 1];
      }
      layers[i] = layer;
      names[i] = name;
      latency[i] = takes;
      return;
    }
  }
};

constexpr long long nanoseconds(seconds s) noexcept {
  const double exact = s.count() * 1e9;
  const auto whole = static_cast<long long>(exact);
  return exact - static_cast<double>(whole) < 0.5 ? whole : whole + 1;
}

[[noreturn]] inline void throw_over_budget(std::string_view network, seconds takes, seconds most,
                                           const dearest_steps& dearest) {
  const auto text_of = [](seconds s) { return std::to_string(nanoseconds(s) / 1000) + " us"; };
  std::string text{network};
  text += " takes " + text_of(takes) + ", the budget is " + text_of(most) + "; the dearest layers:";
  for (std::size_t i = 0; i < dearest.names.size() && !dearest.names[i].empty(); ++i) {
    text += (i == 0 ? " " : ", ") + std::string{dearest.names[i]} + " " + text_of(dearest.latency[i]);
  }
  throw over_budget(text);
}

/// Not a constant, as places in two texts have no distance: g++ prints the expression with the texts and its numbers.
constexpr long long nanoseconds_taken_and_allowed(long long taken, long long allowed) {
  constexpr std::string_view takes = "nanoseconds taken", budget = "nanoseconds allowed";
  return (takes.data() + taken) - (budget.data() + allowed);
}

/// What a constant expression ends in that is over its budget. clang prints calls with their arguments; g++ prints the
/// types of nested calls, so there the dearest layers are types.
template <class D, fusion_set Absorbs>
struct over_budget_in_constant {
  seconds takes, most;
  const dearest_steps& dearest;

#ifdef __clang__
  constexpr void tell() const {
    takes_too_long(nanoseconds(takes), nanoseconds(most), dearest.names[0].data(), nanoseconds(dearest.latency[0]),
                   dearest.names[1].data(), nanoseconds(dearest.latency[1]), dearest.names[2].data(),
                   nanoseconds(dearest.latency[2]));
  }

 private:
  static constexpr void takes_too_long(long long taken_ns, long long allowed_ns, const char* /*dearest*/,
                                       long long /*ns*/, const char* /*second*/, long long /*ns*/,
                                       const char* /*third*/, long long /*ns*/) {
    static_cast<void>(nanoseconds_taken_and_allowed(taken_ns, allowed_ns));
  }
#else
  constexpr void tell() const { tell_from(0); }

 private:
  constexpr void tell_from(std::size_t rank) const {
    if (rank < dearest.layers.size() && dearest.latency[rank].count() > 0) {
      tell_layer(rank, std::make_index_sequence<step_count<D, Absorbs>>{});
    } else {
      static_cast<void>(nanoseconds_taken_and_allowed(nanoseconds(takes), nanoseconds(most)));
    }
  }
  template <std::size_t... Step>
  constexpr void tell_layer(std::size_t rank, std::index_sequence<Step...>) const {
    static_cast<void>(
        ((network_steps<D, Absorbs>[Step].layer == dearest.layers[rank] &&
          one_of_the_dearest<typename layer_named<D, network_steps<D, Absorbs>[Step].layer>::type>(rank)) ||
         ...));
  }
  template <class Layer>
  constexpr bool one_of_the_dearest(std::size_t rank) const {
    tell_from(rank + 1);
    return true;
  }
#endif
};

}  // namespace detail

/// Seconds of one pass. A layer without an answer is a compile error that names it; sizes at which a layer takes
/// another form, one without a table, may throw no_table_error at run time, and impossible sizes impossible_shape.
template <class Mapper, class D>
constexpr seconds latency(const described_network<D>& network) {
  using first = detail::first_unpriced_layer<Mapper, D>;
  static_assert(
      detail::layer_has_answer<typename first::layer, typename first::operation, typename first::place, !first::there>,
      "calib: this layer of the network has no table in this setting: measure its operation, ask in a "
      "setting that has it, or name a fallback (calib/fallback.hpp)");
  constexpr const auto& counts = detail::work_counts<D, Mapper::facts().absorbs>;
  const auto each = detail::latency_of_works<Mapper>(network);
  seconds sum{0};
  for (std::size_t work = 0; work < counts.size(); ++work) {
    if (counts[work] > 0) sum += detail::repeated(counts[work], each[work]);
  }
  return sum;
}

/// What each step takes, in the order of the layers they begin with. As latency().
template <class Mapper, class D>
constexpr auto breakdown(const described_network<D>& network) {
  constexpr const auto& steps = detail::network_steps<D, Mapper::facts().absorbs>;
  std::array<step_estimate, steps.size()> out{};
  const seconds all = latency<Mapper>(network);
  const double touched = detail::touched_by<Mapper>(network);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    out[i].name = D::names[steps[i].layer];
    out[i].layers = steps[i].layers;
    out[i].times = steps[i].times;
    detail::visit_work<D>(steps[i].work, [&]<class Op>() {
      out[i].operation = Op::name;
      out[i].once = detail::price_of<Mapper>(detail::operation_of<Op, D>(steps[i].work, network.symbols),
                                             detail::whereabouts_of<Mapper, D>(steps[i].work, touched));
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

/// True where the network takes no longer than `most`. Where it does, a constant expression ends in calls that
/// compilers print: the three dearest layers, and the nanoseconds taken and allowed. At run time over_budget is thrown.
template <class Mapper, class D>
constexpr bool budget(const described_network<D>& network, seconds most) {
  const seconds takes = latency<Mapper>(network);
  if (takes <= most) return true;
  constexpr fusion_set absorbs = Mapper::facts().absorbs;
  detail::dearest_steps dearest;
  const auto each = detail::latency_of_works<Mapper>(network);
  constexpr const auto& steps = detail::network_steps<D, absorbs>;
  for (const auto& step : steps) {
    dearest.add(step.layer, D::names[step.layer], detail::repeated(step.times, each[step.work]));
  }
  if (std::is_constant_evaluated()) {
    detail::over_budget_in_constant<D, absorbs>{takes, most, dearest}.tell();
  } else {
    detail::throw_over_budget(D::id, takes, most, dearest);
  }
  return false;
}

}  // namespace calib
