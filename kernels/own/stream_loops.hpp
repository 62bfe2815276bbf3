#pragma once
/// The memory loops on one thread, for float and double. Arrays are dense and do not overlap.
///
/// Stores are plain. A plain store to a line that is not in the cache first reads the line (write-allocate), so beyond
/// the caches the memory moves more than STREAM counts: copy and scale 3 for every 2 counted, stream_add and triad
/// 4 for 3, write 2 for 1. Non-temporal stores would avoid it, but networks' kernels store plainly, and it is their
/// bandwidth that is wanted. Some CPUs turn long runs of plain stores into writes without the read (Intel Ice Lake and
/// later when the memory is busy, Neoverse's write streaming), which then shows as bandwidth. memcpy would choose by
/// size, so the build keeps the compiler from making one of copy() (kernels/CMakeLists.txt).

#include <cstddef>
#include <cstdint>

namespace calib::kernels::own {

template <class T>
void copy(T* target, const T* left, std::size_t count) noexcept;  ///< target = left
template <class T>
void scale(T* target, const T* left, T factor, std::size_t count) noexcept;  ///< target = factor · left
template <class T>
void stream_add(T* target, const T* left, const T* right, std::size_t count) noexcept;  ///< target = left + right
template <class T>
void triad(T* target, const T* left, const T* right, T factor, std::size_t count) noexcept;  ///< left + factor · right
template <class T>
void write(T* target, T value, std::size_t count) noexcept;  ///< target = value

/// Exclusive or of the elements' bits: one load and one one-cycle operation per vector, in eight chains, so that two
/// loads per cycle are the limit and not the operation's latency.
template <class T>
std::uint64_t read(const T* left, std::size_t count) noexcept;

}  // namespace calib::kernels::own
