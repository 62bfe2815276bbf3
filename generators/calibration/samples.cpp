#include "calibration/samples.hpp"

#include <fmt/format.h>

#include "profile_io/operations.hpp"
#include "profile_io/text.hpp"

namespace calib::calibration {
namespace {

std::string shape_text(std::string_view operation, const plan::shape& dims) {
  const auto names = profile_io::dimensions_of(operation);
  std::string text;
  for (std::size_t i = 0; i < dims.size(); ++i) {
    text += fmt::format("{}{}={}", i == 0 ? "" : " ", names && i < names->size() ? (*names)[i] : "?", dims[i]);
  }
  return text;
}

void add_shape(std::string& csv, const std::string& table, const std::string& shape,
               const measure::series_state& measured) {
  for (const measure::timing& one : measured.samples) {
    csv += fmt::format("{},{},{},{},{},{}\n", table, shape, one.round, profile_io::number_text(one.wall_s),
                       one.counted_cycles ? profile_io::number_text(*one.counted_cycles) : "",
                       one.accepted() ? "" : name(one.reason));
  }
}

}  // namespace

std::string samples_csv(const checkpoint& work) {
  std::string csv = "setting,operation,precision,shape,round,wall_s,cycles,rejected\n";
  for (const stage& done : work.stages) {
    for (const table_record& table : done.tables) {
      const std::string id =
          fmt::format("{},{},{}", table.id.setting, table.id.operation, facts(table.id.precision).name);
      for (const shape_record& shape : table.shapes) {
        add_shape(csv, id, shape_text(table.id.operation, shape.dims), shape.measured);
      }
    }
  }
  return csv;
}

}  // namespace calib::calibration
