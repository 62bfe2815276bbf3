#pragma once
/// What a loaded profile does where it has no table: the rules of fallback.hpp as values, tried one after another. The
/// answers equal those of a mapper with the same rules, to the last bit.
///
///   const fallback_list or_else{fallback_step::other_setting("onednn_1t_warm"), fallback_step::roofline()};
///   const estimate e = p.estimate(op, "openblas_1t_warm", or_else);   // e.step == 1: the other setting answered

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "calib/precision.hpp"

namespace calib {

class loaded_profile;

namespace detail {
struct loaded_data;
}

enum class fallback_kind : std::uint8_t { roofline, scale_precision, other_setting, other_profile };

/// Thrown for a ratio that is not a positive number.
class fallback_error : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// One rule. It keeps alive what it reads.
class fallback_step {
 public:
  /// The least time the theoretical peaks allow; no answer where a peak that the operation needs is unknown.
  static fallback_step roofline();

  /// The table of the same operation in the precision `from`, scaled by the ratio of the two rooflines.
  static fallback_step scale_precision(precision from);

  /// The table of another setting of the profile that is asked, its latency times `ratio`. Whoever asks is told where
  /// the profile has no such setting.
  static fallback_step other_setting(std::string setting, double ratio = 1);

  /// The table of another profile, its latency times `ratio`; an empty setting is its default. Throws
  /// no_table_error{unknown_setting}.
  static fallback_step other_profile(const loaded_profile& profile, const std::string& setting = {}, double ratio = 1);

  [[nodiscard]] fallback_kind kind() const noexcept { return kind_; }
  [[nodiscard]] precision from() const noexcept { return from_; }
  [[nodiscard]] const std::string& setting() const noexcept { return setting_; }
  [[nodiscard]] double ratio() const noexcept { return ratio_; }
  /// The other profile's data; null for other kinds.
  [[nodiscard]] const detail::loaded_data* other() const noexcept { return other_.get(); }

  /// "roofline", "scale_precision=f32", "other_setting=onednn_1t_warm", "other_profile=box:onednn_1t_warm": as
  /// mapper::step_name spells it.
  [[nodiscard]] std::string name() const;

 private:
  explicit fallback_step(fallback_kind kind) : kind_{kind} {}

  fallback_kind kind_;
  precision from_{};
  std::string setting_;
  double ratio_ = 1;
  std::shared_ptr<const detail::loaded_data> other_;
};

/// Steps in their order; none means an error, but the roofline for a profile without any table.
using fallback_list = std::vector<fallback_step>;

/// What the step of an estimate is called: "table" for 0, else the name of that step.
[[nodiscard]] std::string step_name(std::uint16_t step, const fallback_list& fallbacks);

}  // namespace calib
