#pragma once
/// What more than one kind of file holds, into JSON.

#include <string_view>

#include "profile_io/json_layout.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::profile_io {

/// Adds a member, which is left out while it is unknown: 0, empty, or an object without members.
template <class T>
void add_known(json& to, std::string_view name, const T& value) {
  if (value != T{}) to[name] = value;
}

inline json json_of(const source_data& source) {
  json out;
  add_known(out, "name", source.name);
  add_known(out, "url", source.url);
  add_known(out, "licence", source.licence);
  add_known(out, "conditions", source.conditions);
  return out;
}

}  // namespace calib::profile_io
