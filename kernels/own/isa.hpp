#pragma once
/// What the inner loops were compiled for. Only the files that hold them are (CALIB_KERNEL_ARCH); they export plain
/// functions and pull in no library templates, so nothing compiled for AVX-512 leaks into other files.

namespace calib::kernels::own {

/// "512-bit vectors, -march=native"
const char* compiled_for() noexcept;

}  // namespace calib::kernels::own
