#pragma once
/// The run-time twin of a described network: read from JSON, priced in the settings of loaded profiles, with the same
/// numbers to the last bit.
///
///   const network net = load_network("my_net.json");                                  // or a shipped one: "resnet50"
///   const network_estimate e = price(profile, net, {.batch = 8}, "onednn_1t_warm");   // in all, and of each step
///   const priced_network ready(profile, net, "onednn_1t_warm");                        // to be asked often
///   ready.latency({.batch = 16});
///   ready.latencies("batch", batches, seconds);                                        // thousands in one call
///
/// Networks never change, so any number of threads may use one at once; copies share what was read. Link with
/// calib::calib.

#include <array>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "calib/data_folder.h"
#include "calib/loaded_profile.hpp"
#include "calib/network/network_estimate.hpp"
#include "calib/network/size.hpp"
#include "calib/network/size_error.hpp"

namespace calib {

namespace detail {
struct network_contents;
struct prepared_network;
}  // namespace detail

/// Values of a network's symbols; one that is not given has its usual value.
struct network_sizes {
  std::optional<std::size_t> batch{}, seq_len{}, kv_len{};
  std::vector<std::pair<std::string, std::size_t>> others{};  ///< by name
};

class network {
 public:
  explicit network(std::shared_ptr<const detail::network_contents> contents) noexcept;
  // Copied where it could be moved: copies are cheap, and what was moved from would have no contents.
  network(const network&) = default;
  network& operator=(const network&) = default;
  ~network() = default;

  [[nodiscard]] std::string_view id() const noexcept;
  [[nodiscard]] std::string_view name() const noexcept;
  [[nodiscard]] std::size_t layer_count() const noexcept;
  /// Names of the symbols, in the order of symbol_values.
  [[nodiscard]] std::span<const std::string> symbols() const noexcept;

  /// The value of each symbol. Throws network_size_error.
  [[nodiscard]] symbol_values values(const network_sizes& sizes = {}) const;

  /// What it asks for, whatever it runs on. Throws network_size_error.
  [[nodiscard]] network_totals total(const network_sizes& sizes = {}) const;

  /// The same network with all layers in another precision: tensors of as many elements, in other numbers of bytes. Of
  /// weights in a format of their own (w4a16), layers without weights get the format of the activations.
  [[nodiscard]] network in(precision p) const;

  [[nodiscard]] const detail::network_contents& contents() const noexcept { return *contents_; }

 private:
  std::shared_ptr<const detail::network_contents> contents_;
};

/// The network in a JSON file (networks/schema.json), or the shipped one with this id, looked for in
/// data_folder/networks. Throws as load_profile.
[[nodiscard]] network load_network(const std::filesystem::path& file_or_id,
                                   const std::filesystem::path& data_folder = CALIB_DATA_FOLDER);

/// The network that `json` describes; `name` stands for the file in messages. Throws as load_network.
[[nodiscard]] network parse_network(std::string_view json, std::string_view name = "network");

/// How long a network takes.
struct network_estimate {
  seconds latency{0};
  /// Of the steps that have a band, weighed by their latency, as if all erred the same way; `count` is the least of
  /// theirs.
  error_band error{};
  double with_error = 0.0;                  ///< share of the latency whose steps have a band
  std::array<double, 5> share_of{};         ///< of the latency, by source
  calib::source source = source::measured;  ///< the weakest of its steps
  network_totals total{};
  std::vector<step_estimate> steps;  ///< in the order of the layers they begin with; names live as the network does
};

/// What the network takes in a setting of the profile, an empty one being its default. Layers that the setting absorbs
/// are part of other steps. Throws no_table_error in the name of the first layer that has no answer, impossible_shape
/// and network_size_error.
[[nodiscard]] network_estimate price(const loaded_profile& profile, const network& net, const network_sizes& sizes = {},
                                     std::string_view setting = {},
                                     const fallback_list& fallbacks = detail::no_fallbacks);

/// A network in a setting of a profile, its tables found once. Asked at other sizes, it takes well under a microsecond
/// for tens of different layers.
class priced_network {
 public:
  /// Throws no_table_error as price() does.
  priced_network(const loaded_profile& profile, const network& net, std::string_view setting = {},
                 const fallback_list& fallbacks = detail::no_fallbacks);

  /// Seconds of one pass at these values of the symbols, in the network's order. Throws no_table_error where a layer
  /// takes another form, one without a table, and impossible_shape.
  [[nodiscard]] seconds latency(const symbol_values& symbols) const;
  /// The same. Throws network_size_error as well.
  [[nodiscard]] seconds latency(const network_sizes& sizes = {}) const;

  /// Seconds at each of many values of one symbol, the others being `rest`. Throws shape_count_error as well.
  void latencies(std::string_view symbol, std::span<const std::size_t> values, std::span<seconds> out,
                 const network_sizes& rest = {}) const;

 private:
  network net_;
  std::shared_ptr<const detail::prepared_network> prepared_;
};

}  // namespace calib
