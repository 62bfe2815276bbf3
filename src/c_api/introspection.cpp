/// What there is, for programs that learn it at run time: operations, precisions, and what a profile holds.

#include <string>

#include "c_api/c_api.hpp"
#include "c_api/operations.hpp"
#include "calib/precision.hpp"
#include "calib/version.hpp"

namespace c_api = calib::c_api;

using calib::precision;

static_assert(static_cast<int>(precision::f64) == CALIB_F64 && static_cast<int>(precision::f32) == CALIB_F32 &&
              static_cast<int>(precision::tf32) == CALIB_TF32 && static_cast<int>(precision::bf16) == CALIB_BF16 &&
              static_cast<int>(precision::f16) == CALIB_F16 && static_cast<int>(precision::fp8) == CALIB_FP8 &&
              static_cast<int>(precision::i8) == CALIB_I8 && static_cast<int>(precision::u8) == CALIB_U8 &&
              static_cast<int>(precision::fp4) == CALIB_FP4 && static_cast<int>(precision::i4) == CALIB_I4 &&
              static_cast<int>(precision::w8a16) == CALIB_W8A16 && static_cast<int>(precision::w4a16) == CALIB_W4A16 &&
              static_cast<int>(precision::w4a8) == CALIB_W4A8 && calib::precision_count == CALIB_W4A8 + 1);

namespace {

/// The element at `index` of what a profile has `count` of.
calib_status beyond(std::size_t index, std::size_t count, const char* what) {
  return c_api::fail(CALIB_BAD_ARGUMENT, "there is no " + std::string{what} + " " + std::to_string(index) +
                                             "; the profile has " + std::to_string(count) + ", counted from 0");
}

}  // namespace

const char* calib_version(void) { return CALIB_VERSION; }

uint32_t calib_abi_version(void) { return CALIB_ABI_VERSION; }

size_t calib_precision_count(void) { return calib::precision_count; }

const char* calib_precision_name(size_t precision) {
  return precision < calib::precision_count ? calib::precisions[precision].name.data() : nullptr;
}

size_t calib_operation_count(void) { return c_api::names_of_operations().size(); }

const char* calib_operation_name(size_t index) {
  const auto all = c_api::names_of_operations();
  return index < all.size() ? all[index].name : nullptr;
}

calib_status calib_describe_operation(const char* operation, calib_operation_info* info) {
  if (operation == nullptr) return c_api::null_argument("operation");
  if (info == nullptr) return c_api::null_argument("info");
  return c_api::guarded([&] {
    const calib::profile_io::operation_facts& asked = c_api::operation_called(operation);
    const c_api::operation_names& names = c_api::names_of(asked);
    *info = {.name = names.name,
             .dim_count = names.dimensions.size(),
             .dims = names.dimensions.data(),
             .is_lowered = asked.lower != nullptr};
    return CALIB_OK;
  });
}

calib_status calib_describe_profile(const calib_profile* profile, calib_profile_info* info) {
  if (info == nullptr) return c_api::null_argument("info");
  return c_api::with_profile(profile, [&](const calib_profile& p) {
    const calib::profile_io::profile_data& data = p.data->profile;
    *info = {.id = data.id.c_str(),
             .name = data.name.c_str(),
             .setting = (p.only_setting ? data.settings[*p.only_setting].id : p.setting_id).c_str(),
             .setting_count = data.settings.size(),
             .table_count = data.tables.size()};
    return CALIB_OK;
  });
}

calib_status calib_describe_setting(const calib_profile* profile, size_t index, calib_setting_info* info) {
  if (info == nullptr) return c_api::null_argument("info");
  return c_api::with_profile(profile, [&](const calib_profile& p) {
    const auto& settings = p.data->profile.settings;
    if (index >= settings.size()) return beyond(index, settings.size(), "setting");
    const calib::profile_io::setting_data& setting = settings[index];
    *info = {.id = setting.id.c_str(),
             .backend = setting.backend.c_str(),
             .version = setting.version.c_str(),
             .threads = setting.threads,
             .cache = name(setting.cache).data(),
             .overhead_s = setting.overhead_s};
    return CALIB_OK;
  });
}

calib_status calib_describe_table(const calib_profile* profile, size_t index, calib_table_info* info) {
  if (info == nullptr) return c_api::null_argument("info");
  return c_api::with_profile(profile, [&](const calib_profile& p) {
    const auto& tables = p.data->profile.tables;
    if (index >= tables.size()) return beyond(index, tables.size(), "table");
    const calib::profile_io::table_data& table = tables[index];
    *info = {.operation = table.operation.c_str(),
             .precision = static_cast<calib_precision>(table.precision),
             .setting = table.setting.c_str(),
             .grade = table.quality.grade,
             .error_median = table.error.median,
             .error_p95 = table.error.p95,
             .error_count = table.error.count};
    return CALIB_OK;
  });
}
