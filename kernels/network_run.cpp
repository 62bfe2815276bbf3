#include "kernels/network_run.hpp"

namespace calib::kernels {

std::unique_ptr<network_run> backend::make_network(std::span<const network_step> /*steps*/, std::uint64_t /*seed*/) {
  return nullptr;
}

}  // namespace calib::kernels
