#pragma once
/// What the functions of the C interface share: what is behind a calib_profile, and failures as a status and a message.

#include "calib/calib.h"

#include <exception>
#include <memory>
#include <string_view>
#include <utility>

#include "calib/loaded_profile.hpp"
#include "calib/profile_error.hpp"
#include "runtime/loaded_data.hpp"

struct calib_profile {
  calib_profile(std::shared_ptr<const calib::detail::loaded_data> d, std::size_t s)
      : data{std::move(d)}, profile{data}, setting{s} {}

  std::shared_ptr<const calib::detail::loaded_data> data;
  calib::loaded_profile profile;
  std::size_t setting;
};

namespace calib::c_api {

/// Keeps the message for calib_last_error() and returns the status.
calib_status fail(calib_status status, std::string_view message) noexcept;
calib_status null_argument(std::string_view name) noexcept;
calib_status no_profile() noexcept;
calib_status status_of(no_answer why) noexcept;

/// Runs `f`, which returns a status, and turns what it throws into one.
template <class F>
calib_status guarded(F&& f) noexcept {
  try {
    return f();
  } catch (const no_table_error& e) {
    return fail(status_of(e.why()), e.what());
  } catch (const profile_error& e) {
    return fail(CALIB_BAD_PROFILE, e.what());
  } catch (const std::exception& e) {
    return fail(CALIB_INTERNAL, e.what());
  }
}

}  // namespace calib::c_api
