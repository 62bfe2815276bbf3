/// Fallbacks of the C interface: checked, and made into those of a loaded profile.

#include <string>
#include <utility>

#include "c_api/c_api.hpp"
#include "runtime/fallback.hpp"

static_assert(static_cast<int>(calib::fallback_kind::roofline) == CALIB_FALL_BACK_ON_ROOFLINE &&
              static_cast<int>(calib::fallback_kind::scale_precision) == CALIB_FALL_BACK_ON_PRECISION &&
              static_cast<int>(calib::fallback_kind::other_setting) == CALIB_FALL_BACK_ON_SETTING &&
              static_cast<int>(calib::fallback_kind::other_profile) == CALIB_FALL_BACK_ON_PROFILE);

namespace calib::c_api {
namespace {

/// The step that `given` describes, added to `list`; CALIB_BAD_ARGUMENT where it describes none.
calib_status add_step(const calib_fallback& given, const std::string& place, fallback_list& list) {
  const auto kind = enumerator(given.kind, 4);
  if (!kind) {
    return fail(CALIB_BAD_ARGUMENT,
                place + ".kind is no calib_fallback_kind; pass one of its enumerators, as CALIB_FALL_BACK_ON_ROOFLINE");
  }
  const double ratio = given.ratio == 0 ? 1 : given.ratio;
  switch (static_cast<fallback_kind>(*kind)) {
    case fallback_kind::roofline:
      list.push_back(fallback_step::roofline());
      break;
    case fallback_kind::scale_precision: {
      const auto from = enumerator(given.precision, precision_count);
      if (!from) {
        return fail(CALIB_BAD_ARGUMENT,
                    place + ".precision is no calib_precision; pass one of its enumerators, as CALIB_F32");
      }
      list.push_back(fallback_step::scale_precision(static_cast<precision>(*from)));
      break;
    }
    case fallback_kind::other_setting:
      if (given.setting == nullptr) return null_argument(place + ".setting");
      list.push_back(fallback_step::other_setting(given.setting, ratio));
      break;
    case fallback_kind::other_profile:
      if (given.profile == nullptr) return null_argument(place + ".profile");
      list.push_back(fallback_step::other_profile(given.profile->profile, given.profile->only_setting_id(), ratio));
      break;
  }
  return CALIB_OK;
}

}  // namespace

steps::steps(fallback_list f) : fallbacks{std::move(f)} {
  // Without fallbacks the roofline may be the first step, too.
  const std::size_t last = fallbacks.empty() ? 1 : fallbacks.size();
  for (std::size_t step = 0; step <= last; ++step) {
    names.push_back(step_name(static_cast<std::uint16_t>(step), fallbacks));
  }
}

}  // namespace calib::c_api

namespace c_api = calib::c_api;

calib_status calib_with_fallbacks(const calib_profile* profile, const calib_fallback* fallbacks, size_t count,
                                  calib_profile** with_fallbacks) {
  if (fallbacks == nullptr && count > 0) return c_api::null_argument("fallbacks");
  if (with_fallbacks == nullptr) return c_api::null_argument("with_fallbacks");
  return c_api::with_profile(profile, [&](const calib_profile& p) {
    calib::fallback_list list;
    for (std::size_t i = 0; i < count; ++i) {
      const calib_status status = c_api::add_step(fallbacks[i], "fallbacks[" + std::to_string(i) + "]", list);
      if (status != CALIB_OK) return status;
    }
    calib::detail::check_settings(*p.data, list);
    *with_fallbacks = new calib_profile(p.data, p.setting_id, std::make_shared<const c_api::steps>(std::move(list)));
    return CALIB_OK;
  });
}

const char* calib_step_name(const calib_profile* profile, uint32_t step) {
  const char* name = nullptr;
  c_api::with_profile(profile, [&](const calib_profile& p) {
    if (step < p.fallbacks->names.size()) name = p.fallbacks->names[step].c_str();
    return CALIB_OK;
  });
  return name;
}
