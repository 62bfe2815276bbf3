#include "measure/stack_position.hpp"

namespace calib::measure {

// Not inline: the caller's frame would keep what is allocated. Under AddressSanitizer, more would be.
[[gnu::noinline, gnu::no_sanitize_address]] void run_at(std::size_t position, resident_workload& work,
                                                        std::size_t calls) {
  void* const above = __builtin_alloca(position * stack_alignment);
  asm volatile("" : : "r"(above) : "memory");  // or nothing would be allocated, as nothing uses it
  work.run(calls);
}

}  // namespace calib::measure
