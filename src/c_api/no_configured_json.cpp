#include "c_api/configured_json.hpp"

namespace calib::c_api {

std::string_view configured_json() noexcept { return {}; }

}  // namespace calib::c_api
