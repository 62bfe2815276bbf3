#include "calibration/checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "usage_error.hpp"

namespace calib::calibration {

const table_record* record_of(const stage& begun, const job& one) {
  const auto found = std::find_if(begun.tables.begin(), begun.tables.end(),
                                  [id = id_of(one)](const table_record& table) { return table.id == id; });
  return found == begun.tables.end() ? nullptr : &*found;
}

stage* checkpoint::find(const calibration::condition& condition) {
  const auto found =
      std::find_if(stages.begin(), stages.end(), [&](const stage& one) { return one.condition == condition; });
  return found == stages.end() ? nullptr : &*found;
}

const fault* checkpoint::fault_of(const table_id& table) const {
  const auto found = std::find_if(faults.begin(), faults.end(), [&](const fault& one) { return one.table == table; });
  return found == faults.end() ? nullptr : &*found;
}

void add_refinements(const stage& begun, std::vector<job>& jobs) {
  for (job& one : jobs) {
    const table_record* const table = record_of(begun, one);
    if (table == nullptr) continue;
    for (std::size_t i = one.shapes.size(); i < table->shapes.size(); ++i) one.shapes.push_back(table->shapes[i].dims);
  }
}

measure::run_state state_for(const stage& begun, const std::vector<job>& jobs) {
  measure::run_state state{.series = {}, .rounds = begun.rounds, .elapsed_s = begun.elapsed_s};
  for (const job& one : jobs) {
    const std::size_t end = state.series.size() + one.shapes.size();
    if (const table_record* const table = record_of(begun, one)) {
      const auto same = [](const shape_record& shape, const plan::shape& dims) { return shape.dims == dims; };
      if (table->shapes.size() > one.shapes.size() ||
          !std::equal(table->shapes.begin(), table->shapes.end(), one.shapes.begin(), same)) {
        throw usage_error(fmt::format("cannot resume: {} was planned with other shapes; start anew without --resume",
                                      label(table->id)));
      }
      for (const shape_record& shape : table->shapes) state.series.push_back(shape.measured);
    }
    state.series.resize(end);
  }
  return state;
}

void record(stage& to, const std::vector<job>& jobs, const measure::run_view& so_far) {
  to.elapsed_s = so_far.elapsed_s;
  to.rounds.assign(so_far.rounds.begin(), so_far.rounds.end());
  to.tables.clear();
  auto next = so_far.all.begin();
  for (const job& one : jobs) {
    table_record table{.id = id_of(one), .shapes = {}};
    for (const plan::shape& dims : one.shapes) table.shapes.push_back({.dims = dims, .measured = (next++)->state()});
    to.tables.push_back(std::move(table));
  }
}

}  // namespace calib::calibration
