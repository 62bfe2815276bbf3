#include "measure/freed_memory.hpp"

#include <cstdlib>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace calib::measure {

void keep_freed_memory() noexcept {
#if defined(__GLIBC__)
  ::mallopt(M_MMAP_MAX, 0);        // nothing is mapped by itself, and unmapped when freed
  ::mallopt(M_TRIM_THRESHOLD, -1);  // the end of the heap is not given back
#endif
}

}  // namespace calib::measure
