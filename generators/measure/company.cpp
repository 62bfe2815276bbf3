#include "measure/company.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <numeric>
#include <utility>

namespace calib::measure {
namespace {

/// Sizes are alike if their numbers of bits are, in steps of so many: they are then within a factor of 16.
constexpr int bits_of_a_class = 4;

class companies_in_the_making {
 public:
  companies_in_the_making(std::span<const std::size_t> rest, const std::function<std::size_t(std::size_t)>& bytes_of,
                          std::size_t bytes)
      : rest_(rest), bytes_of_(bytes_of), bytes_(bytes) {}

  [[nodiscard]] int class_of(std::size_t index) const {
    return static_cast<int>(std::bit_width(bytes_of_(index))) / bits_of_a_class;
  }

  /// The members come with their classes in order; `place` is where the member was before.
  void add(std::size_t index, std::size_t place) {
    const int its = class_of(index);
    if (all_.empty() || held_ >= bytes_ || (its != class_ && filled_by_alike())) {
      all_.push_back({place, {}});
      held_ = 0;
      class_ = its;
    }
    all_.back().first = std::min(all_.back().first, place);
    all_.back().of.members.push_back(index);
    held_ += bytes_of_(index);
  }

  /// The last one is joined by what is most alike. The companies, in the order of their first members.
  [[nodiscard]] std::vector<company> finish() {
    if (!all_.empty()) {
      std::vector<std::size_t> joining(rest_.begin(), rest_.end());
      std::ranges::stable_sort(joining, {}, [this](std::size_t index) { return std::abs(class_of(index) - class_); });
      join(joining);
    }
    std::ranges::sort(all_, {}, &begun::first);
    std::vector<company> companies;
    for (begun& one : all_) companies.push_back(std::move(one.of));
    return companies;
  }

 private:
  struct begun {
    std::size_t first;
    company of;
  };

  void join(std::span<const std::size_t> joining) {
    for (const std::size_t index : joining) {
      if (held_ >= bytes_) return;
      if (const std::size_t more = bytes_of_(index); more < 2 * bytes_ - held_) {
        all_.back().of.others.push_back(index);
        held_ += more;
      }
    }
  }

  /// Whether the rest has enough of the same class for the company to be large enough; they then have joined it.
  [[nodiscard]] bool filled_by_alike() {
    std::vector<std::size_t> alike;
    std::size_t together = held_;
    for (const std::size_t index : rest_) {
      if (class_of(index) != class_) continue;
      alike.push_back(index);
      together += bytes_of_(index);
    }
    if (together < bytes_) return false;
    join(alike);
    return held_ >= bytes_;
  }

  std::span<const std::size_t> rest_;
  const std::function<std::size_t(std::size_t)>& bytes_of_;
  std::size_t bytes_;
  std::vector<begun> all_;
  std::size_t held_ = 0;  ///< bytes of the last one
  int class_ = 0;         ///< of its first member
};

}  // namespace

std::vector<company> companies(std::span<const std::size_t> order, std::span<const std::size_t> rest,
                               const std::function<std::size_t(std::size_t)>& bytes_of, std::size_t bytes) {
  companies_in_the_making making(rest, bytes_of, bytes);
  std::vector<std::size_t> places(order.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::ranges::stable_sort(places, {}, [&](std::size_t place) { return making.class_of(order[place]); });
  for (const std::size_t place : places) making.add(order[place], place);
  return making.finish();
}

}  // namespace calib::measure
