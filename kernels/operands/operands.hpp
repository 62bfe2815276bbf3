#pragma once
/// The memory an operation works on. One specialisation per operation, in the files beside this one, each with
///
///   explicit operands(const Op&)         allocates; throws std::bad_alloc
///   static std::size_t bytes(const Op&)  what that allocates
///   auto activations()                   references to what passes between the steps of a network: the result, whose
///                                        memory held what nobody reads any more, then the inputs; no weights, nothing
///                                        older; left out where there is none
///   void fill(std::uint64_t seed)        random inputs, poisoned results
///   check_result compare() const         results of one run after fill() against the reference
///
/// and the arrays themselves, which backends read and write.

#include <tuple>

#include "kernels/aligned_buffer.hpp"
#include "kernels/element.hpp"
#include "kernels/random.hpp"
#include "kernels/reference.hpp"

namespace calib::kernels {

template <class Op>
struct operands;

}  // namespace calib::kernels
