#pragma once
/// The backends, one function each; all_backends() in kernel.hpp lists them.

#include <memory>

#include "kernels/kernel.hpp"

namespace calib::kernels {

std::unique_ptr<backend> make_openblas();  ///< products, and what they compose; any number of threads it was built for
std::unique_ptr<backend> make_eigen();     ///< products, elementwise operations, rows, images; one thread
std::unique_ptr<backend>
make_onednn();  ///< matrix products and what networks apply between them; any number of threads
std::unique_ptr<backend> make_own_tiled();   ///< gemm with packing and a register tile; one thread
std::unique_ptr<backend> make_own_naive();   ///< gemm as three loops; one thread
std::unique_ptr<backend> make_own_stream();  ///< streams, transpose, concat, gather; any number of threads

}  // namespace calib::kernels
