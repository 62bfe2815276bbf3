#include "measure/freed_memory.hpp"

#include <cstdlib>  // defines __GLIBC__

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace calib::measure {

#if defined(__GLIBC__)

namespace {

// glibc's own: how many allocations may be mapped by themselves, and from which size on. It raises that size with what
// is freed, up to this one, and keeps twice as much of the heap's end; but not once a setting was made.
constexpr int most_mapped = 65'536, mapped_from_bytes = 32 << 20, kept_end_bytes = 2 * mapped_from_bytes;

}  // namespace

freed_memory_stays::freed_memory_stays() noexcept {
  ::mallopt(M_MMAP_MAX, 0);         // nothing is mapped by itself, and unmapped when freed
  ::mallopt(M_TRIM_THRESHOLD, -1);  // the end of the heap is not given back
}

freed_memory_stays::~freed_memory_stays() {
  ::mallopt(M_MMAP_MAX, most_mapped);
  ::mallopt(M_MMAP_THRESHOLD, mapped_from_bytes);
  ::mallopt(M_TRIM_THRESHOLD, kept_end_bytes);
  ::malloc_trim(0);
}

#else

freed_memory_stays::freed_memory_stays() noexcept = default;
freed_memory_stays::~freed_memory_stays() = default;

#endif

}  // namespace calib::measure
