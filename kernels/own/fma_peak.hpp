#pragma once
/// The most FLOPs per second this CPU reaches: independent chains of fused multiply-adds in registers, no memory.
/// The widest vectors the CPU has are chosen at run time, whatever CALIB_KERNEL_ARCH says.

#include <cstdint>

#include "calib/precision.hpp"

namespace calib::kernels::own {

/// Executes `steps` rounds of one multiply-add per chain on the calling thread and returns the FLOPs that was; the
/// caller times it, and runs it on as many threads as it wants. Two FLOPs per lane, chain and step.
/// f32 and f64; std::invalid_argument for others. 1e6 steps take about 3 to 6 ms.
double run_fma_chains(precision p, std::uint64_t steps);

/// Width of the vectors it uses here, in bits; 0 where the CPU has no fused multiply-add that is known here and
/// 128-bit multiplications and additions run instead.
unsigned fma_vector_bits() noexcept;

}  // namespace calib::kernels::own
