/// Asks profiles for many random shapes, possible and not, of every operation they have a table for, and looks for
/// answers that cannot be right. Prints what there was and exits with 1 where an answer was wrong.
///
///   bench_shape_search 10000000 profiles/*.json

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "calib/loaded_profile.hpp"
#include "calib/op/problem.hpp"
#include "profile_io/operations.hpp"
#include "profile_io/reader.hpp"
#include "runtime/as_loaded.hpp"

namespace {

using calib::estimate;
using calib::loaded_profile;
using calib::precision;

using shape = std::vector<std::size_t>;

/// What is asked for: an operation that a setting has a table of, or a lowered one that it has a form of.
struct question {
  std::string operation;
  precision format;
  std::string setting;
  bool operator<(const question& o) const {
    return std::tie(operation, format, setting) < std::tie(o.operation, o.format, o.setting);
  }
};

std::set<question> questions_of(const calib::profile_io::profile_data& profile) {
  std::set<question> all;
  for (const auto& table : profile.tables) {
    all.insert({table.operation, table.precision, table.setting});
    calib::for_each_lowered_operation<calib::f32>([&]<class Op>() {
      const auto forms = calib::profile_io::forms_of(Op::name);
      if (std::ranges::find(forms, table.operation) == forms.end()) return;
      all.insert({std::string{Op::name}, table.precision, table.setting});
    });
  }
  return all;
}

/// A size as programs have them: mostly small, some large, some that nothing has.
std::size_t drawn_size(std::size_t usual, bool has_usual, std::mt19937_64& random) {
  const auto kind = random() % 64;
  if (kind == 0) return 0;
  if (kind == 1) return (std::size_t{1} << (random() % 64)) + random() % 3 - 1;  // wraps on purpose
  if (has_usual && kind < 48) return usual;
  return static_cast<std::size_t>(std::exp2(std::uniform_real_distribution<double>(0, has_usual ? 3 : 13)(random)));
}

struct findings {
  std::size_t asked = 0, refused = 0, without_table = 0, answered = 0, extrapolated = 0, wrong = 0;
  double largest_jump = 1;
  std::string jump_at;
};

std::string text_of(const loaded_profile& profile, const question& q, const shape& dims) {
  std::string out =
      std::string{profile.id()} + " " + q.setting + " " + q.operation + " " + std::string{calib::facts(q.format).name};
  for (const std::size_t size : dims) out += " " + std::to_string(size);
  return out;
}

void note_wrong(findings& found, const std::string& what, const std::string& where) {
  if (++found.wrong <= 20) std::printf("wrong: %s: %s\n", where.c_str(), what.c_str());
}

constexpr double rounding = 1e-9;  // of a latency held at such a limit

void check(const estimate& answer, const std::string& where, findings& found) {
  const double latency = answer.latency.count();
  if (!std::isfinite(latency) || latency <= 0) note_wrong(found, "latency " + std::to_string(latency), where);
  if (!std::isfinite(answer.efficiency) || answer.efficiency < 0) note_wrong(found, "efficiency", where);
  // Above the peak of what is counted: Winograd's 3 x 3 convolutions, as measured on the V100 (2.0).
  const double most = (where.find(" conv2d_3x3 ") != std::string::npos ? 2.25 : 1.5) * (1 + rounding);
  if (answer.bound == calib::bound::compute && answer.efficiency > most) {
    note_wrong(found, "efficiency " + std::to_string(answer.efficiency) + ", bound by compute", where);
  }
}

/// A shape's latency and that of its neighbour, one more in some dimension. Not of one that is 0: in a stride of its
/// own side, 0 stands for that of both sides, and 1 is no neighbour of it.
void note_jump(const loaded_profile& profile, const question& q, shape dims, double latency, std::mt19937_64& random,
               findings& found) {
  if (dims.empty()) return;
  std::size_t& changed = dims[random() % dims.size()];
  if (changed == 0) return;
  ++changed;
  if (calib::profile_io::problem_of(q.operation, dims, q.format) != nullptr) return;
  try {
    const double next = profile.estimate(q.operation, q.format, dims, q.setting).latency.count();
    const double jump = std::max(next / latency, latency / next);
    if (jump > found.largest_jump) {
      found.largest_jump = jump;
      found.jump_at = text_of(profile, q, dims);
    }
  } catch (const calib::no_table_error&) {  // of another form
  }
}

void ask(const loaded_profile& profile, const question& q, std::mt19937_64& random, findings& found) {
  const auto dimensions = *calib::profile_io::dimensions_of_any(q.operation);
  shape dims;
  for (const auto name : dimensions) {
    const auto usual = calib::profile_io::usual_value(q.operation, name);
    dims.push_back(drawn_size(usual.value_or(0), usual.has_value(), random));
  }
  ++found.asked;
  const bool possible = calib::profile_io::problem_of(q.operation, dims, q.format) == nullptr;
  try {
    const estimate answer = profile.estimate(q.operation, q.format, dims, q.setting);
    ++found.answered;
    found.extrapolated += answer.source == calib::source::extrapolated ? 1 : 0;
    if (!possible) note_wrong(found, "an answer to an impossible shape", text_of(profile, q, dims));
    check(answer, text_of(profile, q, dims), found);
    if (found.answered % 8 == 0) note_jump(profile, q, dims, answer.latency.count(), random, found);
  } catch (const calib::impossible_shape& e) {
    ++found.refused;
    if (possible) note_wrong(found, e.what(), text_of(profile, q, dims));
  } catch (const calib::no_table_error&) {
    ++found.without_table;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: bench_shape_search COUNT PROFILE...\n");
    return 2;
  }
  const auto count = std::strtoull(argv[1], nullptr, 10);
  findings found;
  try {
    std::vector<std::pair<loaded_profile, std::vector<question>>> all;
    std::size_t questions = 0;
    for (int i = 2; i < argc; ++i) {
      auto data = calib::profile_io::read_profile(argv[i]);
      const auto asked = questions_of(data);
      questions += asked.size();
      all.emplace_back(calib::as_loaded(std::move(data)), std::vector<question>(asked.begin(), asked.end()));
    }
    std::mt19937_64 random(1);
    const std::size_t each = count / std::max<std::size_t>(questions, 1) + 1;
    for (const auto& [profile, asked] : all) {
      for (const question& q : asked) {
        for (std::size_t i = 0; i < each; ++i) ask(profile, q, random, found);
      }
    }
    std::printf("%zu operations in settings, %zu shapes asked for\n", questions, found.asked);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "bench_shape_search: %s\n", e.what());
    return 1;
  }
  const auto percent = [&](std::size_t part, std::size_t of) {
    return of == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(of);
  };
  std::printf("impossible and refused  %5.1f %%\n", percent(found.refused, found.asked));
  std::printf("of a form without table %5.1f %%\n", percent(found.without_table, found.asked));
  std::printf("answered                %5.1f %%, of these extrapolated %.1f %%\n", percent(found.answered, found.asked),
              percent(found.extrapolated, found.answered));
  std::printf("largest jump to a neighbour: %.2f, %s\n", found.largest_jump, found.jump_at.c_str());
  std::printf("wrong answers: %zu\n", found.wrong);
  return found.wrong == 0 ? 0 : 1;
}
