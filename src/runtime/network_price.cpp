/// Prices of loaded networks.

#include <algorithm>
#include <utility>

#include "calib/detail/rounded.hpp"
#include "calib/loaded_network.hpp"
#include "calib/network/company.hpp"
#include "calib/op/custom.hpp"
#include "network_io/totals.hpp"
#include "runtime/company_settings.hpp"
#include "runtime/network_contents.hpp"
#include "runtime/network_work.hpp"
#include "runtime/remembered_latencies.hpp"

namespace calib {
namespace detail {

/// Everything points into everything else here, so it is built in place and never moves.
struct prepared_network {
  prepared_network(const loaded_profile& p, const network& n, std::string_view setting_id, const fallback_list& f)
      : profile{p}, net{n}, settings{settings_for_networks(profile, setting_id)}, fallbacks{f} {
    steps = steps_of(net.contents(), settings.front()->absorbs);
    const auto& all = net.contents().numbered;
    works.resize(all.works.size());
    for (const loaded_step& step : steps) works[step.work].times += all.layers[step.layer].times;
    for (std::size_t i = 0; i < all.works.size(); ++i) {
      for (const setting_facts* const setting : settings) {
        works[i].in.push_back(prepare_work(all.works[i], profile, *setting, fallbacks));
        if (works[i].in.front().operation == nullptr) break;  // a stated cost has no caches
      }
    }
    if (settings.size() == 1) return;
    for (const setting_facts* const setting : settings) {
      companies.push_back(log2_of(static_cast<double>(setting->company_bytes)));
    }
    find_weights();
  }
  prepared_network(const prepared_network&) = delete;
  prepared_network& operator=(const prepared_network&) = delete;
  ~prepared_network() = default;

  /// What the steps ask for once, in the settings that are priced.
  struct asked_work {
    std::size_t times = 0;
    double weight_bytes = 0;                  ///< found only where there are several settings
    std::vector<network_work_in_setting> in;  ///< one for each setting; of a stated cost for the first
  };

  /// `ask` in the setting of the work's place among the companies, or `mix` of it in the two on either side.
  template <class Ask, class Mix>
  [[nodiscard]] auto in_its_place(const asked_work& work, const std::size_t* dims, double touched, Ask ask,
                                  Mix mix) const {
    if (work.in.size() == 1) return ask(work.in.front());
    const double bytes = work.in.front().work(dims).traffic.value;
    const double weights = std::min(work.weight_bytes, bytes);
    const place_among_companies place = place_of(weights, bytes - weights, touched, companies);
    return mix(ask(work.in[place.first]), ask(work.in[place.first + 1]), place.toward_next);
  }

  [[nodiscard]] seconds latency(const symbol_values& symbols) const {
    if (net.symbols().size() != 1) return sum_at(symbols);
    return by_only_size.at(symbols[0], [&] { return sum_at(symbols); });
  }

  [[nodiscard]] seconds sum_at(const symbol_values& symbols) const {
    const double touched = bytes_at(symbols);
    seconds sum{0};
    for (const asked_work& work : works) {
      if (work.times == 0) continue;
      const auto dims = work.in.front().dims_at(symbols);
      const auto once = [&](const network_work_in_setting& one) { return one.latency(dims.data()); };
      const seconds takes = in_its_place(work, dims.data(), touched, once, between_latencies);
      sum += seconds{rounded(static_cast<double>(work.times) * takes.count())};
    }
    return sum;
  }

  /// What the whole network touches between two uses of its weights; 0 where that decides nothing.
  [[nodiscard]] double bytes_at(const symbol_values& symbols) const {
    if (settings.size() == 1) return 0;
    double weights = 0, traffic = 0;
    for (const asked_work& work : works) {
      if (work.times == 0) continue;
      const auto dims = work.in.front().dims_at(symbols);
      const double bytes = work.in.front().work(dims.data()).traffic.value;
      weights += rounded(static_cast<double>(work.times) * std::min(work.weight_bytes, bytes));
      traffic += rounded(static_cast<double>(work.times) * bytes);
    }
    return touched_bytes(weights, traffic);
  }

  const loaded_profile profile;
  const network net;
  const std::vector<const setting_facts*> settings;
  const fallback_list fallbacks;
  std::vector<loaded_step> steps;
  std::vector<asked_work> works;
  std::vector<double> companies;              ///< logarithms of their bytes, where there are several settings
  mutable remembered_latencies by_only_size;  ///< of a network with one symbol

 private:
  // Layers that ask for the same work have as many weights.
  void find_weights() {
    const network_contents& all = net.contents();
    const symbol_values usual = net.values();
    for (const loaded_step& step : steps) {
      const network_io::layer_data& layer = all.data.layers[step.layer];
      const double bytes =
          static_cast<double>(network_io::parameters_of(layer, usual)) * facts(layer.precision).weight_bytes;
      works[step.work].weight_bytes = std::max(works[step.work].weight_bytes, bytes);
    }
  }
};

}  // namespace detail

namespace {

/// The estimate of each work that is asked for. An error is told in the name of the first layer that has it.
std::vector<estimate> estimates_of(const detail::prepared_network& ready, const symbol_values& symbols) {
  std::vector<estimate> out(ready.works.size());
  std::vector<bool> done(ready.works.size());
  const double touched = ready.bytes_at(symbols);
  for (const detail::loaded_step& step : ready.steps) {
    if (done[step.work]) continue;
    const detail::prepared_network::asked_work& work = ready.works[step.work];
    const std::string layer = "layer " + ready.net.contents().data.layers[step.layer].name + ": ";
    try {
      const auto dims = work.in.front().dims_at(symbols);
      const auto once = [&](const detail::network_work_in_setting& one) { return one.estimate(dims.data()); };
      out[step.work] = ready.in_its_place(work, dims.data(), touched, once, detail::between_estimates);
    } catch (const no_table_error& e) {
      throw no_table_error(e.why(), layer + e.what());
    } catch (const impossible_shape& e) {
      throw impossible_shape(layer + e.what());
    }
    done[step.work] = true;
  }
  return out;
}

network_estimate price(const detail::prepared_network& ready, const network_sizes& sizes) {
  const symbol_values symbols = ready.net.values(sizes);
  const std::vector<estimate> each = estimates_of(ready, symbols);
  const detail::network_contents& net = ready.net.contents();
  network_estimate out;
  for (std::size_t i = 0; i < each.size(); ++i) {
    out.latency += seconds{detail::rounded(static_cast<double>(ready.works[i].times) * each[i].latency.count())};
  }
  detail::band_of_steps band;
  for (const detail::loaded_step& step : ready.steps) {
    const estimate& once = each[step.work];
    const auto times = static_cast<std::size_t>(net.numbered.layers[step.layer].times);
    const seconds latency{detail::rounded(static_cast<double>(times) * once.latency.count())};
    const double share = out.latency.count() > 0 ? latency / out.latency : 0.0;
    out.steps.push_back({.name = net.data.layers[step.layer].name,
                         .operation = ready.works[step.work].in.front().name(),
                         .layers = step.layers,
                         .times = times,
                         .latency = latency,
                         .share = share,
                         .once = once});
    out.share_of[static_cast<std::size_t>(once.source)] += share;
    out.source = std::max(out.source, once.source);
    band.add(latency, once.error);
  }
  out.error = band.band();
  out.with_error = band.known();
  out.total = ready.net.total(sizes);
  return out;
}

}  // namespace

network_estimate price(const loaded_profile& profile, const network& net, const network_sizes& sizes,
                       std::string_view setting, const fallback_list& fallbacks) {
  return price(detail::prepared_network(profile, net, setting, fallbacks), sizes);
}

priced_network::priced_network(const loaded_profile& profile, const network& net, std::string_view setting,
                               const fallback_list& fallbacks)
    : net_{net}, prepared_{std::make_shared<const detail::prepared_network>(profile, net, setting, fallbacks)} {
  static_cast<void>(estimates_of(*prepared_, net.values()));
}

seconds priced_network::latency(const symbol_values& symbols) const { return prepared_->latency(symbols); }

seconds priced_network::latency(const network_sizes& sizes) const { return latency(net_.values(sizes)); }

void priced_network::latencies(std::string_view symbol, std::span<const std::size_t> values, std::span<seconds> out,
                               const network_sizes& rest) const {
  detail::check_places(values.size(), out.size());
  symbol_values symbols = net_.values(rest);
  const auto known = net_.symbols();
  const auto at = static_cast<std::size_t>(std::ranges::find(known, symbol) - known.begin());
  if (at == known.size())
    static_cast<void>(net_.values({.others = {{std::string{symbol}, 1}}}));  // says which there are
  for (std::size_t i = 0; i < values.size(); ++i) {
    symbols[at] = values[i];
    out[i] = prepared_->latency(symbols);
  }
}

}  // namespace calib
