#pragma once
/// What a profile is asked, for rules that know the operation at run time only.

#include <cstddef>
#include <string_view>

#include "calib/precision.hpp"
#include "calib/roofline.hpp"

namespace calib::detail {

struct question {
  std::string_view operation{};  ///< that was asked for
  std::string_view form{};       ///< that carries it out; the same for a measured one
  precision format;
  cost work{};                       ///< of the operation
  cost form_work{};                  ///< of the form
  work_kinds kinds;                  ///< of the form, whatever its shape
  std::size_t slot;                  ///< of the form
  const std::size_t* dims{nullptr};  ///< of the form
};

}  // namespace calib::detail
