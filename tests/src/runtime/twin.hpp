#pragma once
/// A compiled-in profile as JSON: what the run-time mapper needs to be asked the same questions as the compile-time
/// one.

#include <string>
#include <type_traits>

#include "calib/compiled_table.hpp"
#include "calib/profile.hpp"
#include "profile_io/profile_data.hpp"
#include "profile_io/writer.hpp"

namespace calib::test {

template <const auto&... Knots>
std::vector<profile_io::axis_data> axes_of(axis_list<Knots...>, [[maybe_unused]] const std::string_view* names) {
  return {{std::string{*names++}, {std::begin(Knots), std::end(Knots)}}...};
}

template <class P, class Key>
profile_io::table_data table_data_of() {
  using operation = typename Key::operation;
  using compiled = table<P, operation, typename Key::setting>;
  profile_io::table_data out;
  out.operation = operation::name;
  out.precision = precision_of<operation>;
  out.setting = setting_of<P, typename Key::setting>::facts.id;
  out.axes = axes_of(typename compiled::axes{}, operation::dimensions.data());
  for (std::size_t i = 0; i < out.axes.size(); ++i) {
    const axis_phase phase = view_of<P, operation, typename Key::setting>.axes[i].phase;
    if (phase.any()) out.axes[i].phase = phase;
    const axis_range range = view_of<P, operation, typename Key::setting>.axes[i].measured;
    if (range.any()) {
      out.axes[i].measured = {static_cast<std::uint64_t>(range.first), static_cast<std::uint64_t>(range.last)};
    }
  }
  out.classes = view_of<P, operation, typename Key::setting>.classes;
  out.latency_s.assign(std::begin(compiled::latency), std::end(compiled::latency));
  out.fitted = compiled::facts.fitted;
  out.quality.grade = compiled::facts.grade;
  out.error = compiled::facts.error;
  if (out.error.count > 0) out.error_method = "hold-out";
  return out;
}

/// The JSON of a compiled-in profile.
template <Profile P>
std::string json_of() {
  profile_io::profile_data out;
  out.id = P::id;
  out.name = P::name;
  for_each_type<typename P::settings>([&]<class Setting>() {
    const setting_facts& facts = setting_of<P, Setting>::facts;
    profile_io::setting_data s;
    s.id = facts.id;
    s.backend = facts.backend;
    s.version = facts.version;
    s.threads = facts.threads;
    s.cache = facts.cache;
    s.peaks = facts.peaks;
    s.overhead_s = facts.overhead.count();
    out.settings.push_back(s);
  });
  out.default_setting = setting_of<P, typename P::default_setting>::facts.id;
  for_each_type<typename P::tables>([&]<class Key>() { out.tables.push_back(table_data_of<P, Key>()); });
  return profile_io::to_json(out);
}

}  // namespace calib::test
