#include "report/roofs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace calib::report {
namespace {

/// Of a cache: what lies there besides the operands, and the edge's own fall, would be told of the level after it.
constexpr double usable_part = 0.75;

constexpr std::array<std::string_view, 6> streams{"copy", "scale", "stream_add", "triad", "read", "write"};

const profile_io::setting_data* setting_called(const profile_io::profile_data& profile, std::string_view id) {
  const auto found = std::ranges::find(profile.settings, id, &profile_io::setting_data::id);
  return found == profile.settings.end() ? nullptr : &*found;
}

/// The best rate of streams in such settings, of working sets from `above` to `fits` bytes; 0 where there are none.
double best_rate(const profile_io::profile_data& profile, const profile_io::setting_data& like, double above,
                 double fits) {
  double best = 0;
  for (const profile_io::table_data& table : profile.tables) {
    const profile_io::setting_data* setting = setting_called(profile, table.setting);
    const bool same = setting->threads == like.threads && setting->core_kind == like.core_kind;
    if (!same || table.fitted || std::ranges::find(streams, table.operation) == streams.end()) continue;
    for (std::size_t i = 0; i < table.latency_s.size() && i < table.axes.front().knots.size(); ++i) {
      const auto bytes = static_cast<double>(table.axes.front().knots[i]);
      if (bytes > above && bytes <= fits) best = std::max(best, bytes / table.latency_s[i]);
    }
  }
  return best;
}

}  // namespace

roofs roofs_of(const profile_io::profile_data& profile, std::size_t position, std::string_view setting, precision p) {
  const profile_io::setting_data& of = *setting_called(profile, setting);
  roofs out{.of = profile.id,
            .setting = of.id,
            .profile = position,
            .flops_per_s = of.peaks.arithmetic(p).value,
            .levels = {}};
  if (of.peaks.bandwidth_bytes_per_s > 0) out.levels.push_back({"memory", of.peaks.bandwidth_bytes_per_s});
  std::vector<profile_io::cache_data> caches = profile.machine.caches;
  std::ranges::sort(caches, {}, &profile_io::cache_data::level);
  std::vector<memory_level> found;
  double above = 0;
  for (const profile_io::cache_data& cache : caches) {
    const double fits = usable_part * static_cast<double>(cache.bytes);
    const double rate = best_rate(profile, of, above, fits);
    if (rate > of.peaks.bandwidth_bytes_per_s) found.push_back({fmt::format("L{}", cache.level), rate});
    above = static_cast<double>(cache.bytes);
  }
  out.levels.insert(out.levels.end(), found.rbegin(), found.rend());
  return out;
}

}  // namespace calib::report
