#pragma once
/// The steps of a network that oneDNN has primitives for.

#include <cstddef>
#include <optional>
#include <vector>

#include "calib/precision.hpp"
#include "kernels/network_step.hpp"
#include "kernels/onednn/tensors.hpp"

namespace calib::kernels::onednn {

/// So many elements behind each other.
dnnl::memory::desc flat(std::size_t elements, precision p);

/// Adds the step's primitive, and the reorders in front of it, to what `made` has; the result. Operands that are none
/// of `inputs` get memory of their own. Nothing where oneDNN has no primitive for the step.
std::optional<dnnl::memory> join(tensors& made, const network_step& step, std::vector<dnnl::memory> inputs);

}  // namespace calib::kernels::onednn
