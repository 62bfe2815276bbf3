#include "progress_listener.hpp"

#include <fmt/format.h>

#include "console/units.hpp"

namespace calib::tool {

void progress_listener::on_warning(const std::string& text) {
  line_.finish();
  fmt::print(stderr, "warning: {}\n", text);
}

void progress_listener::on_plan(const std::string& settings, std::size_t tables, std::size_t shapes) {
  if (!quiet_) fmt::print(stderr, "measuring {} shapes for {} tables: {}\n", shapes, tables, settings);
}

void progress_listener::on_progress(const measure::progress& at) {
  elapsed_s_ = at.elapsed_s;
  if (!line_.due(at.elapsed_s)) return;
  line_.show(at.elapsed_s,
             fmt::format("{:3.0f} s of at most {:.0f} s, round {}, {} of {} shapes done, {} (interval {})",
                         at.elapsed_s, at.budget_s, at.round + 1, at.finished, at.workloads, at.state->label(),
                         console::percent(at.state->relative_half_width())));
}

void progress_listener::on_table(std::size_t done, std::size_t all) {
  // Later than the last line in any case: how long tables take is not known beforehand.
  line_.show(elapsed_s_ + static_cast<double>(done), fmt::format("making tables: {} of {}", done, all));
}

}  // namespace calib::tool
