#include "measure/core_kind.hpp"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

namespace calib::measure {
namespace {

const std::string cpu_root = "/sys/devices/system/cpu/cpu";

// Favoured cores of one kind lie within a few percent of their neighbours, also where each has a rank of its own.
// Kinds lie farther apart: 14 % between the prime and the other large cores of a telephone's processor is the least.
constexpr double smallest_step = 0.10;

// Kinds of x86, fastest first, and their folders.
struct x86_type {
  std::string_view name;
  std::string_view folder;
};
constexpr x86_type x86_types[] = {
    {"core", "/sys/devices/cpu_core/cpus"},
    {"atom", "/sys/devices/cpu_atom/cpus"},
    {"lowpower", "/sys/devices/cpu_lowpower/cpus"},
};

std::size_t rank_of_type(std::string_view type) {
  const auto found = std::find_if(std::begin(x86_types), std::end(x86_types),
                                  [type](const x86_type& one) { return one.name == type; });
  return static_cast<std::size_t>(std::distance(std::begin(x86_types), found));
}

bool of_x86(std::string_view type) { return rank_of_type(type) < std::size(x86_types); }

double number_of(const file_reader& files, const std::string& path) {
  return static_cast<double>(leading_number(trimmed(files.read(path).value_or(""))).value_or(0));
}

using cpu_group = std::vector<cpu_traits>;

// Where a trait is known of some CPUs only, the next ones are taken to be like them.
void fill_gaps(cpu_group& group, double cpu_traits::*trait) {
  std::sort(group.begin(), group.end(), [](const cpu_traits& a, const cpu_traits& b) { return a.cpu < b.cpu; });
  double before = 0;
  for (cpu_traits& one : group) {
    before = one.*trait > 0 ? one.*trait : before;
    one.*trait = before;
  }
}

// Splits a group where a trait of its sorted CPUs makes a step.
std::vector<cpu_group> split_at_steps(cpu_group group, double cpu_traits::*trait) {
  fill_gaps(group, trait);
  std::stable_sort(group.begin(), group.end(),
                   [trait](const cpu_traits& a, const cpu_traits& b) { return a.*trait > b.*trait; });
  std::vector<cpu_group> parts;
  double before = 0;
  for (cpu_traits& one : group) {
    const double value = one.*trait;
    const bool step = before > 0 && value <= (1 - smallest_step) * before;
    if (parts.empty() || step) {
      parts.emplace_back();
    }
    before = value;
    parts.back().push_back(std::move(one));
  }
  return parts;
}

std::vector<cpu_group> split_all(std::vector<cpu_group> groups, double cpu_traits::*trait) {
  std::vector<cpu_group> parts;
  for (cpu_group& group : groups) {
    for (cpu_group& part : split_at_steps(std::move(group), trait)) {
      parts.push_back(std::move(part));
    }
  }
  return parts;
}

double most(const cpu_group& group, double cpu_traits::*trait) {
  double value = 0;
  for (const cpu_traits& one : group) {
    value = std::max(value, one.*trait);
  }
  return value;
}

bool faster(const cpu_group& left, const cpu_group& right) {
  const auto speed = [](const cpu_group& group) {
    // A type of x86 that is named after its purpose is known better than by its clock.
    return std::tuple(-static_cast<double>(rank_of_type(group.front().type)), most(group, &cpu_traits::capacity),
                      most(group, &cpu_traits::max_hz), most(group, &cpu_traits::rating));
  };
  return speed(left) > speed(right);
}

// x86 tells low-power cores by their type or by their clock; elsewhere the fastest and the slowest have names, and what
// lies between is numbered.
std::vector<std::string> names_of(const std::vector<cpu_group>& groups) {
  const bool x86 = std::all_of(groups.begin(), groups.end(), [](const cpu_group& g) { return of_x86(g[0].type); });
  std::vector<std::string> names;
  const auto add_first_free = [&names](std::initializer_list<std::string> choices) {
    const auto is_free = [&names](const std::string& name) {
      return std::find(names.begin(), names.end(), name) == names.end();
    };
    const auto* const found = std::find_if(choices.begin(), choices.end(), is_free);
    names.push_back(found == choices.end() ? "kind" + std::to_string(names.size()) : *found);
  };
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const std::string& type = groups[i].front().type;
    if (i == 0) {
      names.emplace_back("performance");
    } else if (x86 && type == "lowpower") {
      add_first_free({"low_power"});
    } else if (x86 && type == "atom") {
      add_first_free({"efficiency", "low_power"});
    } else if (!x86 && i + 1 == groups.size()) {
      names.emplace_back("efficiency");
    } else if (!x86 && groups.size() == 3) {
      names.emplace_back("middle");
    } else {
      add_first_free({});
    }
  }
  return names;
}

// "processor : 4" begins what /proc/cpuinfo says of it, which on ARM has a part.
std::map<std::size_t, std::string> arm_parts(const file_reader& files) {
  const std::string text = files.read("/proc/cpuinfo").value_or("");
  std::map<std::size_t, std::string> parts;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = text.find("\nprocessor", at);
    const std::size_t end = next == std::string::npos ? text.size() : next + 1;
    const std::string_view entry = std::string_view(text).substr(at, end - at);
    const auto number = field(entry, "processor");
    const auto cpu = number ? leading_number(*number) : std::nullopt;
    const auto part = field(entry, "CPU part");
    if (cpu && part) {
      parts[static_cast<std::size_t>(*cpu)] = field(entry, "CPU implementer").value_or("") + " " + *part;
    }
    at = end;
  }
  return parts;
}

}  // namespace

std::vector<core_kind> kinds_of(std::span<const cpu_traits> cpus) {
  std::map<std::string, cpu_group> by_type;
  for (const cpu_traits& one : cpus) {
    by_type[one.type].push_back(one);
  }
  std::vector<cpu_group> groups;
  for (auto& [type, group] : by_type) {
    groups.push_back(std::move(group));
  }
  groups = split_all(std::move(groups), &cpu_traits::capacity);
  // Capacity includes the clock, and the firmware's rating says the same as the clock where both are known.
  if (std::none_of(cpus.begin(), cpus.end(), [](const cpu_traits& one) { return one.capacity > 0; })) {
    const bool clocks = std::any_of(cpus.begin(), cpus.end(), [](const cpu_traits& one) { return one.max_hz > 0; });
    groups = split_all(std::move(groups), clocks ? &cpu_traits::max_hz : &cpu_traits::rating);
  }
  if (groups.size() < 2) {
    return {};
  }
  std::stable_sort(groups.begin(), groups.end(), faster);
  const std::vector<std::string> names = names_of(groups);
  std::vector<core_kind> kinds;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    core_kind kind{.name = names[i], .cpus = {}, .max_hz = most(groups[i], &cpu_traits::max_hz)};
    for (const cpu_traits& one : groups[i]) {
      kind.cpus.push_back(one.cpu);
    }
    std::sort(kind.cpus.begin(), kind.cpus.end());
    kinds.push_back(std::move(kind));
  }
  return kinds;
}

std::vector<cpu_traits> traits_from_sysfs(const file_reader& files, std::span<const std::size_t> cpus) {
  std::map<std::size_t, std::string> types = arm_parts(files);
  for (const x86_type& type : x86_types) {
    for (const std::size_t cpu : cpu_numbers(files.read(std::string(type.folder)).value_or(""))) {
      types[cpu] = type.name;
    }
  }
  std::vector<cpu_traits> all;
  for (const std::size_t cpu : cpus) {
    const std::string folder = cpu_root + std::to_string(cpu);
    const auto type = types.find(cpu);
    all.push_back({.cpu = cpu,
                   .type = type == types.end() ? "" : type->second,
                   .capacity = number_of(files, folder + "/cpu_capacity"),
                   .max_hz = 1e3 * number_of(files, folder + "/cpufreq/cpuinfo_max_freq"),
                   .rating = number_of(files, folder + "/acpi_cppc/highest_perf")});
  }
  return all;
}

const core_kind* find_kind(std::span<const core_kind> kinds, std::string_view name) {
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i].name == name || std::to_string(i) == name) {
      return &kinds[i];
    }
  }
  return nullptr;
}

std::string cpu_list(std::span<const std::size_t> cpus) {
  std::string text;
  for (std::size_t i = 0; i < cpus.size();) {
    std::size_t last = i;
    while (last + 1 < cpus.size() && cpus[last + 1] == cpus[last] + 1) {
      ++last;
    }
    text += (text.empty() ? "" : ",") + std::to_string(cpus[i]);
    if (last > i) {
      text += "-" + std::to_string(cpus[last]);
    }
    i = last + 1;
  }
  return text;
}

}  // namespace calib::measure
