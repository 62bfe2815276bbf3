/// Profiles of the C interface. No exception leaves these functions: each becomes a status and a message.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "c_api/c_api.hpp"
#include "c_api/configured_json.hpp"
#include "c_api/operations.hpp"
#include "calib/precision.hpp"
#include "profile_io/operations.hpp"
#include "profile_io/reader.hpp"
#include "profile_io/text.hpp"
#include "runtime/company_settings.hpp"
#include "runtime/shipped_files.hpp"

namespace calib::c_api {
namespace {

/// Calls answer(profile, table) for an operation known by name.
template <class F>
calib_status answer_by_name(const calib_profile* handle, const char* name, const char* format, const size_t* dims,
                            size_t dim_count, F&& answer) noexcept {
  if (name == nullptr) return null_argument("operation");
  if (format == nullptr) return null_argument("precision");
  if (dims == nullptr && dim_count > 0) return null_argument("dims");
  return with_profile(handle, [&](const calib_profile& profile) {
    const auto p = parse_precision(format);
    if (!p) {
      return fail(CALIB_UNKNOWN_PRECISION, "calib has no precision " + profile_io::in_quotes(format) +
                                               "; name one of " + profile_io::precision_names());
    }
    return answer(profile, operation_table{*profile.data, operation_called(name), *p, profile.setting(),
                                           profile.fallbacks->fallbacks});
  });
}

}  // namespace

calib_profile* make_handle(profile_io::profile_data profile) {
  return new calib_profile(detail::load(std::move(profile)), {}, std::make_shared<const steps>(fallback_list{}));
}

const calib_profile* configured_profile() {
  if (configured_json().empty()) return nullptr;
  // Never freed: threads may still ask while the program ends.
  static const calib_profile* const profile =
      make_handle(profile_io::read_profile_text(configured_json(), "the configured profile"));
  return profile;
}

}  // namespace calib::c_api

namespace c_api = calib::c_api;

calib_profile::calib_profile(std::shared_ptr<const calib::detail::loaded_data> d, std::string_view id,
                             std::shared_ptr<const calib::c_api::steps> f)
    : data{std::move(d)}, profile{data}, setting_id{id}, fallbacks{std::move(f)} {
  if (setting_id.empty()) {
    only_setting = data->default_setting;
    return;
  }
  const auto found = calib::detail::settings_for_networks(profile, setting_id);
  if (found.size() == 1) only_setting = data->position_of(found.front()->id);
}

std::size_t calib_profile::setting() const {
  if (only_setting) return *only_setting;
  std::vector<std::string_view> ids;
  for (const calib::setting_facts* const one : calib::detail::settings_for_networks(profile, setting_id)) {
    ids.push_back(one->id);
  }
  throw calib::no_table_error(calib::no_answer::unknown_setting,
                              setting_id +
                                  " is several settings, in which only networks are priced; ask operations in one of " +
                                  calib::profile_io::joined(ids));
}

calib_status calib_load(const char* path, calib_profile** profile) {
  if (path == nullptr) return c_api::null_argument("path");
  if (profile == nullptr) return c_api::null_argument("profile");
  return c_api::guarded([&] {
    *profile = c_api::make_handle(calib::profile_io::read_profile(path));
    return CALIB_OK;
  });
}

calib_status calib_load_by_name(const char* file_or_id, const char* data_folder, calib_profile** profile) {
  if (file_or_id == nullptr) return c_api::null_argument("file_or_id");
  if (data_folder == nullptr) return c_api::null_argument("data_folder");
  if (profile == nullptr) return c_api::null_argument("profile");
  return c_api::guarded([&] {
    const auto file = calib::detail::file_named(file_or_id, data_folder, "profile");
    *profile = c_api::make_handle(calib::profile_io::read_profile(file));
    return CALIB_OK;
  });
}

calib_status calib_parse(const char* json, size_t length, calib_profile** profile) {
  if (json == nullptr) return c_api::null_argument("json");
  if (profile == nullptr) return c_api::null_argument("profile");
  return c_api::guarded([&] {
    *profile = c_api::make_handle(calib::profile_io::read_profile_text({json, length}, "profile"));
    return CALIB_OK;
  });
}

calib_status calib_in_setting(const calib_profile* profile, const char* setting, calib_profile** in_setting) {
  if (setting == nullptr) return c_api::null_argument("setting");
  if (in_setting == nullptr) return c_api::null_argument("in_setting");
  return c_api::with_profile(profile, [&](const calib_profile& p) {
    *in_setting = new calib_profile(p.data, setting, p.fallbacks);
    return CALIB_OK;
  });
}

void calib_free(calib_profile* profile) { delete profile; }

calib_status calib_latency(const calib_profile* profile, const char* operation, const char* precision,
                           const size_t* dims, size_t dim_count, double* seconds) {
  if (seconds == nullptr) return c_api::null_argument("seconds");
  return c_api::answer_by_name(profile, operation, precision, dims, dim_count, [&](const auto& p, const auto& table) {
    return c_api::answer_latencies(p, table, dims, 1, dim_count, seconds);
  });
}

calib_status calib_estimate(const calib_profile* profile, const char* operation, const char* precision,
                            const size_t* dims, size_t dim_count, calib_estimate_result* result) {
  if (result == nullptr) return c_api::null_argument("result");
  return c_api::answer_by_name(profile, operation, precision, dims, dim_count, [&](const auto& p, const auto& table) {
    return c_api::answer_estimates(p, table, dims, 1, dim_count, result);
  });
}
