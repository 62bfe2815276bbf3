/// Networks of the C interface. No exception leaves these functions: each becomes a status and a message.

#include <algorithm>
#include <exception>
#include <span>
#include <string>
#include <vector>

#include "c_api/c_api.hpp"
#include "network_io/reader.hpp"
#include "network_io/symbols.hpp"
#include "runtime/network_contents.hpp"

struct calib_network {
  calib::network network;
};

struct calib_priced_network {
  calib::network network;
  calib::priced_network priced;
};

namespace calib::c_api {
namespace {

std::string names_of(const network& net) {
  std::string out;
  for (const std::string& symbol : net.symbols()) out += (out.empty() ? "" : ", ") + symbol;
  return out;
}

/// The symbols' values where C gave some of them.
symbol_values values_of(const network& net, std::span<const std::size_t> given) {
  if (given.size() > net.symbols().size()) {
    const bool fixed = net.symbols().empty();
    throw network_size_error(
        std::to_string(given.size()) + " values for the symbols of network " + std::string{net.id()} +
        (fixed ? ", whose sizes are fixed: give none" : "; give at most one for each of " + names_of(net)));
  }
  symbol_values out = net.values();
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i] > 0) out[i] = given[i];
  }
  return out;
}

/// The same by name.
network_sizes sizes_of(const network& net, std::span<const std::size_t> given) {
  static_cast<void>(values_of(net, given));
  network_sizes out;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i] > 0) out.others.emplace_back(net.symbols()[i], given[i]);
  }
  return out;
}

/// Seconds at the values of a row. What is wrong there is told with the row's number where there are several.
double latency_of_row(const calib_priced_network& priced, std::span<const std::size_t> row, std::size_t number,
                      bool several) {
  const auto in_row = [&](const std::exception& e) {
    return (several ? "row " + std::to_string(number) + " (counted from 0): " : std::string{}) + e.what();
  };
  try {
    return priced.priced.latency(values_of(priced.network, row)).count();
  } catch (const no_table_error& e) {
    throw no_table_error(e.why(), in_row(e));
  } catch (const impossible_shape& e) {
    throw impossible_shape(in_row(e));
  }
}

calib_network_step step_of(const step_estimate& step) noexcept {
  return {.layer = step.name.data(),
          .operation = step.operation.data(),
          .layers = step.layers,
          .times = step.times,
          .latency_s = step.latency.count(),
          .share = step.share,
          .once = result_of(step.once)};
}

}  // namespace
}  // namespace calib::c_api

namespace c_api = calib::c_api;

calib_status calib_network_load(const char* path, calib_network** network) {
  if (path == nullptr) return c_api::null_argument("path");
  if (network == nullptr) return c_api::null_argument("network");
  return c_api::guarded([&] {
    *network = new calib_network{calib::as_network(calib::network_io::read_network(path))};
    return CALIB_OK;
  });
}

calib_status calib_network_load_by_name(const char* file_or_id, const char* data_folder, calib_network** network) {
  if (file_or_id == nullptr) return c_api::null_argument("file_or_id");
  if (data_folder == nullptr) return c_api::null_argument("data_folder");
  if (network == nullptr) return c_api::null_argument("network");
  return c_api::guarded([&] {
    *network = new calib_network{calib::load_network(file_or_id, data_folder)};
    return CALIB_OK;
  });
}

calib_status calib_network_parse(const char* json, size_t length, calib_network** network) {
  if (json == nullptr) return c_api::null_argument("json");
  if (network == nullptr) return c_api::null_argument("network");
  return c_api::guarded([&] {
    *network = new calib_network{calib::parse_network({json, length})};
    return CALIB_OK;
  });
}

void calib_network_free(calib_network* network) { delete network; }

size_t calib_network_symbol_count(const calib_network* network) {
  return network == nullptr ? 0 : network->network.symbols().size();
}

const char* calib_network_symbol(const calib_network* network, size_t index) {
  return index < calib_network_symbol_count(network) ? network->network.symbols()[index].c_str() : nullptr;
}

calib_status calib_price_network(const calib_profile* profile, const calib_network* network,
                                 calib_priced_network** priced) {
  if (network == nullptr) return c_api::null_argument("network");
  if (priced == nullptr) return c_api::null_argument("priced");
  return c_api::with_profile(profile, [&](const calib_profile& p) {
    *priced =
        new calib_priced_network{network->network, {p.profile, network->network, p.setting_id, p.fallbacks->fallbacks}};
    return CALIB_OK;
  });
}

void calib_priced_network_free(calib_priced_network* priced) { delete priced; }

calib_status calib_network_latency(const calib_priced_network* priced, const size_t* values, size_t value_count,
                                   double* seconds) {
  return calib_network_latencies(priced, values, 1, value_count, seconds);
}

calib_status calib_network_latencies(const calib_priced_network* priced, const size_t* values, size_t row_count,
                                     size_t value_count, double* seconds) {
  if (priced == nullptr) return c_api::null_argument("priced");
  if (values == nullptr && row_count > 0 && value_count > 0) return c_api::null_argument("values");
  if (seconds == nullptr && row_count > 0) return c_api::null_argument("seconds");
  return c_api::guarded([&] {
    std::vector<double> out(row_count);
    for (std::size_t row = 0; row < row_count; ++row) {
      out[row] = c_api::latency_of_row(*priced, {values + row * value_count, value_count}, row, row_count > 1);
    }
    std::ranges::copy(out, seconds);
    return CALIB_OK;
  });
}

calib_status calib_network_breakdown(const calib_profile* profile, const calib_network* network, const size_t* values,
                                     size_t value_count, calib_network_step* steps, size_t capacity,
                                     size_t* step_count) {
  if (network == nullptr) return c_api::null_argument("network");
  if (values == nullptr && value_count > 0) return c_api::null_argument("values");
  if (steps == nullptr && capacity > 0) return c_api::null_argument("steps");
  if (step_count == nullptr) return c_api::null_argument("step_count");
  return c_api::with_profile(profile, [&](const calib_profile& p) {
    const calib::network_sizes sizes = c_api::sizes_of(network->network, {values, value_count});
    const auto e = calib::price(p.profile, network->network, sizes, p.setting_id, p.fallbacks->fallbacks);
    *step_count = e.steps.size();
    for (std::size_t i = 0; i < std::min(capacity, e.steps.size()); ++i) steps[i] = c_api::step_of(e.steps[i]);
    return CALIB_OK;
  });
}
