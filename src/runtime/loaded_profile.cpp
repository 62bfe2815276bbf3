#include "calib/loaded_profile.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "profile_io/check.hpp"
#include "profile_io/operations.hpp"
#include "profile_io/reader.hpp"
#include "profile_io/text.hpp"
#include "runtime/as_loaded.hpp"
#include "runtime/evaluate.hpp"
#include "runtime/fallback.hpp"
#include "runtime/loaded_data.hpp"
#include "runtime/shipped_files.hpp"

namespace calib {
namespace {

[[noreturn]] void refuse_operation(std::string_view operation) {
  throw no_table_error(no_answer::unknown_operation, profile_io::unknown_operation(operation));
}

[[noreturn]] void refuse_pair(std::string_view operation, precision p) {
  throw no_table_error(no_answer::no_table, std::string{operation} + " is not done in " + std::string{facts(p).name} +
                                                ", a format of weights and one of activations; ask for linear");
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
  if (position == data_->settings.size()) detail::refuse_setting(*data_, id);
  return data_->settings[position];
}

const detail::loaded_table* loaded_profile::lookup(std::size_t slot, std::string_view setting) const noexcept {
  const std::size_t position = data_->position_of(setting);
  if (slot >= detail::slot_count || position == data_->settings.size()) return nullptr;
  return data_->table(slot, position);
}

detail::answer loaded_profile::fall_back(const detail::question& asked, std::string_view setting,
                                         const fallback_list& fallbacks) const {
  const std::size_t position = data_->position_of(setting);
  if (position == data_->settings.size()) detail::refuse_setting(*data_, setting);
  detail::check_settings(*data_, fallbacks);
  const std::optional<detail::answer> found = detail::fall_back(*data_, position, asked, fallbacks);
  if (!found) detail::refuse_question(*data_, position, asked, fallbacks);
  return *found;
}

calib::estimate loaded_profile::estimate_without_table(const detail::question& asked, std::string_view setting,
                                                       const fallback_list& fallbacks) const {
  const detail::answer found = fall_back(asked, setting, fallbacks);
  return detail::describe(found, this->setting(setting), {}, asked.work, asked.format);
}

std::optional<calib::estimate> loaded_profile::try_without_table(const detail::question& asked,
                                                                 std::string_view setting,
                                                                 const fallback_list& fallbacks) const noexcept {
  const std::size_t position = data_->position_of(setting);
  if (position == data_->settings.size() || !detail::knows_settings(*data_, fallbacks)) return std::nullopt;
  const std::optional<detail::answer> found = detail::fall_back(*data_, position, asked, fallbacks);
  if (!found) return std::nullopt;
  return detail::describe(*found, data_->settings[position], {}, asked.work, asked.format);
}

void loaded_profile::refuse(std::string_view operation, precision p, std::string_view setting) const {
  const std::size_t position = data_->position_of(this->setting(setting).id);
  detail::refuse_table(*data_, position, operation, p, {});
}

calib::estimate loaded_profile::estimate(std::string_view operation, precision p, std::span<const std::size_t> dims,
                                         std::string_view setting, const fallback_list& fallbacks) const {
  const profile_io::operation_facts* const asked = profile_io::operation_called(operation);
  if (asked == nullptr) refuse_operation(operation);
  const std::vector<std::size_t> all = profile_io::with_defaults(*asked, dims);
  if (all.size() != asked->rank()) refuse_rank(operation, asked->dimensions, dims.size());
  if (!asked->exists(p)) refuse_pair(operation, p);
  const profile_io::form_shape form = asked->form_of(all.data());
  const std::size_t slot = detail::slot_at(asked->forms[form.form], p);
  const detail::loaded_table* const table = lookup(slot, setting);
  if (table != nullptr) return detail::evaluate(*asked, p, all.data(), form, *table);
  detail::refuse_shape(operation, asked->problem(p, all.data()));
  const profile_io::operation_facts& form_facts = detail::operation_in(slot);
  return estimate_without_table({.operation = asked->name,
                                 .form = form_facts.name,
                                 .format = p,
                                 .work = asked->work_in(p, all.data()),
                                 .form_work = form_facts.work_in(p, form.dims.data()),
                                 .kinds = form_facts.kinds,
                                 .slot = slot,
                                 .dims = form.dims.data()},
                                setting, fallbacks);
}

bool loaded_profile::contains(std::string_view operation, precision p, std::string_view setting) const noexcept {
  const profile_io::operation_facts* const asked = profile_io::operation_called(operation);
  if (asked == nullptr || !asked->exists(p)) return false;
  return std::ranges::all_of(
      asked->forms, [&](std::size_t position) { return lookup(detail::slot_at(position, p), setting) != nullptr; });
}

loaded_profile load_profile(const std::filesystem::path& file_or_id, const std::filesystem::path& data_folder) {
  return loaded_profile{detail::load(profile_io::read_profile(detail::file_named(file_or_id, data_folder, "profile")))};
}

loaded_profile as_loaded(profile_io::profile_data profile) {
  profile_io::check(profile, profile.id);
  return loaded_profile{detail::load(std::move(profile))};
}

loaded_profile parse_profile(std::string_view json, std::string_view name) {
  return loaded_profile{detail::load(profile_io::read_profile_text(json, name))};
}

}  // namespace calib
