#include "calibration/stage_runner.hpp"

#include <utility>

#include "calibration/job_shapes.hpp"
#include "calibration/refine.hpp"
#include "calibration/stage_observer.hpp"
#include "fit/fits_at_once.hpp"

namespace calib::calibration {
namespace {

// Time for fewer shapes than this share of those measured is not worth another pass.
constexpr double worth_adding = 0.02;

}  // namespace

stage_measurement stage_runner::run(std::vector<job> jobs, const std::string& settings, checkpoint& work, stage& now,
                                    double budget_s, kernels::backend* timed_by) {
  const call_limit limit(request_, machine_, now.condition.threads);
  add_refinements(now, jobs);
  listener_.on_plan(settings, jobs.size(), shape_count(jobs));
  const auto measured = [&](bool growing) {
    stage_observer observer(listener_, work, now, jobs, limit, machine_.files());
    stage_measurement done = measure_shapes(jobs,
                                            {.condition = now.condition,
                                             .time_budget_s = budget_s,
                                             .growing = growing,
                                             .seed = request_.wanted.seed,
                                             .launch = request_.launch,
                                             .timed_by = timed_by},
                                            machine_, stop_, observer, state_for(now, jobs));
    observer.record_throttling();
    done.throttled = now.throttled;
    return done;
  };
  // While time is left, it goes where predictions are worst; in the end, to the shapes that have not converged.
  bool growing = true;
  stage_measurement done = measured(growing);
  while (growing && done.all_ended) {
    std::vector<job> grown = refined(done, jobs, budget_s);
    growing = shape_count(grown) > shape_count(jobs);
    jobs = std::move(grown);
    if (growing) listener_.on_plan(settings, jobs.size(), shape_count(jobs));
    done = measured(growing);
  }
  return done;
}

// With further shapes where there is time for some.
std::vector<job> stage_runner::refined(const stage_measurement& done, const std::vector<job>& jobs,
                                       double budget_s) const {
  const double room = (budget_s - done.elapsed_s) / done.elapsed_s;
  return room < worth_adding ? jobs
                             : refine(done.jobs, room, request_.wanted.seed, fit::fits_at_once(machine_.cores()));
}

}  // namespace calib::calibration
