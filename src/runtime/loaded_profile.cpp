#include "calib/loaded_profile.hpp"

#include <utility>
#include <vector>

#include "profile_io/check.hpp"
#include "profile_io/operations.hpp"
#include "profile_io/reader.hpp"
#include "profile_io/text.hpp"
#include "runtime/as_loaded.hpp"
#include "runtime/evaluate.hpp"
#include "runtime/loaded_data.hpp"

namespace calib {
namespace {

using profile_io::in_quotes;

std::string setting_ids(const detail::loaded_data& data) {
  std::vector<std::string_view> ids;
  for (const setting_facts& s : data.settings) ids.push_back(s.id);
  return profile_io::joined(ids);
}

/// "gemm f32, copy f64": the tables in a setting.
std::string tables_in(const detail::loaded_data& data, std::string_view setting) {
  std::string out;
  for (const profile_io::table_data& t : data.profile.tables) {
    if (t.setting != setting) continue;
    if (!out.empty()) out += ", ";
    out += t.operation + " " + std::string{facts(t.precision).name};
  }
  return out.empty() ? "none" : out;
}

[[noreturn]] void refuse_setting(const detail::loaded_data& data, std::string_view setting) {
  throw no_table_error(no_answer::unknown_setting, "profile " + data.profile.id + " has no setting " +
                                                       in_quotes(setting) + "; name one of " + setting_ids(data));
}

[[noreturn]] void refuse_operation(std::string_view operation) {
  throw no_table_error(no_answer::unknown_operation, "calib has no operation " + in_quotes(operation) +
                                                         "; name one of " + profile_io::any_operation_names());
}

[[noreturn]] void refuse_rank(std::string_view operation, std::span<const std::string_view> dimensions,
                              std::size_t found) {
  throw no_table_error(no_answer::wrong_rank, std::string{operation} + " has " + std::to_string(dimensions.size()) +
                                                  " dimensions, found " + std::to_string(found) + "; give " +
                                                  profile_io::listed(dimensions));
}

}  // namespace

loaded_profile::loaded_profile(std::shared_ptr<const detail::loaded_data> data) noexcept : data_{std::move(data)} {}

std::string_view loaded_profile::id() const noexcept { return data_->profile.id; }
std::string_view loaded_profile::name() const noexcept { return data_->profile.name; }
std::span<const setting_facts> loaded_profile::settings() const noexcept { return data_->settings; }
const setting_facts& loaded_profile::default_setting() const noexcept {
  return data_->settings[data_->default_setting];
}

const setting_facts& loaded_profile::setting(std::string_view id) const {
  const std::size_t position = data_->position_of(id);
  if (position == data_->settings.size()) refuse_setting(*data_, id);
  return data_->settings[position];
}

const detail::loaded_table* loaded_profile::lookup(std::size_t slot, std::string_view setting) const noexcept {
  const std::size_t position = data_->position_of(setting);
  if (slot >= detail::slot_count || position == data_->settings.size()) return nullptr;
  return data_->table(slot, position);
}

const setting_facts* loaded_profile::find_only_peaks(precision p, std::string_view setting) const noexcept {
  const std::size_t position = data_->position_of(setting);
  if (!data_->tables.empty() || position == data_->settings.size()) return nullptr;
  const setting_facts& found = data_->settings[position];
  return detail::has_roofline(found.peaks, p) ? &found : nullptr;
}

const setting_facts& loaded_profile::only_peaks(std::string_view operation, precision p,
                                                std::string_view setting) const {
  const setting_facts* found = find_only_peaks(p, setting);
  if (found == nullptr) refuse(operation, p, setting);
  return *found;
}

void loaded_profile::refuse(std::string_view operation, precision p, std::string_view setting) const {
  const std::string_view found = this->setting(setting).id;
  const std::string what{operation};
  const std::string format{facts(p).name};
  throw no_table_error(no_answer::no_table, "profile " + data_->profile.id + " has no table of " + what + " " + format +
                                                " in setting " + std::string{found} +
                                                ", which has: " + tables_in(*data_, found) +
                                                "; measure it with `calib run --ops " + what + " --precision " +
                                                format + "`, or ask in another setting of " + setting_ids(*data_));
}

calib::estimate loaded_profile::estimate(std::string_view operation, precision p, std::span<const std::size_t> dims,
                                         std::string_view setting) const {
  const auto dimensions = profile_io::dimensions_of_any(operation);
  if (!dimensions) refuse_operation(operation);
  if (dims.size() != dimensions->size()) refuse_rank(operation, *dimensions, dims.size());
  calib::estimate found;
  const bool lowered = visit_lowered_operation(
      operation, p, [&]<Operation Op>() { found = estimate(from_dims<Op>(dims.data()), setting); });
  if (lowered) return found;
  const std::size_t slot = detail::slot_of_name(operation, p);
  const detail::loaded_table* table = lookup(slot, setting);
  if (table != nullptr) return detail::evaluate(slot, *table, dims.data());
  return detail::estimate_by_roofline(only_peaks(operation, p, setting), profile_io::work_of(operation, p, dims), p);
}

bool loaded_profile::contains(std::string_view operation, precision p, std::string_view setting) const noexcept {
  bool all_forms = false;
  if (visit_lowered_operation(operation, p, [&]<Operation Op>() { all_forms = has<Op>(setting); })) return all_forms;
  return lookup(detail::slot_of_name(operation, p), setting) != nullptr;
}

loaded_profile load_profile(const std::filesystem::path& path) {
  return loaded_profile{detail::load(profile_io::read_profile(path))};
}

loaded_profile as_loaded(profile_io::profile_data profile) {
  profile_io::check(profile, profile.id);
  return loaded_profile{detail::load(std::move(profile))};
}

loaded_profile parse_profile(std::string_view json, std::string_view name) {
  return loaded_profile{detail::load(profile_io::read_profile_text(json, name))};
}

}  // namespace calib
