#include "differences.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace calib::tool {
namespace {

std::string caches_text(const profile_io::machine_data& machine) {
  std::string out;
  for (const auto& cache : machine.caches) {
    out += fmt::format("{}L{} {} bytes by {}", out.empty() ? "" : ", ", cache.level, cache.bytes, cache.shared_by);
  }
  return out;
}

std::string kinds_text(const profile_io::machine_data& machine) {
  std::string out;
  for (const auto& kind : machine.core_kinds) {
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", kind.cores, kind.name);
  }
  return out;
}

}  // namespace

void differences::compare(std::string_view what, const std::string& first, const std::string& second) {
  if (!first.empty() && !second.empty() && first != second) found_.push_back({std::string{what}, first, second});
}

void differences::compare(std::string_view what, double first, double second, double same_within) {
  const bool alike = std::abs(first - second) <= same_within * std::max(first, second);
  if (first > 0 && second > 0 && !alike) {
    found_.push_back({std::string{what}, fmt::format("{:.6g}", first), fmt::format("{:.6g}", second)});
  }
}

void differences::exactly(std::string_view what, std::uint64_t first, std::uint64_t second) {
  if (first > 0 && second > 0 && first != second) {
    found_.push_back({std::string{what}, std::to_string(first), std::to_string(second)});
  }
}

void differences::compare(const profile_io::machine_data& a, const profile_io::machine_data& b) {
  compare("the processor", a.cpu, b.cpu);
  compare("the architecture", a.architecture, b.architecture);
  compare("the instructions", fmt::format("{}", fmt::join(a.isa, " ")), fmt::format("{}", fmt::join(b.isa, " ")));
  exactly("the number of cores", a.cores, b.cores);
  compare("the kinds of cores", kinds_text(a), kinds_text(b));
  exactly("the number of NUMA nodes", a.numa_nodes, b.numa_nodes);
  compare("the caches", caches_text(a), caches_text(b));
  compare("the memory in bytes", static_cast<double>(a.memory_bytes), static_cast<double>(b.memory_bytes));
  compare("the hypervisor", a.hypervisor, b.hypervisor);
}

void differences::machines(const profile_io::profile_data& first, const profile_io::profile_data& second) {
  const profile_io::machine_data nothing;
  if (first.machine == nothing || second.machine == nothing) compare("the name", first.name, second.name);
  compare(first.machine, second.machine);
}

std::string differences::text() const {
  std::vector<std::string> each;
  for (const one& difference : found_) {
    each.push_back(fmt::format("{} ({} and {})", difference.what, difference.first, difference.second));
  }
  return fmt::format("{}", fmt::join(each, "; "));
}

}  // namespace calib::tool
