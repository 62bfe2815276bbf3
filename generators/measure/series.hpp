#pragma once
/// Everything measured of one workload, and the result drawn from it.

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "measure/batch.hpp"
#include "measure/interval.hpp"
#include "measure/sample.hpp"
#include "measure/stopping.hpp"

namespace calib::measure {

/// How the series of a workload ended.
enum class series_end : unsigned char {
  converged,       ///< interval narrow enough
  enough_samples,  ///< sample limit reached first
  out_of_time,     ///< time limit reached first
  interrupted,     ///< stopped from outside
  not_measured,    ///< no sample was taken
  failed,          ///< prepare() or run() threw, or it does not fit in memory: see message
};

struct result {
  std::string label;
  series_end ended = series_end::not_measured;
  std::string message;         ///< what failed and what to do; empty otherwise
  median_interval normalised;  ///< seconds per call at the sustained clock
  median_interval wall;        ///< seconds per call as the clock on the wall saw them
  std::size_t batch = 0;       ///< calls per sample
  std::size_t accepted = 0;
  std::size_t rejected = 0;
  std::array<std::size_t, rejection_kinds> rejected_by{};  ///< indexed by rejection
  double timed_s = 0.0;                                    ///< seconds spent inside samples
  double as_it_comes_s = 0.0;  ///< median over all samples, seconds per call on the wall: what the machine gives
  /// By how much the medians of the first and the last launch differ, relative; none where only one has samples.
  std::optional<double> between_launches;
  /// Every sample had evidence against it and the intervals rest on the rejected ones: grade D, whatever their width.
  bool from_rejected = false;

  [[nodiscard]] bool has_data() const noexcept { return accepted > 0 || from_rejected; }
};

/// What a series is made of; a series made from it again goes on where the other stood.
struct series_state {
  batch_choice batch;
  std::vector<timing> samples;  ///< in the order in which they were taken
  std::string failure;          ///< why the workload failed; empty when it did not
};

class series {
 public:
  explicit series(std::string label, series_state earlier = {})
      : label_(std::move(label)), state_(std::move(earlier)) {}

  void set_batch(const batch_choice& choice) { state_.batch = choice; }
  [[nodiscard]] const batch_choice& batch() const noexcept { return state_.batch; }
  [[nodiscard]] bool has_batch() const noexcept { return state_.batch.seconds_per_call > 0.0; }

  void add(const timing& taken) { state_.samples.push_back(taken); }
  void fail(std::string message);

  /// Judges and remembers: a workload that has ended stays ended, as long as this launch of the program lasts.
  void judge_by(const stopping_rule& rule, std::size_t launch = 0);
  [[nodiscard]] bool ended() const noexcept { return failed() || verdict_ != verdict::keep_going; }

  [[nodiscard]] const std::string& label() const noexcept { return label_; }
  [[nodiscard]] const series_state& state() const noexcept { return state_; }
  [[nodiscard]] std::size_t taken() const noexcept { return state_.samples.size(); }
  [[nodiscard]] std::size_t taken_in(std::size_t launch) const noexcept;
  /// Relative half-width at the last judgement; 0 before the first.
  [[nodiscard]] double relative_half_width() const noexcept { return half_width_; }
  [[nodiscard]] bool has_interval() const noexcept { return accepted_ > 0; }
  [[nodiscard]] bool failed() const noexcept { return !state_.failure.empty(); }

  /// `unfinished` is the end of a workload that had not ended by itself.
  [[nodiscard]] result summary(double sustained_clock_hz, double confidence, series_end unfinished) const;

 private:
  [[nodiscard]] double timed_s() const noexcept;

  std::string label_;
  series_state state_;
  std::size_t accepted_ = 0;  // at the last judgement, like the next two
  double half_width_ = 0.0;
  verdict verdict_ = verdict::keep_going;
};

}  // namespace calib::measure
