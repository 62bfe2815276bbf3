#pragma once
/// The order in which the measuring loop numbers what it measures: the shapes of all jobs in turn.

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

#include "calibration/job.hpp"

namespace calib::calibration {

/// A shape of one of the jobs.
struct job_shape {
  std::size_t table;  ///< number of its job
  const job& of;
  const plan::shape& dims;
};

/// They refer to the jobs.
inline std::vector<job_shape> shapes_in_turn(std::span<const job> jobs) {
  std::vector<job_shape> all;
  for (std::size_t table = 0; table < jobs.size(); ++table) {
    for (const plan::shape& dims : jobs[table].shapes) all.push_back({table, jobs[table], dims});
  }
  return all;
}

/// What there is one of for each shape in turn, as the part of each job.
template <class T>
std::vector<std::vector<T>> by_job(std::span<const job> jobs, std::vector<T> in_turn) {
  std::vector<std::vector<T>> parts;
  auto next = std::make_move_iterator(in_turn.begin());
  for (const job& one : jobs) {
    const auto end = next + static_cast<std::ptrdiff_t>(one.shapes.size());
    parts.emplace_back(next, end);
    next = end;
  }
  return parts;
}

/// How many shapes the jobs have together.
inline std::size_t shape_count(std::span<const job> jobs) {
  std::size_t sum = 0;
  for (const job& one : jobs) sum += one.shapes.size();
  return sum;
}

}  // namespace calib::calibration
