#pragma once
/// One execution of a model at given sizes: the nodes that are executed, with the tensors between them.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "onnx/element_type.hpp"
#include "onnx/model.hpp"

namespace calib::onnx {

using numbers = std::vector<double>;

/// A tensor of the execution.
struct value {
  std::string_view name{};
  int type = element::unknown;
  std::optional<shape> dims{};
  std::optional<numbers> content{};  ///< of small ones that the sizes decide: shapes, axes
  bool weight = false;               ///< follows from the file alone
  bool decided = false;              ///< follows from the file and the sizes; of any size, unlike content
  int origin = -1;                   ///< the largest tensor of the file that a weight is made of
  int quantised_from = 0;            ///< format of what DequantizeLinear made it of: i8 or u8
  int maker = -1;                    ///< number of the step; -1: from outside, or from the file
  int same_as = -1;                  ///< the value that this one is in the first round of a loop, or collects
  int later = -1;                    ///< the value that this one is in later rounds
};

inline constexpr int absent = -1;

/// A node that is executed.
struct step {
  const node* what = nullptr;
  std::vector<int> inputs{}, outputs{};  ///< numbers of values; `absent` where left out
  std::uint64_t times = 1;               ///< more in loops
};

struct trace {
  std::int64_t opset = 0;
  std::vector<value> values;
  std::vector<step> steps;  ///< in order; bodies of If and Loop in place of these
  std::vector<int> inputs;  ///< values from outside
  std::vector<int> outputs;
  std::vector<std::string> notes;
  std::vector<std::string> missing_files;
  std::set<std::string> functions;
  std::size_t kept = 0;  ///< elements of all contents
};

/// The numbers of the steps whose results the outputs depend on: others are not executed. What sizes decide is not
/// computed either.
std::vector<bool> executed(const trace& t);

/// Whether nothing is computed for this value when the network is executed: a weight, or what sizes decide.
inline bool is_folded(const value& v) { return v.weight || v.decided; }

}  // namespace calib::onnx
