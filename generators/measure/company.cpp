#include "measure/company.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace calib::measure {
namespace {

using sizes = std::function<std::size_t(std::size_t)>;

int distance(int a, int b) noexcept { return a < b ? b - a : a - b; }

}  // namespace

std::vector<company> companies(std::span<const std::size_t> order, std::span<const std::size_t> rest,
                               const sizes& bytes_of, std::size_t bytes) {
  const auto size_class = [&](std::size_t index) { return static_cast<int>(std::bit_width(bytes_of(index))) / 4; };
  struct placed {
    std::size_t place, index;
  };
  std::vector<placed> alike;
  for (std::size_t place = 0; place < order.size(); ++place) alike.push_back({place, order[place]});
  std::ranges::stable_sort(alike, {}, [&](const placed& one) { return size_class(one.index); });

  struct begun {
    std::size_t first;
    company of;
  };
  std::vector<begun> all;
  std::size_t held = bytes;
  for (const placed& one : alike) {
    if (held >= bytes) {
      all.push_back({std::numeric_limits<std::size_t>::max(), {}});
      held = 0;
    }
    all.back().first = std::min(all.back().first, one.place);
    all.back().of.members.push_back(one.index);
    held += bytes_of(one.index);
  }
  if (!all.empty()) {
    const int wanted = size_class(all.back().of.members.front());
    std::vector<std::size_t> joining(rest.begin(), rest.end());
    std::ranges::stable_sort(joining, {}, [&](std::size_t index) { return distance(size_class(index), wanted); });
    for (const std::size_t index : joining) {
      if (held >= bytes) break;
      if (const std::size_t more = bytes_of(index); more < 2 * bytes - held) {
        all.back().of.others.push_back(index);
        held += more;
      }
    }
  }
  std::ranges::sort(all, {}, &begun::first);
  std::vector<company> cut;
  for (begun& one : all) cut.push_back(std::move(one.of));
  return cut;
}

}  // namespace calib::measure
