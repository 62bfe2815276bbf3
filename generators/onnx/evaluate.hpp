#pragma once
/// Executes a model on sizes instead of numbers: gives every tensor its sizes, and contents where sizes decide them.

#include <map>
#include <string_view>

#include "onnx/import_options.hpp"
#include "onnx/trace.hpp"

namespace calib::onnx {

/// Sizes that are given: of the graph's inputs, and of dimensions by their name in the file.
struct given_sizes {
  std::vector<shape> inputs;  ///< in the order of open_inputs
  std::map<std::string_view, std::int64_t> by_param;
};

/// The inputs of the graph that no initializer fills.
std::vector<const value_info*> open_inputs(const graph& g);

/// Throws a fault where sizes do not fit together, and where an If or a Loop needs a word from the user. Values whose
/// sizes nobody knows have none.
trace evaluate(const model& m, const given_sizes& sizes, const import_options& options);

}  // namespace calib::onnx
