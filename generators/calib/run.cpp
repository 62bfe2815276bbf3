/// `calib run`: calibrates this machine and writes its profile.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <optional>

#include "calibration/calibrate.hpp"
#include "calibration/launches.hpp"
#include "calibration/limit_warnings.hpp"
#include "calibration/planned_tables.hpp"
#include "calibration/samples.hpp"
#include "calibration/supervisor.hpp"
#include "command.hpp"
#include "console/text_table.hpp"
#include "console/units.hpp"
#include "date.hpp"
#include "kept_work.hpp"
#include "measure/grade.hpp"
#include "misfit_report.hpp"
#include "positive_number.hpp"
#include "profile_io/writer.hpp"
#include "progress_listener.hpp"
#include "run_request.hpp"
#include "show.hpp"

namespace calib::tool {
namespace {

/// Also keeps the checkpoints, and says to the supervisor what runs.
class supervised_listener final : public progress_listener {
 public:
  supervised_listener(const global_options& global, calibration::supervisor& watch, kept_work& kept)
      : progress_listener(global), watch_(watch), kept_(kept) {}

  void on_checkpoint(const calibration::checkpoint& work) override {
    if (kept_.write(work, *this)) watch_.mark_resumable();
  }
  void on_enter(const calibration::table_id& table, const std::string& shape, double limit_s) override {
    watch_.enter(table, shape, limit_s);
  }
  void on_leave() noexcept override { watch_.leave(); }

 private:
  calibration::supervisor& watch_;
  kept_work& kept_;
};

exit_code list_kernels(const std::string& engine) {
  for (const auto& backend : backends_of(engine)()) {
    for (const auto& kernel : backend->kernels()) {
      fmt::print("{:<12} {:<12} {:<5} {}\n", kernel->backend(), kernel->operation(), facts(kernel->precision()).name,
                 fmt::join(kernel->dimensions(), ", "));
    }
  }
  return ok;
}

exit_code print_plan(const run_options& options, const global_options& global) {
  calibration::host machine(today(), options.core_kind);
  const calibration::request request = request_from(options, usable_cores_of(machine));
  progress_listener listener(global);
  for (const std::string& sentence : calibration::limit_warnings(machine, request.threads)) {
    listener.on_warning(sentence);
  }
  console::text_table out({"setting", "operation", "", ">shapes", ">largest", ">a pass takes at least"});
  std::size_t shapes = 0;
  double pass_s = 0;
  for (const calibration::planned_table& table : calibration::planned_tables(request, machine, listener)) {
    out.add({table.id.setting, table.id.operation, std::string(facts(table.id.precision).name),
             fmt::format("{}", table.shapes), console::bytes(static_cast<double>(table.largest_bytes)),
             console::time(table.least_pass_s)});
    shapes += table.shapes;
    pass_s += table.least_pass_s;
  }
  fmt::print("{}\n{} shapes, at least {} a pass, at most {:.0f} s of measuring; nothing was measured\n", out.str(),
             shapes, console::time(pass_s), request.time_budget_s);
  return ok;
}

/// Names every table whose grade is worse than required; true if there is none. No requirement is always met.
bool meets_quality(const profile_io::profile_data& profile, const std::string& required) {
  if (required.empty()) return true;
  bool met = true;
  for (const auto& table : profile.tables) {
    if (measure::meets(measure::grade{table.quality.grade}, measure::grade{required.front()})) continue;
    met = false;
    fmt::print(stderr, "calib: {} {} {} is grade {}, worse than {} ({})\n", table.setting, table.operation,
               facts(table.precision).name, table.quality.grade, required, fmt::join(table.quality.flags, ", "));
  }
  if (!met) {
    fmt::print(stderr,
               "calib: the profile is written all the same; measure again when the machine is quiet, with a larger "
               "--time-budget or fewer --ops\n");
  }
  return met;
}

std::optional<calibration::checkpoint> earlier_work(const kept_work& kept, bool resume,
                                                    calibration::listener& listener) {
  if (resume) return kept.read();
  if (const auto found = kept.found()) {
    listener.on_warning(
        fmt::format("{} has the work of an interrupted calibration, which --resume would continue; this one "
                    "starts anew and replaces it",
                    found->string()));
  }
  return std::nullopt;
}

void print_parts(const std::map<std::string, double>& parts_s) {
  console::text_table out({"what took time", ">seconds"});
  for (const auto& [part, seconds] : parts_s) out.add({part, fmt::format("{:.2f}", seconds)});
  fmt::print(stderr, "{}", out.str());
}

exit_code finish(const calibration::calibration_result& done, const kept_work& kept, const run_options& options,
                 const global_options& global) {
  if (!options.samples.empty()) write_result(options.samples, calibration::samples_csv(done.work));
  if (done.interrupted && kept.found()) {
    fmt::print(stderr, "calib: interrupted; the same command with --resume continues\n");
  }
  if (done.profile.tables.empty()) {
    fmt::print(stderr, "calib: no table was complete; no profile written\n");
    return interrupted;
  }
  write_result(options.output, profile_io::to_json(done.profile));
  if (!done.interrupted) kept.remove();
  if (!global.quiet) {
    fmt::print("{}{}", summary(done.profile), misfits_sentence(done.profile));
    std::fflush(stdout);  // before what follows on stderr
    if (global.verbosity > 0) print_parts(done.parts_s);
    fmt::print(stderr, "wrote {}{}\n", options.output,
               done.interrupted ? " (interrupted: what was measured so far)" : "");
  }
  if (done.interrupted) return interrupted;
  return meets_quality(done.profile, options.required_grade) ? ok : below_quality;
}

/// The work of one launch; nothing where the next one continues it.
std::optional<int> calibrate(const run_options& options, const global_options& global, calibration::supervisor& watch) {
  kept_work kept(options.output, options.checkpoint);
  supervised_listener listener(global, watch, kept);
  auto earlier = earlier_work(kept, options.resume || options.launch > 1 || watch.resumable(), listener);
  calibration::host machine(today(), options.core_kind);
  calibration::request request = request_from(options, usable_cores_of(machine));
  request.faults = watch.faults();
  const auto done = calibration::calibrate(request, machine, watch.stop(), listener, std::move(earlier));
  listener.finish();
  if (done.to_be_continued) return std::nullopt;
  return finish(done, kept, options, global);
}

exit_code run(const run_options& options, const global_options& global) {
  if (options.list) return list_kernels(options.engine);
  if (options.dry_run) return print_plan(options, global);
  for (const std::string& file : {options.output, options.checkpoint, options.samples}) {
    if (!file.empty()) require_folder_of(file);
  }
  calibration::launch now{.command = {}, .number = options.launch};
  for (char** word = global.argv; *word != nullptr; ++word) now.command.emplace_back(*word);
  calibration::supervisor watch;
  return static_cast<exit_code>(calibration::run_launch(now, calibration::system_calls(watch),
                                                        [&] { return calibrate(options, global, watch); }));
}

}  // namespace

void add_run(CLI::App& app, const global_options& global, action& chosen) {
  CLI::App* sub = app.add_subcommand("run", "calibrate this machine and write its profile");
  auto o = std::make_shared<run_options>();
  sub->add_flag("--quick", o->quick,
                "a coarse grid in under a minute (the default), of f32 unless --precision names others");
  sub->add_flag("--full", o->full, "the grid of shipped profiles, minutes");
  sub->add_flag("--resume", o->resume,
                "continue an interrupted calibration from its checkpoint, <output>.partial.json");
  sub->add_option(
      "--checkpoint", o->checkpoint,
      "file that keeps the work until the profile is written (default <output>.partial.json; the folder for "
      "temporary files where that cannot be written)");
  sub->add_flag("--dry-run", o->dry_run, "print the plan and the time it needs, measure nothing");
  sub->add_flag("--list", o->list, "list what could be measured, and stop");
  o->tables.add_to(*sub);  // all, but f32 alone without --full
  sub->add_option(
      "--threads", o->threads,
      "thread counts, separated by commas: 1,all (default 1); all is a core each of those that this process "
      "may use: of one kind, on one NUMA node, within its CPU quota");
  sub->add_option("--core-kind", o->core_kind,
                  "kind of cores to measure, as `calib detect` lists them: performance, efficiency, ..., or 0, 1, ... "
                  "(default: the fastest)");
  sub->add_option(calibration::launch_option, o->launch)->group("");
  sub->add_option(
      "--cache", o->caches,
      "states of the caches, separated by commas: warm,cold,network (default warm; warm,network with "
      "--full); network: in company, as operations of a network are executed; of these, unless --ops names some, all "
      "that networks consist of");
  sub->add_option(
      "--engine", o->engine,
      "engine to measure in company, in place of the libraries built in (docs/engines.md): onnxruntime, pytorch, or "
      "a command");
  sub->add_option("--company", o->companies,
                  "MiB of operands that pass between two calls of an operation, as a network's weights and tensors do, "
                  "separated by commas (default 16,64,256)");
  sub->add_option("--time-budget", o->time_budget_s, "seconds of measuring")->check(positive_number());
  sub->add_option(
         "--call-timeout", o->call_timeout_s,
         "seconds after which a shape is taken to hang and its table left out (default 30, or 100 times what it "
         "should take)")
      ->check(positive_number());
  sub->add_option("--preset", o->preset, "machine whose datasheet peaks to take");
  sub->add_option("--name", o->name, "name of the machine, for people");
  sub->add_option("--id", o->id, "id of the profile, a C++ identifier (default: the output's file name)");
  sub->add_option("--peak-gflops", o->peak_gflops, "datasheet peak in GFLOP/s, f32, all cores")
      ->check(positive_number());
  sub->add_option("--peak-bandwidth", o->peak_bandwidth, "datasheet bandwidth in GB/s")->check(positive_number());
  sub->add_option("--seed", o->seed, "seed of operands, order of rounds and held-out shapes");
  sub->add_option("--require-quality", o->required_grade, "exit with 3 when a table's grade is worse: A, B, C or D")
      ->check(CLI::IsMember({"A", "B", "C", "D"}));
  sub->add_option("-o,--output", o->output, "profile to write (default host.json)");
  sub->add_option("--samples", o->samples, "file for every sample, as CSV");
  sub->callback([&chosen, &global, o] { chosen = [&global, o] { return run(*o, global); }; });
}

}  // namespace calib::tool
