#pragma once
/// What a user says about a model that the file leaves open.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace calib::onnx {

/// Of one execution of an operator, as works_at() reads it.
struct operator_cost {
  std::string flops, bytes;
};

struct import_options {
  std::string id;                               ///< of the network; empty: made of the file's name
  std::string name;                             ///< for people; empty: the file's name
  std::optional<std::uint64_t> batch;           ///< its usual value; nothing: 1, or what the file says
  std::map<std::string, std::uint64_t> sizes;   ///< dimensions that are fixed, by name
  std::map<std::string, operator_cost> costs;   ///< of operators, by name: "Domain.Op", "Op" of ONNX's own
  bool allow_roofline = false;                  ///< count unknown operators by the bytes of their operands
  std::map<std::string, std::string> branches;  ///< "then" or "else", by the name of the If
  /// Of values that the file states none of: numbers, and names of the inputs' open dimensions.
  std::map<std::string, std::vector<std::string>> shapes;
  std::map<std::string, std::uint64_t> trips;  ///< rounds, by the name of the Loop
};

}  // namespace calib::onnx
