#include "kernels/backends.hpp"

namespace calib::kernels {

std::vector<std::unique_ptr<backend>> all_backends() {
  std::vector<std::unique_ptr<backend>> all;
  all.push_back(make_openblas());
  all.push_back(make_eigen());
  all.push_back(make_onednn());
  all.push_back(make_own_tiled());
  all.push_back(make_own_naive());
  all.push_back(make_own_stream());
  return all;
}

}  // namespace calib::kernels
