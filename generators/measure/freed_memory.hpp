#pragma once
/// What becomes of memory that a program frees.

namespace calib::measure {

/// From now on, memory that this process frees stays with it for what it allocates next. Otherwise every large operand
/// is made of pages that the kernel clears first, and that a virtual machine may have to ask its host for: a third of
/// what preparing a shape takes. Where the C library has no such setting, nothing happens.
///
/// Not for several threads: a page stays on the memory node of the thread that first wrote it.
void keep_freed_memory() noexcept;

}  // namespace calib::measure
