#pragma once
/// Networks executed by oneDNN: each step a primitive on what the steps before it made, results kept in the layouts
/// that the primitives choose, reorders where the next one wants another.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <oneapi/dnnl/dnnl.hpp>
#include <span>

#include "kernels/network_step.hpp"

namespace calib::kernels::onednn {

/// Steps in f32 or bf16, on so many threads. What oneDNN has no primitive for runs alone. Throws std::invalid_argument
/// in the name of a step that oneDNN refuses or that has nothing to run it, and where more than `most_bytes` are
/// needed.
std::unique_ptr<network_run> make_network(const dnnl::engine& engine, std::span<const network_step> steps, int threads,
                                          std::uint64_t seed, std::size_t most_bytes);

}  // namespace calib::kernels::onednn
