#include "network_io/operations.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "profile_io/nearest.hpp"
#include "profile_io/operations.hpp"

namespace calib::network_io {
namespace {

constexpr std::array<std::string_view, 2> custom_dimensions{"flops", "bytes"};

constexpr auto with_bias =
    std::to_array<std::string_view>({"gemm", "linear", "batched_gemm", "gemv", "conv2d", "conv1d", "conv2d_pointwise",
                                     "conv2d_3x3", "conv2d_window", "conv2d_depthwise", "conv2d_grouped"});

const char* problem_of_custom(std::size_t flop_count, std::size_t byte_count) noexcept {
  if (flop_count > largest_size) return "flops is larger than 2^53: give a smaller size";
  if (byte_count > largest_size) return "bytes is larger than 2^53: give a smaller size";
  if (byte_count == 0) return "bytes is 0: give a size of at least 1, or name it a reshape";
  return nullptr;
}

}  // namespace

std::optional<std::span<const std::string_view>> dimensions_of(std::string_view operation) noexcept {
  if (operation == custom) return custom_dimensions;
  if (operation == reshape) return std::span<const std::string_view>{};
  return profile_io::dimensions_of_any(operation);
}

bool exists(std::string_view operation, precision p) noexcept {
  return operation == custom || operation == reshape || profile_io::exists(operation, p);
}

const char* problem_of(std::string_view operation, std::span<const std::size_t> dims, precision p) noexcept {
  return operation == custom ? problem_of_custom(dims[0], dims[1]) : profile_io::problem_of(operation, dims, p);
}

cost work_of(std::string_view operation, precision p, std::span<const std::size_t> dims) noexcept {
  if (operation == custom) return {flops{static_cast<double>(dims[0])}, bytes{static_cast<double>(dims[1])}};
  return profile_io::work_of(operation, p, dims);
}

bool takes_bias(std::string_view operation) noexcept {
  return std::ranges::find(with_bias, operation) != with_bias.end();
}

std::string unknown_operation(std::string_view name) {
  return profile_io::unknown_operation(name) + ", " + std::string{custom} + ", " + std::string{reshape};
}

std::string nearest_operation(std::string_view name) { return profile_io::nearest_operation(name, {custom, reshape}); }

}  // namespace calib::network_io
