/// The C interface over loaded_profile. No exception leaves this file: each becomes a status and a message.

#include "c_api/c_api.hpp"

#include <new>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "calib/estimate.hpp"
#include "calib/precision.hpp"
#include "profile_io/operations.hpp"
#include "profile_io/reader.hpp"
#include "profile_io/text.hpp"

static_assert(static_cast<int>(calib::bound::overhead) == CALIB_OVERHEAD_BOUND);
static_assert(static_cast<int>(calib::source::roofline) == CALIB_ROOFLINE);

namespace calib::c_api {
namespace {

/// The message of the last failure. Freed by the thread; a fixed text stands in where there is no memory for it.
thread_local std::string last_message;
thread_local const char* last_error = "";

}  // namespace

calib_status fail(calib_status status, std::string_view message) noexcept {
  try {
    last_message = message;
    last_error = last_message.c_str();
  } catch (const std::bad_alloc&) {
    last_error = "out of memory";
  }
  return status;
}

calib_status status_of(no_answer why) noexcept {
  switch (why) {
    case no_answer::no_table:
      return CALIB_NO_TABLE;
    case no_answer::unknown_setting:
      return CALIB_UNKNOWN_SETTING;
    case no_answer::unknown_operation:
      return CALIB_UNKNOWN_OPERATION;
    case no_answer::wrong_rank:
      return CALIB_WRONG_RANK;
  }
  return CALIB_INTERNAL;
}

calib_status null_argument(std::string_view name) noexcept {
  return guarded([&] { return fail(CALIB_BAD_ARGUMENT, std::string{name} + " is NULL; pass a valid pointer"); });
}

calib_status no_profile() noexcept {
  return fail(
      CALIB_NO_PROFILE,
      "no profile was configured into this library; configure it with -DCALIB_PROFILE=<id>, or pass what calib_load "
      "gave");
}

}  // namespace calib::c_api

namespace {

using calib::c_api::fail;
using calib::c_api::guarded;
using calib::c_api::no_profile;
using calib::c_api::null_argument;

/// Calls `use` with the estimate of an operation known by name.
template <class F>
calib_status estimate_by_name(const calib_profile* profile, const char* operation, const char* format,
                              const size_t* dims, size_t dim_count, F&& use) noexcept {
  if (profile == nullptr) return no_profile();
  if (operation == nullptr) return null_argument("operation");
  if (format == nullptr) return null_argument("precision");
  if (dims == nullptr && dim_count > 0) return null_argument("dims");
  return guarded([&] {
    const auto p = calib::parse_precision(format);
    if (!p) {
      return fail(CALIB_UNKNOWN_PRECISION, "calib has no precision " + calib::profile_io::in_quotes(format) +
                                               "; name one of " + calib::profile_io::precision_names());
    }
    const std::string_view setting = profile->data->settings[profile->setting].id;
    use(profile->profile.estimate(operation, *p, std::span{dims, dim_count}, setting));
    return CALIB_OK;
  });
}

calib_profile* make_handle(calib::profile_io::profile_data profile) {
  auto data = calib::detail::load(std::move(profile));
  const std::size_t setting = data->default_setting;
  return new calib_profile(std::move(data), setting);
}

}  // namespace

const char* calib_last_error(void) { return calib::c_api::last_error; }

calib_status calib_load(const char* path, calib_profile** profile) {
  if (path == nullptr) return null_argument("path");
  if (profile == nullptr) return null_argument("profile");
  return guarded([&] {
    *profile = make_handle(calib::profile_io::read_profile(path));
    return CALIB_OK;
  });
}

calib_status calib_parse(const char* json, size_t length, calib_profile** profile) {
  if (json == nullptr) return null_argument("json");
  if (profile == nullptr) return null_argument("profile");
  return guarded([&] {
    *profile = make_handle(calib::profile_io::read_profile_text({json, length}, "profile"));
    return CALIB_OK;
  });
}

calib_status calib_in_setting(const calib_profile* profile, const char* setting, calib_profile** in_setting) {
  if (profile == nullptr) return no_profile();
  if (setting == nullptr) return null_argument("setting");
  if (in_setting == nullptr) return null_argument("in_setting");
  return guarded([&] {
    const auto& facts = profile->profile.setting(setting);
    *in_setting = new calib_profile(profile->data, profile->data->position_of(facts.id));
    return CALIB_OK;
  });
}

void calib_free(calib_profile* profile) { delete profile; }

calib_status calib_latency(const calib_profile* profile, const char* operation, const char* precision,
                           const size_t* dims, size_t dim_count, double* seconds) {
  if (seconds == nullptr) return null_argument("seconds");
  return estimate_by_name(profile, operation, precision, dims, dim_count,
                          [&](const calib::estimate& e) { *seconds = e.latency.count(); });
}

calib_status calib_estimate(const calib_profile* profile, const char* operation, const char* precision,
                            const size_t* dims, size_t dim_count, calib_estimate_result* result) {
  if (result == nullptr) return null_argument("result");
  return estimate_by_name(profile, operation, precision, dims, dim_count, [&](const calib::estimate& e) {
    *result = {.latency_s = e.latency.count(),
               .efficiency = e.efficiency,
               .flops_per_s = e.achieved_flops.value,
               .bytes_per_s = e.achieved_bandwidth.value,
               .bound = static_cast<calib_bound>(e.bound),
               .source = static_cast<calib_source>(e.source),
               .error_median = e.error.median,
               .error_p95 = e.error.p95,
               .error_count = e.error.count};
  });
}
