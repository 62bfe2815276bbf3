#pragma once
/// What oneDNN makes of the processor: its instruction set, and the precisions it executes without emulating them.

#include <string>
#include <string_view>

#include "calib/precision.hpp"

namespace calib::kernels::onednn {

/// As oneDNN sees it now: ONEDNN_MAX_CPU_ISA may lower it.
std::string_view instruction_set();

/// Whether the processor has instructions for sums of products in this precision, and oneDNN uses them. bf16 on
/// processors without them is converted to f32, and 8-bit products widened first: slower than f32, and not what a
/// table of that precision is to say.
bool native(precision p);

/// ", without bf16 (this processor would emulate it), without f16 (...)": the precisions that are not offered, and why.
std::string left_out();

}  // namespace calib::kernels::onednn
