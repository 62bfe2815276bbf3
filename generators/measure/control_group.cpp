#include "measure/control_group.hpp"

#include <algorithm>
#include <utility>

namespace calib::measure {
namespace {

// Where systems mount groups when /proc does not say.
const std::string usual_root = "/sys/fs/cgroup";
const std::string usual_unified_root = usual_root + "/unified";

// The kernel's default, in microseconds, where none can be read.
constexpr double default_period_us = 100'000;

// Version 1 writes the largest multiple of a page for no limit.
constexpr unsigned long long unlimited_bytes = 1ULL << 62U;

struct group_mount {
  bool version_2 = false;
  std::string root;   // of the hierarchy, as this process sees it: the group that is mounted
  std::string point;  // the folder where it is mounted
};

struct group {
  std::string controllers;  // as "cpu,cpuacct"; empty in version 2
  std::string path;

  // A group of one hierarchy says nothing about a folder of another, though both may have the same name.
  [[nodiscard]] bool may_lie_in(const group_mount& mount) const { return controllers.empty() == mount.version_2; }
};

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    if (end != 0) {
      parts.push_back(text.substr(0, end));
    }
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  return parts;
}

bool lists(std::string_view names, std::string_view wanted) {
  const auto all = split(names, ',');
  return std::find(all.begin(), all.end(), wanted) != all.end();
}

// mountinfo writes white space and the backslash as \040 and such.
std::string unescaped(std::string_view text) {
  constexpr std::size_t digits = 3;
  const auto octal = [](char digit) { return digit >= '0' && digit <= '7'; };
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view code = text.substr(at + 1, digits);
    if (text[at] == '\\' && code.size() == digits && std::all_of(code.begin(), code.end(), octal)) {
      plain += static_cast<char>((code[0] - '0') * 64 + (code[1] - '0') * 8 + (code[2] - '0'));
      at += digits;
    } else {
      plain += text[at];
    }
  }
  return plain;
}

// "31 23 0:28 /root /point options ... - type source super-options": those of groups with this controller.
std::vector<group_mount> mounts_of(const file_reader& files, std::string_view controller) {
  const std::string table = files.read("/proc/self/mountinfo").value_or("");
  std::vector<group_mount> found;
  for (const std::string_view line : split(table, '\n')) {
    const auto columns = words(line);
    const auto dash = std::find(columns.begin(), columns.end(), "-");
    if (std::distance(columns.begin(), dash) < 5 || std::distance(dash, columns.end()) < 4) {
      continue;
    }
    const std::string_view type = dash[1];
    if (type == "cgroup2" || (type == "cgroup" && lists(dash[3], controller))) {
      found.push_back({.version_2 = type == "cgroup2", .root = unescaped(columns[3]), .point = unescaped(columns[4])});
    }
  }
  return found;
}

// "4:cpu,cpuacct:/job": those of version 2 and those with this controller.
std::vector<group> groups_of(const file_reader& files, std::string_view controller) {
  const std::string table = files.read("/proc/self/cgroup").value_or("");
  std::vector<group> found;
  for (const std::string_view line : split(table, '\n')) {
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
    if (second == std::string_view::npos) {
      continue;
    }
    const std::string_view controllers = line.substr(first + 1, second - first - 1);
    if (controllers.empty() || lists(controllers, controller)) {
      found.push_back({.controllers = std::string(controllers), .path = std::string(trimmed(line.substr(second + 1)))});
    }
  }
  if (found.empty()) {
    found.push_back({.controllers = "", .path = "/"});
    found.push_back({.controllers = std::string(controller), .path = "/"});
  }
  return found;
}

std::vector<group_mount> usual_mounts(const std::vector<group>& groups, std::string_view controller) {
  std::vector<group_mount> mounts{{.version_2 = true, .root = "/", .point = usual_root},
                                  {.version_2 = true, .root = "/", .point = usual_unified_root}};
  std::vector<std::string> names{std::string(controller)};
  if (controller == "cpu") {
    names.insert(names.end(), {"cpu,cpuacct", "cpuacct,cpu"});
  }
  for (const group& one : groups) {
    names.push_back(one.controllers);
  }
  for (const std::string& one : names) {
    mounts.push_back({.version_2 = false, .root = "/", .point = std::string(usual_root).append("/").append(one)});
  }
  return mounts;
}

// The parts of a group's path below a mounted group; nothing when the group is not below it.
std::optional<std::vector<std::string_view>> below(std::string_view root, std::string_view path) {
  const auto mounted = split(root, '/');
  auto parts = split(path, '/');
  if (mounted.size() > parts.size() || !std::equal(mounted.begin(), mounted.end(), parts.begin())) {
    return std::nullopt;
  }
  parts.erase(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(mounted.size()));
  return parts;
}

void add_once(std::vector<std::string>& all, std::string one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) {
    all.push_back(std::move(one));
  }
}

void add_chain(const std::string& point, std::vector<std::string_view> parts, std::vector<std::string>& folders) {
  // What lies above the root of the namespace cannot be reached through the mount.
  std::erase(parts, "..");
  for (;; parts.pop_back()) {
    std::string folder = point;
    for (const std::string_view part : parts) {
      folder.append("/").append(part);
    }
    add_once(folders, std::move(folder));
    if (parts.empty()) {
      return;
    }
  }
}

std::string text_of(const file_reader& files, const std::string& path) {
  return std::string(trimmed(files.read(path).value_or("")));
}

template <class T>
void tighten(std::optional<T>& limit, T found) {
  limit = limit ? std::min(*limit, found) : found;
}

// 0 for what is no number, as "max" and -1, which stand for no limit.
double number_or_zero(std::string_view text) { return static_cast<double>(leading_number(text).value_or(0)); }

std::optional<double> quota_of(double quota_us, double period_us) {
  if (quota_us == 0) {
    return std::nullopt;
  }
  return quota_us / (period_us > 0 ? period_us : default_period_us);
}

// "max 100000" or "50000 100000".
std::optional<double> quota_of_version_2(const file_reader& files, const std::string& folder) {
  const std::string text = text_of(files, folder + "/cpu.max");
  const auto parts = words(text);
  return parts.size() < 2 ? std::nullopt : quota_of(number_or_zero(parts[0]), number_or_zero(parts[1]));
}

std::optional<double> quota_of_version_1(const file_reader& files, const std::string& folder) {
  return quota_of(number_or_zero(text_of(files, folder + "/cpu.cfs_quota_us")),
                  number_or_zero(text_of(files, folder + "/cpu.cfs_period_us")));
}

}  // namespace

std::vector<std::string> group_folders(const file_reader& files, std::string_view controller) {
  const std::vector<group> groups = groups_of(files, controller);
  std::vector<group_mount> mounts = mounts_of(files, controller);
  if (mounts.empty()) {
    mounts = usual_mounts(groups, controller);
  }
  std::vector<std::string> folders;
  for (const group& one : groups) {
    for (const group_mount& mount : mounts) {
      auto parts = one.may_lie_in(mount) ? below(mount.root, one.path) : std::nullopt;
      if (parts) {
        add_chain(mount.point, *std::move(parts), folders);
      }
    }
  }
  if (!folders.empty()) {
    return folders;
  }
  // A container that sees the host's names and its own part of the hierarchy: what is mounted is its group.
  for (const group& one : groups) {
    for (const group_mount& mount : mounts) {
      if (one.may_lie_in(mount)) {
        add_chain(mount.point, split(one.path, '/'), folders);
      }
    }
  }
  return folders;
}

group_limits read_group_limits(const file_reader& files) {
  group_limits limits;
  for (const std::string& folder : group_folders(files, "cpu")) {
    for (const auto& quota : {quota_of_version_2(files, folder), quota_of_version_1(files, folder)}) {
      if (quota) {
        tighten(limits.cpu_quota, *quota);
      }
    }
  }
  for (const std::string& folder : group_folders(files, "memory")) {
    for (const char* file : {"/memory.max", "/memory.limit_in_bytes"}) {
      const auto bytes = leading_number(text_of(files, folder + file));
      if (bytes && *bytes > 0 && *bytes < unlimited_bytes) {
        tighten(limits.memory_bytes, static_cast<std::size_t>(*bytes));
      }
    }
  }
  return limits;
}

std::optional<group_throttling> read_group_throttling(const file_reader& files) {
  std::optional<group_throttling> sum;
  for (const std::string& folder : group_folders(files, "cpu")) {
    const std::string stat = files.read(folder + "/cpu.stat").value_or("");
    const auto number = [&stat](std::string_view key) {
      const auto value = field(stat, key, ' ');
      return value ? leading_number(*value) : std::nullopt;
    };
    const auto periods = number("nr_throttled");
    if (!periods) {
      continue;
    }
    if (!sum) {
      sum.emplace();
    }
    sum->periods += static_cast<double>(*periods);
    const auto microseconds = number("throttled_usec");  // version 2
    const auto nanoseconds = number("throttled_time");   // version 1
    sum->seconds +=
        1e-6 * static_cast<double>(microseconds.value_or(0)) + 1e-9 * static_cast<double>(nanoseconds.value_or(0));
  }
  return sum;
}

group_throttling throttling_watch::so_far() const {
  const auto now = read_group_throttling(files_);
  if (!begin_ || !now) {
    return {};
  }
  return {.periods = std::max(0.0, now->periods - begin_->periods),
          .seconds = std::max(0.0, now->seconds - begin_->seconds)};
}

}  // namespace calib::measure
