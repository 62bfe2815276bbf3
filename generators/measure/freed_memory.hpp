#pragma once
/// What becomes of memory that a program frees.

namespace calib::measure {

/// While it lives, memory that this process frees stays with it for what it allocates next. Otherwise every large
/// operand is made of pages that the kernel clears first, and that a virtual machine may have to ask its host for: a
/// third of what preparing a shape takes. Afterwards free memory is given back, and allocations are as glibc's come to
/// be in a program that has freed a large one. Where the C library has no such settings, nothing happens.
///
/// Not for several threads: a page stays on the memory node of the thread that first wrote it.
class freed_memory_stays {
 public:
  freed_memory_stays() noexcept;
  ~freed_memory_stays();
  freed_memory_stays(const freed_memory_stays&) = delete;
  freed_memory_stays& operator=(const freed_memory_stays&) = delete;
};

}  // namespace calib::measure
