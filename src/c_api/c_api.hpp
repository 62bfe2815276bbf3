#pragma once
/// What the functions of the C interface share: what is behind a handle, and failures as a status and a message.

#include "calib/calib.h"

#include <cstring>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "c_api/operation_table.hpp"
#include "calib/fallback_list.hpp"
#include "calib/loaded_network.hpp"
#include "calib/loaded_profile.hpp"
#include "calib/profile_error.hpp"
#include "runtime/loaded_data.hpp"

namespace calib::c_api {

/// What answers, in order: the table, then fallbacks.
struct steps {
  explicit steps(fallback_list f);

  fallback_list fallbacks;
  std::vector<std::string> names;  ///< of all that can answer
};

}  // namespace calib::c_api

struct calib_profile {
  /// Throws no_table_error where the profile has no setting, and no companies, of that id.
  calib_profile(std::shared_ptr<const calib::detail::loaded_data> d, std::string_view id,
                std::shared_ptr<const calib::c_api::steps> f);

  /// The one that operations are asked in. Throws no_table_error where the handle is in several.
  [[nodiscard]] std::size_t setting() const;
  [[nodiscard]] const std::string& only_setting_id() const { return data->profile.settings[setting()].id; }

  std::shared_ptr<const calib::detail::loaded_data> data;
  calib::loaded_profile profile;
  std::string setting_id;                   ///< as it was asked for; "" of a handle that was not put into a setting
  std::optional<std::size_t> only_setting;  ///< none where the id is that of several companies
  std::shared_ptr<const calib::c_api::steps> fallbacks;
};

struct calib_table {
  calib_profile profile;  ///< in the table's setting
  calib::c_api::operation_table table;
};

namespace calib::c_api {

/// Keeps the message for calib_last_error() and returns the status.
calib_status fail(calib_status status, std::string_view message) noexcept;
calib_status null_argument(std::string_view name) noexcept;
calib_status no_profile() noexcept;

/// `number` as an enumerator of `count`; C may pass any, and to C++ it is an error to read one that there is not.
template <class Enum>
std::optional<std::size_t> enumerator(const Enum& value, std::size_t count) noexcept {
  unsigned number = 0;
  static_assert(sizeof(number) == sizeof(value));
  std::memcpy(&number, &value, sizeof(number));
  return number < count ? std::optional<std::size_t>{number} : std::nullopt;
}
calib_status status_of(no_answer why) noexcept;

/// A handle of the profile that `data` describes, in its default setting. The caller owns it.
calib_profile* make_handle(profile_io::profile_data data);

/// The profile configured into the library, or null. Read at the first call; throws profile_error.
const calib_profile* configured_profile();

/// Runs `f`, which returns a status, and turns what it throws into one.
template <class F>
calib_status guarded(F&& f) noexcept {
  try {
    return f();
  } catch (const no_table_error& e) {
    return fail(status_of(e.why()), e.what());
  } catch (const impossible_shape& e) {
    return fail(CALIB_IMPOSSIBLE_SHAPE, e.what());
  } catch (const profile_error& e) {
    return fail(CALIB_BAD_PROFILE, e.what());
  } catch (const fallback_error& e) {
    return fail(CALIB_BAD_ARGUMENT, e.what());
  } catch (const network_size_error& e) {
    return fail(CALIB_BAD_ARGUMENT, e.what());
  } catch (const std::exception& e) {
    return fail(CALIB_INTERNAL, e.what());
  }
}

/// Runs `f` with the profile that a handle stands for: NULL is the configured one.
template <class F>
calib_status with_profile(const calib_profile* handle, F&& f) noexcept {
  return guarded([&]() -> calib_status {
    const calib_profile* profile = handle != nullptr ? handle : configured_profile();
    return profile != nullptr ? f(*profile) : no_profile();
  });
}

/// An estimate as C has it.
calib_estimate_result result_of(const estimate& e) noexcept;

/// Answers `shape_count` shapes of `dim_count` numbers: all or none. `profile` says what is wrong where it is the
/// shapes.
calib_status answer_latencies(const calib_profile& profile, const operation_table& table, const std::size_t* dims,
                              std::size_t shape_count, std::size_t dim_count, double* seconds);
calib_status answer_estimates(const calib_profile& profile, const operation_table& table, const std::size_t* dims,
                              std::size_t shape_count, std::size_t dim_count, calib_estimate_result* results);

}  // namespace calib::c_api
