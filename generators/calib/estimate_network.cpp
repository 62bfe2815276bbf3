#include "estimate_network.hpp"

#include <fmt/format.h>

#include "devices_report.hpp"
#include "dimensions.hpp"
#include "fallback_argument.hpp"
#include "network_report.hpp"
#include "profile_argument.hpp"
#include "runtime/as_loaded.hpp"
#include "runtime/company_settings.hpp"
#include "runtime/network_contents.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

/// PROFILE or PROFILE:SETTING.
device parse_device(const std::string& word) {
  const std::size_t colon = word.find(':');
  const profile_io::profile_data data = load(word.substr(0, colon));
  device out{data, as_loaded(data), colon == std::string::npos ? "" : word.substr(colon + 1)};
  static_cast<void>(detail::settings_for_networks(out.profile, out.setting));
  return out;
}

network network_of(const network_options& o) {
  const network net = as_network(read_network_argument(o));
  return o.precision.empty() ? net : net.in(precision_named(o.precision));
}

exit_code one_device(const estimate_network_options& o, const device& d, const fallback_list& fallbacks) {
  const network_report report = report_on(d, network_of(o.net), sizes_of(o.net), fallbacks, o.efficiency);
  fmt::print("{}", o.json ? json_of(report) : o.csv ? csv_of(report) : text_of(report, o.all));
  return ok;
}

}  // namespace

exit_code estimate_network(const estimate_network_options& o) {
  if (o.json && o.csv) throw usage_error("--json and --csv: give one of them");
  std::vector<device> devices;
  for (const std::string& profile : o.profiles) devices.push_back(parse_device(profile));
  if (!o.setting.empty()) devices.front().setting = o.setting;
  const fallback_list fallbacks = parse_fallbacks(o.fallbacks);
  for (const device& d : devices) check_fallbacks(fallbacks, d.profile);
  if (devices.size() == 1) return one_device(o, devices.front(), fallbacks);
  if (o.csv) throw usage_error("--csv is of one profile");
  const devices_report report = report_on(devices, network_of(o.net), sizes_of(o.net), fallbacks, o.efficiency,
                                          {o.link_latency_s, o.link_bytes_per_s});
  fmt::print("{}", o.json ? json_of(report) : text_of(report));
  return ok;
}

}  // namespace calib::tool
