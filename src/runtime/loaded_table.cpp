#include <array>

#include "calib/loaded_profile.hpp"

namespace calib::detail {

template <std::size_t Rank>
reading interpolate(const loaded_table& table, const coordinates<Rank>& where, std::size_t grid) noexcept {
  return calib::interpolate(view_of_loaded(table, std::make_index_sequence<Rank>{}), where, grid);
}

template <std::size_t Rank>
coordinates<Rank> clamp_to_grid(const loaded_table& table, const coordinates<Rank>& where) noexcept {
  return calib::clamp_to_grid(view_of_loaded(table, std::make_index_sequence<Rank>{}), where);
}

// As many axes as measured operations have.
#define CALIB_INSTANTIATE(RANK)                                                                      \
  template reading interpolate(const loaded_table&, const coordinates<RANK>&, std::size_t) noexcept; \
  template coordinates<RANK> clamp_to_grid(const loaded_table&, const coordinates<RANK>&) noexcept
CALIB_INSTANTIATE(0);
CALIB_INSTANTIATE(1);
CALIB_INSTANTIATE(2);
CALIB_INSTANTIATE(3);
CALIB_INSTANTIATE(4);
CALIB_INSTANTIATE(5);
CALIB_INSTANTIATE(6);
#undef CALIB_INSTANTIATE

}  // namespace calib::detail
