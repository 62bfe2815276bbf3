#include "dispatch.hpp"

#include <algorithm>

namespace calib::tool {

smallest_call smallest_call_of(const profile_io::profile_data& profile, std::string_view setting) {
  smallest_call least;
  for (const profile_io::setting_data& one : profile.settings) {
    if (one.id == setting && one.overhead_s > 0) return {one.overhead_s, true};
  }
  for (const profile_io::table_data& table : profile.tables) {
    if (table.setting != setting || table.latency_s.empty()) continue;
    const double smallest = std::ranges::min(table.latency_s);
    if (least.latency_s == 0 || smallest < least.latency_s) least.latency_s = smallest;
  }
  return least;
}

std::optional<dispatch> dispatch_of(const network_estimate& network, const smallest_call& call) {
  if (call.latency_s <= 0 || network.latency.count() <= 0) return std::nullopt;
  dispatch out{.call = call};
  for (const step_estimate& step : network.steps) {
    if (step.once.source > source::extrapolated) continue;  // a fallback, which says nothing of calls here
    const double least = std::min(call.latency_s, step.once.latency.count());
    out.calls += step.times;
    out.share += static_cast<double>(step.times) * least / network.latency.count();
  }
  return out.calls > 0 ? std::optional{out} : std::nullopt;
}

}  // namespace calib::tool
