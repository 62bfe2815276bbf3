/// `calib run`: calibrates this machine and writes its profile.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <system_error>

#include <unistd.h>

#include "calibration/calibrate.hpp"
#include "calibration/checkpoint_file.hpp"
#include "calibration/samples.hpp"
#include "calibration/supervisor.hpp"
#include "command.hpp"
#include "console/text_table.hpp"
#include "console/units.hpp"
#include "date.hpp"
#include "measure/grade.hpp"
#include "positive_number.hpp"
#include "presets.hpp"
#include "profile_io/atomic_file.hpp"
#include "profile_io/identifier.hpp"
#include "profile_io/writer.hpp"
#include "progress_listener.hpp"
#include "selection_options.hpp"
#include "show.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

std::atomic<bool> stop_requested{false};

struct run_options {
  bool quick = false, full = false, list = false, dry_run = false, resume = false;
  selection_options tables;
  std::vector<std::string> threads, caches;
  double time_budget_s = 0, call_timeout_s = 0;
  std::string preset, name, id;
  double peak_gflops = 0, peak_bandwidth = 0;
  std::uint64_t seed = 1;
  std::string required_grade;
  unsigned launch = 1;  // from 1
  std::string output = "host.json";
  std::string samples;
};

// Measuring alone; verification and planning come on top and stay under a minute together with it.
constexpr double quick_budget_s = 36;
// All precisions of all backends do not fit in there.
constexpr precision quick_precision = precision::f32;
constexpr double full_budget_s = 450;  // for each precision, thread count and cache state

// A full run is split over as many processes: what a process is given (addresses, pages) changes latencies by some
// percent, and two tell that this is so.
constexpr unsigned full_launches = 2;
unsigned parsed_threads(const std::string& text, unsigned cores) {
  if (text == "all") return cores;
  unsigned count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || end != text.data() + text.size() || count == 0) {
    throw usage_error(fmt::format("--threads takes positive numbers or 'all', not '{}'", text));
  }
  if (count > cores) throw usage_error(fmt::format("--threads {}: this machine has {} cores", count, cores));
  return count;
}

/// Those named, else all that a backend here offers.
std::size_t precisions_of(const calibration::selection& wanted) {
  if (!wanted.precisions.empty()) return wanted.precisions.size();
  std::set<precision> offered;
  for (const auto& backend : kernels::all_backends()) {
    for (const auto& kernel : backend->kernels()) offered.insert(kernel->precision());
  }
  return offered.size();
}

double full_budget_of(const calibration::request& what) {
  return full_budget_s * static_cast<double>(precisions_of(what.wanted) * what.threads.size() * what.caches.size());
}

calibration::request request_from(const run_options& options, unsigned cores) {
  if (options.quick && options.full) throw usage_error("--quick and --full exclude each other");
  calibration::request what;
  what.wanted = options.tables.selected();
  what.wanted.effort = options.full ? plan::effort::full : plan::effort::quick;
  if (what.wanted.precisions.empty() && !options.full) what.wanted.precisions = {quick_precision};
  what.wanted.seed = options.seed;
  if (!options.threads.empty()) {
    what.threads.clear();
    for (const std::string& text : split_words(options.threads)) {
      const unsigned count = parsed_threads(text, cores);  // "1,all" is one number on one core
      if (std::find(what.threads.begin(), what.threads.end(), count) == what.threads.end()) {
        what.threads.push_back(count);
      }
    }
  }
  if (!options.caches.empty()) {
    what.caches.clear();
    for (const std::string& text : split_words(options.caches)) {
      const auto state = parse_cache_state(text);
      if (!state) throw usage_error(fmt::format("--cache takes warm, cold or both, not '{}'", text));
      if (std::find(what.caches.begin(), what.caches.end(), *state) == what.caches.end()) what.caches.push_back(*state);
    }
  }
  what.call_timeout_s = options.call_timeout_s;
  what.launches = options.full ? full_launches : 1;
  what.launch = std::min(options.launch, what.launches) - 1;
  what.time_budget_s = options.time_budget_s > 0 ? options.time_budget_s
                       : options.full            ? full_budget_of(what)
                                                 : quick_budget_s;
  if (!options.preset.empty()) {
    const preset& known = find_preset(options.preset);
    what.datasheet = known.peaks;
    what.datasheet_source = known.source;
    what.name = known.title;
  }
  if (options.peak_gflops > 0) {
    what.datasheet.flops_per_s[static_cast<std::size_t>(precision::f32)] = options.peak_gflops * 1e9;
    what.datasheet_source = "given on the command line (f32)";
  }
  if (options.peak_bandwidth > 0) what.datasheet.bandwidth_bytes_per_s = options.peak_bandwidth * 1e9;
  if (!options.name.empty()) what.name = options.name;
  what.id = options.id.empty() ? std::filesystem::path(options.output).stem().string() : options.id;
  if (!profile_io::is_identifier(what.id)) {
    throw usage_error(
        fmt::format("'{}' cannot name a profile: it becomes a C++ identifier; give another with --id", what.id));
  }
  return what;
}

/// Also keeps the checkpoints, and says to the supervisor what runs.
class reporter final : public progress_listener {
 public:
  reporter(const global_options& global, calibration::supervisor& watch, std::filesystem::path checkpoint_file)
      : progress_listener(global), watch_(watch), checkpoint_file_(std::move(checkpoint_file)) {}

  void on_checkpoint(const calibration::checkpoint& work) override {
    calibration::write_checkpoint(checkpoint_file_, work);
    watch_.mark_resumable();
  }
  void on_enter(const calibration::table_id& table, const std::string& shape, double limit_s) override {
    watch_.enter(table, shape, limit_s);
  }
  void on_leave() noexcept override { watch_.leave(); }

 private:
  calibration::supervisor& watch_;
  std::filesystem::path checkpoint_file_;
};

exit_code list_kernels() {
  for (const auto& backend : kernels::all_backends()) {
    for (const auto& kernel : backend->kernels()) {
      fmt::print("{:<12} {:<12} {:<5} {}\n", kernel->backend(), kernel->operation(), facts(kernel->precision()).name,
                 fmt::join(kernel->dimensions(), ", "));
    }
  }
  return ok;
}

exit_code print_plan(const run_options& options, const global_options& global) {
  calibration::host machine(today());
  const calibration::request what = request_from(options, machine.cores());
  progress_listener told(global);
  console::text_table out({"setting", "operation", "", ">shapes", ">largest", ">a pass takes at least"});
  std::size_t shapes = 0;
  double pass_s = 0;
  for (const calibration::planned_table& table : calibration::planned_tables(what, machine, told)) {
    out.add({table.setting, table.operation, std::string(facts(table.precision).name), fmt::format("{}", table.shapes),
             console::bytes(static_cast<double>(table.largest_bytes)), console::time(table.least_pass_s)});
    shapes += table.shapes;
    pass_s += table.least_pass_s;
  }
  fmt::print("{}\n{} shapes, at least {} a pass, at most {:.0f} s of measuring; nothing was measured\n", out.str(),
             shapes, console::time(pass_s), what.time_budget_s);
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

/// Where the work so far is kept until the profile is written.
std::filesystem::path checkpoint_path(const run_options& options) { return options.output + ".partial.json"; }

std::optional<calibration::checkpoint> earlier_work(const run_options& options, bool resume,
                                                    calibration::listener& told) {
  const std::filesystem::path path = checkpoint_path(options);
  if (resume) return calibration::read_checkpoint(path);
  if (std::filesystem::exists(path)) {
    told.on_warning(
        fmt::format("{} has the work of an interrupted calibration, which --resume would continue; this one "
                    "starts anew and replaces it",
                    path.string()));
  }
  return std::nullopt;
}

// Exit status of a child whose work the next launch continues; "try again" in sysexits.h.
constexpr int to_be_continued_status = 75;

// Becomes the next launch: a new process image, with its own addresses and its libraries loaded anew.
[[noreturn]] void launch_next(const run_options& options, const global_options& global) {
  std::vector<char*> words;
  for (char** word = global.argv; *word != nullptr; ++word) words.push_back(*word);
  std::string launch = fmt::format("--launch={}", options.launch + 1);
  words.push_back(launch.data());
  words.push_back(nullptr);
  ::execvp(words.front(), words.data());
  throw std::system_error(errno, std::generic_category(), "starting calib again");
}

void print_parts(const std::map<std::string, double>& parts_s) {
  console::text_table out({"what took time", ">seconds"});
  for (const auto& [part, seconds] : parts_s) out.add({part, fmt::format("{:.2f}", seconds)});
  fmt::print(stderr, "{}", out.str());
}

exit_code run(const run_options& options, const global_options& global) {
  if (options.list) return list_kernels();
  if (options.dry_run) return print_plan(options, global);

  calibration::supervisor watch(stop_requested);
  if (const auto status = watch.start()) {
    if (*status == to_be_continued_status) launch_next(options, global);
    return static_cast<exit_code>(*status);
  }

  reporter told(global, watch, checkpoint_path(options));
  auto earlier = earlier_work(options, options.resume || options.launch > 1 || watch.resumable(), told);
  calibration::host machine(today());
  calibration::request what = request_from(options, machine.cores());
  what.faults = watch.faults();
  const calibration::outcome done = calibration::calibrate(what, machine, stop_requested, told, std::move(earlier));
  told.finish();
  if (done.to_be_continued) return static_cast<exit_code>(to_be_continued_status);
  if (!options.samples.empty()) profile_io::write_atomically(options.samples, calibration::samples_csv(done.work));
  if (done.interrupted && std::filesystem::exists(checkpoint_path(options))) {
    fmt::print(stderr, "calib: interrupted; the same command with --resume continues\n");
  }
  if (done.profile.tables.empty()) {
    fmt::print(stderr, "calib: no table was complete; no profile written\n");
    return interrupted;
  }
  profile_io::write_atomically(options.output, profile_io::to_json(done.profile));
  if (!done.interrupted) std::filesystem::remove(checkpoint_path(options));
  if (!global.quiet) {
    fmt::print("{}", summary(done.profile));
    std::fflush(stdout);  // before what follows on stderr
    if (global.verbosity > 0) print_parts(done.parts_s);
    fmt::print(stderr, "wrote {}{}\n", options.output,
               done.interrupted ? " (interrupted: what was measured so far)" : "");
  }
  if (done.interrupted) return interrupted;
  return meets_quality(done.profile, options.required_grade) ? ok : below_quality;
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
  sub->add_flag("--dry-run", o->dry_run, "print the plan and the time it needs, measure nothing");
  sub->add_flag("--list", o->list, "list what could be measured, and stop");
  o->tables.add_to(*sub);  // all, but f32 alone without --full
  sub->add_option("--threads", o->threads, "thread counts, separated by commas: 1,all (default 1)");
  sub->add_option("--launch", o->launch)->group("");  // said by one launch to the next
  sub->add_option("--cache", o->caches, "states of the caches, separated by commas: warm,cold (default warm)");
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
