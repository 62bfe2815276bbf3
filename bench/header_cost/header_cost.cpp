/// What a large profile costs: the time to generate its header, and what the header adds to a compile. A profile of
/// 10,000 grid points should take under 50 ms and add under 0.3 s; the numbers are printed, not enforced.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>

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
  profile.settings.push_back({.id = "bench_1t_warm", .backend = "bench", .version = "1", .details = ""});
  profile.default_setting = "bench_1t_warm";
  std::mt19937_64 random(1);
  for (const char* operation : {"gemm", "linear"}) {
    for (const precision p : {precision::f64, precision::f32, precision::bf16, precision::f16, precision::i8}) {
      profile.tables.push_back(gemm_table(operation, p, random));
    }
  }
  return profile;
}

double seconds_of(const std::string& command) {
  const auto begin = std::chrono::steady_clock::now();
  // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread
  if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
  return seconds(std::chrono::steady_clock::now() - begin).count();
}

/// The fastest of several runs: compilers and processes are only ever disturbed upwards.
double least_seconds(const std::string& command) {
  double least = seconds_of(command);
  for (int i = 1; i < runs; ++i) least = std::min(least, seconds_of(command));
  return least;
}

void measure(const std::filesystem::path& folder) {
  const auto json = folder / "large.json";
  const auto header = folder / "large.hpp";
  profile_io::write_atomically(json, profile_io::to_json(large_profile()));

  // To /dev/null the text is made and written each time; a file that is up to date would be left alone.
  const double start = least_seconds(CALIB_HEADER " --version >/dev/null");
  const double generate = least_seconds(CALIB_HEADER " " + json.string() + " >/dev/null");
  seconds_of(CALIB_HEADER " -o " + header.string() + " " + json.string());

  constexpr std::string_view without = "#include \"calib/calib.hpp\"\n";
  constexpr std::string_view with_header = "#include \"calib/calib.hpp\"\n#include \"large.hpp\"\n";
  constexpr std::string_view with_lookups =
      "#include \"calib/calib.hpp\"\n#include \"large.hpp\"\nusing namespace calib;\n"
      "using box = mapper<profiles::large>;\n"
      "constexpr op::gemm<f32> shape{.m = 100, .n = 200, .k = 300};\n"
      "static_assert(box::latency(shape).count() > 0);\n"
      "double run(std::size_t n) { return box::latency(op::gemm<f64>{n, n, n}).count(); }\n";
  const auto compile_seconds = [&](const char* name, std::string_view text) {
    const auto source = folder / name;
    profile_io::write_atomically(source, text);
    return least_seconds(CALIB_COMPILER " -std=c++20 -O2 " CALIB_INCLUDES " -c " + source.string() + " -o " +
                         (folder / "out.o").string());
  };
  const double empty = compile_seconds("without.cpp", without);
  const double included = compile_seconds("with_header.cpp", with_header);
  const double used = compile_seconds("with_lookups.cpp", with_lookups);

  std::printf("profile: 10 tables, 10,000 grid points, header of %.0f kB\n",
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
