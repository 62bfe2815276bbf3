#include "runtime/loaded_data.hpp"

#include <utility>

#include "profile_io/cached_bytes.hpp"
#include "runtime/evaluate.hpp"

namespace calib::detail {

loaded_data::loaded_data(profile_io::profile_data data) : profile{std::move(data)} {
  for (const profile_io::setting_data& s : profile.settings) {
    if (s.id == profile.default_setting) default_setting = settings.size();
    settings.push_back({s.id, s.backend, s.version, s.threads, s.cache, s.peaks, seconds{s.overhead_s}, s.absorbs,
                        s.company_bytes, profile_io::cached_bytes(profile.machine)});
  }

  // Reserved, so that views into these stay good while they fill.
  std::size_t axis_count = 0;
  for (const profile_io::table_data& t : profile.tables) axis_count += t.axes.size();
  knots.reserve(axis_count);
  buckets.reserve(axis_count);
  inverse_widths.reserve(axis_count);
  axes.reserve(axis_count);
  tables.reserve(profile.tables.size());
  slots.resize(settings.size() * slot_count);

  for (const profile_io::table_data& t : profile.tables) {
    const axis_view* const first_axis = axes.data() + axes.size();
    for (const profile_io::axis_data& axis : t.axes) {
      const auto& k = knots.emplace_back(axis.knots.begin(), axis.knots.end());
      auto& b = buckets.emplace_back(bucket_of(axis.knots.back()) + 1);
      auto& w = inverse_widths.emplace_back(segment_count(k.size()));
      const std::size_t steps = index_axis(k.data(), k.size(), b.data(), w.data());
      axes.push_back({k.data(), b.data(), w.data(), k.size(), steps, axis.phase.value_or(axis_phase{})});
      if (const auto& range = axis.measured) {
        axes.back().measured = {static_cast<double>(range->first), static_cast<double>(range->last)};
      }
    }
    const std::size_t setting = position_of(t.setting);
    tables.push_back({first_axis,
                      t.latency_s.data(),
                      t.classes,
                      {t.quality.grade, t.fitted, t.error, profile_io::line_of(t)},
                      &settings[setting]});
    slots[setting * slot_count + slot_of_name(t.operation, t.precision)] = &tables.back();
  }
}

std::size_t loaded_data::position_of(std::string_view setting) const noexcept {
  if (setting.empty()) return default_setting;
  std::size_t i = 0;
  while (i < settings.size() && settings[i].id != setting) ++i;
  return i;
}

std::shared_ptr<const loaded_data> load(profile_io::profile_data profile) {
  return std::make_shared<const loaded_data>(std::move(profile));
}

}  // namespace calib::detail
