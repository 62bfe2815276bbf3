/// What a large profile costs: the time to generate its header, and what the header adds to a compile. A profile of
/// 10,000 grid points should take under 50 ms and add under 0.3 s; the numbers are printed, not enforced.

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "profile_io/atomic_file.hpp"
#include "profile_io/profile_data.hpp"
#include "profile_io/writer.hpp"

namespace {

using namespace calib;
using profile_io::profile_data;

constexpr int runs = 7;

profile_io::table_data gemm_table(std::string operation, precision p, std::mt19937_64& random) {
  profile_io::table_data table;
  table.operation = std::move(operation);
  table.precision = p;
  table.setting = "bench_1t_warm";
  std::vector<std::uint64_t> knots;
  for (unsigned i = 0; i < 10; ++i) knots.push_back(std::uint64_t{16} << i);
  table.axes = {{"m", knots}, {"n", knots}, {"k", knots}};
  // Seventeen digits each: measured medians are no rounder.
  std::uniform_real_distribution<double> latency(1e-6, 1e-2);
  for (int i = 0; i < 1000; ++i) table.latency_s.push_back(latency(random));
  return table;
}

/// Ten tables of 10 x 10 x 10 grid points.
profile_data large_profile() {
  profile_data profile;
  profile.id = "large";
  profile.name = "10,000 grid points";
  profile_io::setting_data setting;
  setting.id = "bench_1t_warm";
  setting.backend = "bench";
  profile.settings.push_back(setting);
  profile.default_setting = "bench_1t_warm";
  std::mt19937_64 random(1);
  for (const char* operation : {"gemm", "linear"}) {
    for (const precision p : {precision::f64, precision::f32, precision::bf16, precision::f16, precision::i8}) {
      profile.tables.push_back(gemm_table(operation, p, random));
    }
  }
  return profile;
}

/// Processor seconds that finished child processes took: what a command costs, however busy the machine is.
double children_seconds() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto seconds_in = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds_in(usage.ru_utime) + seconds_in(usage.ru_stime);
}

double seconds_of(const std::string& command) {
  const double before = children_seconds();
  // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread
  if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
  return children_seconds() - before;
}

/// The least of several runs for each command, taken in turns: processes are only ever disturbed upwards.
template <std::size_t N>
std::array<double, N> least_seconds(const std::array<std::string, N>& commands) {
  std::array<double, N> least{};
  least.fill(std::numeric_limits<double>::infinity());
  for (int run = 0; run < runs; ++run) {
    for (std::size_t i = 0; i < N; ++i) least[i] = std::min(least[i], seconds_of(commands[i]));
  }
  return least;
}

void measure(const std::filesystem::path& folder) {
  const auto json = folder / "large.json";
  const auto header = folder / "large.hpp";
  profile_io::write_atomically(json, profile_io::to_json(large_profile()));

  // To /dev/null the text is made and written each time; a file that is up to date would be left alone.
  const auto [start, generate] =
      least_seconds<2>({CALIB_HEADER " --version >/dev/null", CALIB_HEADER " " + json.string() + " >/dev/null"});
  seconds_of(CALIB_HEADER " -o " + header.string() + " " + json.string());

  constexpr std::string_view without = "#include \"calib/calib.hpp\"\n";
  constexpr std::string_view with_header = "#include \"calib/calib.hpp\"\n#include \"large.hpp\"\n";
  constexpr std::string_view with_lookups =
      "#include \"calib/calib.hpp\"\n#include \"large.hpp\"\nusing namespace calib;\n"
      "using box = mapper<profiles::large>;\n"
      "constexpr op::gemm<f32> shape{.m = 100, .n = 200, .k = 300};\n"
      "static_assert(box::latency(shape).count() > 0);\n"
      "double run(std::size_t n) { return box::latency(op::gemm<f64>{n, n, n}).count(); }\n";
  const auto compile = [&](const char* name, std::string_view text) {
    const auto source = folder / name;
    profile_io::write_atomically(source, text);
    return CALIB_COMPILER " -std=c++20 -O2 " CALIB_INCLUDES " -c " + source.string() + " -o " +
           (folder / "out.o").string();
  };
  const auto [empty, included, used] =
      least_seconds<3>({compile("without.cpp", without), compile("with_header.cpp", with_header),
                        compile("with_lookups.cpp", with_lookups)});

  std::printf("profile: 10 tables, 10,000 grid points, header of %.0f kB (times are processor time)\n",
              static_cast<double>(std::filesystem::file_size(header)) / 1e3);
  std::printf("generate the header       %7.1f ms  (wanted: < 50; an idle calib-header takes %.1f)\n", 1e3 * generate,
              1e3 * start);
  std::printf("compile <calib/calib.hpp> %7.1f ms\n", 1e3 * empty);
  std::printf("  and the header        + %7.1f ms  (wanted: < 300)\n", 1e3 * (included - empty));
  std::printf("  and two look-ups      + %7.1f ms\n", 1e3 * (used - empty));
}

}  // namespace

int main() {
  const auto folder = std::filesystem::temp_directory_path() / "calib_header_cost";
  int status = 0;
  try {
    std::filesystem::create_directories(folder);
    measure(folder);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_header_cost: %s\n", error.what());
    status = 1;
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return status;
}
