#pragma once
/// Companies: workloads that are resident together and executed one after another, in a new order each time, so that
/// each finds the caches as an operation of a network does. Pure.

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace calib::measure {

struct company {
  std::vector<std::size_t> members;  ///< to be timed
  std::vector<std::size_t> others;   ///< executed between them, so that the company is as large as it should be
};

/// Cuts an order of workloads into companies whose operands take at least `bytes` together, or all there are. Members
/// are alike in size, within a factor of 16 where there are enough, as the steps of a network are: a small call right
/// after one that fills the caches is not what networks consist of. A company that runs out of such is joined by those
/// of `rest` if they suffice; the last one by any of `rest` that leave it no larger than twice `bytes`, the most alike
/// first. Else both orders are kept: the companies are in the order of their first members.
[[nodiscard]] std::vector<company> companies(std::span<const std::size_t> order, std::span<const std::size_t> rest,
                                             const std::function<std::size_t(std::size_t)>& bytes_of,
                                             std::size_t bytes);

}  // namespace calib::measure
