#pragma once
/// How much of a file is kept. A message of no fields takes two bytes of a file and a hundred in memory: without a
/// limit, a hostile file of some megabytes would fill gigabytes.

#include <cstddef>
#include <cstdint>
#include <string>

#include "onnx/error.hpp"

namespace calib::onnx {

/// Graphs in graphs: an If in a Loop in an If is three. Exporters stop at two or three.
inline constexpr int most_nested_graphs = 16;

/// Sizes of a tensor. ONNX Runtime's kernels stop at 8.
inline constexpr std::size_t most_dimensions = 32;

/// Nodes, attributes, tensors, names and listed numbers, all together: a language model of 96 blocks has 100,000.
inline constexpr std::size_t most_parts = 2'000'000;

/// Elements of small tensors that are known at the same time: 30 MB. The shapes of a large model have a hundredth.
inline constexpr std::size_t most_kept_in_all = 4'000'000;

/// Rounds of a loop. Exporters write the largest number there is for "until the condition fails".
inline constexpr std::uint64_t most_rounds = 1'000'000'000;

/// Counts the parts of one model.
class part_count {
 public:
  void add(std::size_t parts = 1) {
    count_ += parts;
    if (count_ > most_parts) {
      refuse("", "has more than " + std::to_string(most_parts) + " nodes, names and numbers",
             "give a smaller model; weights belong into raw_data or external files");
    }
  }

 private:
  std::size_t count_ = 0;
};

}  // namespace calib::onnx
