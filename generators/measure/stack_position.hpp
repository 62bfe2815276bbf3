#pragma once
/// Where on the stack a sample runs. A kernel that saves a wide vector there (oneDNN's gelu, swish and softmax do, at
/// every step) takes twice as long where the vector lies across two pages: in one process of forty or fewer, at all its
/// shapes. The system begins the stack elsewhere in each process, so no further sample of the same process shows it; as
/// each sample runs elsewhere in a page, the median is that of most processes.
///
/// T. Mytkowicz et al., Producing Wrong Data Without Doing Anything Obviously Wrong!, ASPLOS 2009.

#include <cstddef>

#include "measure/workload.hpp"

namespace calib::measure {

inline constexpr std::size_t stack_alignment = 16;  ///< as functions find it on x86-64 and AArch64, in bytes
inline constexpr std::size_t stack_positions = 4096 / stack_alignment;  ///< within a page

/// work.run(calls), its stack frames `position` times stack_alignment bytes deeper than at position 0. Other threads
/// that the work uses keep their stacks.
void run_at(std::size_t position, resident_workload& work, std::size_t calls);

}  // namespace calib::measure
