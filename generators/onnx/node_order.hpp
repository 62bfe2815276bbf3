#pragma once
/// The order in which the nodes of a graph can be executed.

#include "onnx/model.hpp"

namespace calib::onnx {

/// Puts each node behind those whose results it reads, and leaves the order of the file where that is so already. The
/// same in nested graphs. Throws a fault for nodes in a circle, two results of one name, and names that nothing makes.
void put_in_order(graph& g);

}  // namespace calib::onnx
