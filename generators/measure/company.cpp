#include "measure/company.hpp"

namespace calib::measure {

std::vector<company> companies(std::span<const std::size_t> order, std::span<const std::size_t> rest,
                               const std::function<std::size_t(std::size_t)>& bytes_of, std::size_t bytes) {
  std::vector<company> all;
  std::size_t held = bytes;
  for (const std::size_t index : order) {
    if (held >= bytes) {
      all.emplace_back();
      held = 0;
    }
    all.back().members.push_back(index);
    held += bytes_of(index);
  }
  for (const std::size_t index : rest) {
    if (held >= bytes) {
      break;
    }
    if (const std::size_t more = bytes_of(index); more < 2 * bytes - held) {
      all.back().others.push_back(index);
      held += more;
    }
  }
  return all;
}

}  // namespace calib::measure
