/// Failures: a status for the program and a sentence for people.

#include <new>
#include <string>
#include <string_view>

#include "c_api/c_api.hpp"

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
    case no_answer::no_peak:
      return CALIB_NO_PEAK;
  }
  return CALIB_INTERNAL;
}

calib_status null_argument(std::string_view name) noexcept {
  return guarded([&] { return fail(CALIB_BAD_ARGUMENT, std::string{name} + " is NULL; pass a valid pointer"); });
}

calib_status no_profile() noexcept {
  return fail(CALIB_NO_PROFILE,
              "no profile was configured into this library; configure calib with -DCALIB_PROFILE=<id>, or pass a "
              "profile that calib_load gave");
}

}  // namespace calib::c_api

const char* calib_last_error(void) { return calib::c_api::last_error; }
