#pragma once
/// Everything measured of one workload, and the result drawn from it.

#include "measure/batch.hpp"
#include "measure/interval.hpp"
#include "measure/sample.hpp"
#include "measure/stopping.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace calib::measure {

/// How a workload's measurement ended.
enum class outcome : unsigned char {
  converged,       ///< interval narrow enough
  enough_samples,  ///< sample limit reached first
  out_of_time,     ///< time limit reached first
  interrupted,     ///< stopped from outside
  not_measured,    ///< no sample was taken
  failed,          ///< prepare() or run() threw, or it does not fit in memory: see message
};

[[nodiscard]] std::string_view name(outcome value) noexcept;

struct result {
  std::string label;
  outcome ended = outcome::not_measured;
  std::string message;         ///< what failed and what to do; empty otherwise
  median_interval normalised;  ///< seconds per call at the sustained clock
  median_interval wall;        ///< seconds per call as the clock on the wall saw them
  std::size_t batch = 0;       ///< calls per sample
  std::size_t accepted = 0;
  std::size_t rejected = 0;
  std::array<std::size_t, rejection_kinds> rejected_by{};  ///< indexed by rejection
  double timed_s = 0.0;                                    ///< seconds spent inside samples
  /// Every sample had evidence against it and the intervals rest on the rejected ones: grade D, whatever their width.
  bool from_rejected = false;

  [[nodiscard]] bool has_data() const noexcept { return accepted > 0 || from_rejected; }
};

class series {
 public:
  explicit series(std::string label) : label_(std::move(label)) {}

  void set_batch(const batch_choice& choice) { batch_ = choice; }
  [[nodiscard]] const batch_choice& batch() const noexcept { return batch_; }
  [[nodiscard]] bool has_batch() const noexcept { return batch_.seconds_per_call > 0.0; }

  void add(const sample& taken);
  void fail(std::string message);

  /// Judges and remembers: a workload that has ended stays ended.
  void judge_by(const stopping_rule& rule);
  [[nodiscard]] bool ended() const noexcept { return failed_ || verdict_ != verdict::keep_going; }

  [[nodiscard]] const std::string& label() const noexcept { return label_; }
  [[nodiscard]] std::size_t accepted() const noexcept { return wall_s_.size(); }
  [[nodiscard]] std::size_t taken() const noexcept { return wall_s_.size() + rejected_wall_s_.size(); }
  /// Relative half-width at the last judgement; 0 before the first.
  [[nodiscard]] double relative_half_width() const noexcept { return half_width_; }
  [[nodiscard]] bool failed() const noexcept { return failed_; }

  /// unfinished is the outcome of a workload that had not ended by itself.
  [[nodiscard]] result summary(double sustained_clock_hz, double confidence, outcome unfinished) const;

 private:
  std::string label_;
  std::string message_;
  batch_choice batch_;
  std::vector<double> wall_s_;
  std::vector<double> cycles_;
  std::vector<double> rejected_wall_s_;
  std::vector<double> rejected_cycles_;
  std::array<std::size_t, rejection_kinds> rejected_by_{};
  double timed_s_ = 0.0;
  double half_width_ = 0.0;
  verdict verdict_ = verdict::keep_going;
  bool failed_ = false;
};

}  // namespace calib::measure
