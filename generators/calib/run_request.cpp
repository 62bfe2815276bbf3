#include "run_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>

#include "calibration/limit_warnings.hpp"
#include "engine_argument.hpp"
#include "kernels/external/engine_backend.hpp"
#include "kernels/external/engine_error.hpp"
#include "presets.hpp"
#include "profile_io/identifier.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

// Measuring alone; verification and planning come on top and stay under a minute together with it.
constexpr double quick_budget_s = 36;
// All precisions of all backends do not fit in there.
constexpr precision quick_precision = precision::f32;
constexpr double full_budget_s = 450;  // for each precision, thread count and cache state

// What more would be like is known from memory, and it has to fit.
constexpr std::size_t largest_company_mib = 4096;

// A full run is split over as many processes: what a process is given (addresses, pages) changes latencies by some
// percent, and two tell that this is so.
constexpr unsigned full_launches = 2;

template <class T>
void add_once(std::vector<T>& all, T one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
}

unsigned parsed_threads(const std::string& text, const usable_cores& cores) {
  if (text == "all") return cores.all;
  unsigned count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || end != text.data() + text.size() || count == 0) {
    throw usage_error(fmt::format("--threads takes positive numbers or 'all', not '{}'", text));
  }
  if (count > cores.most) {
    throw usage_error(
        fmt::format("--threads {}: {}; threads that share cores measure each other: give at most {}, or 'all', or "
                    "allow it more cores (taskset, cpuset)",
                    count, cores.limits, cores.most));
  }
  return count;
}

// "1,all" is one number on one core.
std::vector<unsigned> threads_from(const std::vector<std::string>& words, const usable_cores& cores) {
  if (words.empty()) return {1};
  std::vector<unsigned> threads;
  for (const std::string& word : split_words(words)) add_once(threads, parsed_threads(word, cores));
  return threads;
}

std::vector<cache_state> caches_from(const std::vector<std::string>& words, bool full, bool engine) {
  if (words.empty() && engine) return {cache_state::network};
  if (words.empty() && full) return {cache_state::warm, cache_state::network};
  if (words.empty()) return {cache_state::warm};
  std::vector<cache_state> caches;
  for (const std::string& word : split_words(words)) {
    const auto state = parse_cache_state(word);
    if (!state) throw usage_error(fmt::format("--cache takes warm, cold, network, or several of them, not '{}'", word));
    if (engine && *state != cache_state::network) {
      throw usage_error(
          fmt::format("--cache {}: an engine executes whole companies; it is measured with network", word));
    }
    add_once(caches, *state);
  }
  return caches;
}

std::size_t parsed_company(const std::string& text) {
  std::size_t mib = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), mib);
  if (error != std::errc{} || end != text.data() + text.size() || mib == 0 || mib > largest_company_mib) {
    throw usage_error(fmt::format("--company takes sizes in MiB from 1 to {}, separated by commas, not '{}'",
                                  largest_company_mib, text));
  }
  return mib << 20U;
}

/// Smallest first, as estimates go from one to the next.
std::vector<std::size_t> companies_from(const std::vector<std::string>& words) {
  std::vector<std::size_t> companies;
  for (const std::string& word : split_words(words)) add_once(companies, parsed_company(word));
  std::sort(companies.begin(), companies.end());
  return companies;
}

/// Those named, else all that a backend here offers.
std::size_t precisions_of(const calibration::request& request) {
  const calibration::selection& wanted = request.wanted;
  if (!wanted.precisions.empty()) return wanted.precisions.size();
  std::set<precision> offered;
  for (const auto& backend : request.backends()) {
    for (const auto& kernel : backend->kernels()) offered.insert(kernel->precision());
  }
  return offered.size();
}

double budget_of(const run_options& options, const calibration::request& request) {
  if (options.time_budget_s > 0) return options.time_budget_s;
  if (!options.full) return quick_budget_s;
  return full_budget_s * static_cast<double>(precisions_of(request) * request.threads.size() * request.caches.size());
}

// From the preset, then what was given beside it.
void add_datasheet(const run_options& options, calibration::request& request) {
  if (!options.preset.empty()) {
    const preset& known = find_preset(options.preset);
    request.datasheet = known.peaks;
    request.datasheet_source = known.source;
    request.name = known.title;
  }
  if (options.peak_gflops > 0) {
    request.datasheet.flops_per_s[static_cast<std::size_t>(precision::f32)] = options.peak_gflops * 1e9;
    request.datasheet_source = "given on the command line (f32)";
  }
  if (options.peak_bandwidth > 0) request.datasheet.bandwidth_bytes_per_s = options.peak_bandwidth * 1e9;
}

std::string profile_id(const run_options& options) {
  std::string id = options.id.empty() ? std::filesystem::path(options.output).stem().string() : options.id;
  if (profile_io::is_identifier(id)) return id;
  throw usage_error(fmt::format("'{}' cannot name a profile: it becomes a C++ identifier; give another with --id", id));
}

}  // namespace

std::function<std::vector<std::unique_ptr<kernels::backend>>()> backends_of(const std::string& engine) {
  if (engine.empty()) return kernels::all_backends;
  const auto connection = [&] {
    try {
      return std::make_shared<external::engine_connection>(engine_command(engine));
    } catch (const external::engine_start_error& fault) {
      throw usage_error(fmt::format("--engine: {}", fault.what()));
    }
  }();
  return [connection] {
    std::vector<std::unique_ptr<kernels::backend>> all;
    all.push_back(std::make_unique<external::engine_backend>(connection));
    return all;
  };
}

usable_cores usable_cores_of(const calibration::host& machine) {
  return {.all = machine.cores(),
          .most = static_cast<unsigned>(machine.choice().cores),
          .limits = calibration::what_may_be_used(machine)};
}

calibration::request request_from(const run_options& options, const usable_cores& cores) {
  if (options.quick && options.full) throw usage_error("--quick and --full exclude each other");
  calibration::request request;
  request.wanted = options.tables.selected();
  request.wanted.effort = options.full ? plan::effort::full : plan::effort::quick;
  if (request.wanted.precisions.empty() && !options.full) request.wanted.precisions = {quick_precision};
  request.wanted.seed = options.seed;
  request.threads = threads_from(options.threads, cores);
  request.caches = caches_from(options.caches, options.full, !options.engine.empty());
  request.backends = backends_of(options.engine);
  if (!options.companies.empty()) {
    if (std::ranges::find(request.caches, cache_state::network) == request.caches.end()) {
      throw usage_error("--company says what a network touches between two calls; it needs --cache network");
    }
    request.companies = companies_from(options.companies);
  }
  request.call_timeout_s = options.call_timeout_s;
  request.launches = options.full ? full_launches : 1;
  request.launch = std::min(options.launch, request.launches) - 1;
  request.time_budget_s = budget_of(options, request);
  add_datasheet(options, request);
  if (!options.name.empty()) request.name = options.name;
  request.id = profile_id(options);
  return request;
}

}  // namespace calib::tool
