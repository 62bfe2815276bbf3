#pragma once
/// The backends, one function each; all_backends() in kernel.hpp lists them.

#include <memory>

#include "kernels/kernel.hpp"

namespace calib::kernels {

std::unique_ptr<backend> make_openblas();    ///< gemm, gemv, dot, axpy; any number of threads OpenBLAS was built for
std::unique_ptr<backend> make_eigen();       ///< gemm, gemv, dot, axpy; one thread
std::unique_ptr<backend> make_own_tiled();   ///< gemm with packing and a register tile; one thread
std::unique_ptr<backend> make_own_naive();   ///< gemm as three loops; one thread
std::unique_ptr<backend> make_own_stream();  ///< copy, scale, stream_add, triad, read, write; any number of threads

}  // namespace calib::kernels
