#pragma once
/// What can be wrong with an ONNX file: one error type, with a sentence for people.

#include <string>

#include "invalid_input.hpp"

namespace calib::onnx {

/// Thrown for a model that cannot become a network. what() is one sentence:
/// `model.onnx: node "fc" (Gemm): A has 512 columns and B has 1000 rows; export the model again`.
class onnx_error : public invalid_input {
 public:
  onnx_error(std::string file, std::string where, std::string problem, std::string remedy);

  [[nodiscard]] const std::string& file() const noexcept { return file_; }
  /// The node, tensor or byte that is wrong; empty for the whole model.
  [[nodiscard]] const std::string& where() const noexcept { return where_; }
  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
  /// What to do, as an instruction.
  [[nodiscard]] const std::string& remedy() const noexcept { return remedy_; }

 private:
  std::string file_, where_, problem_, remedy_;
};

/// The same where the name of the file is not known; import_onnx makes an onnx_error of it.
struct fault {
  std::string where, problem, remedy;
};

/// Throws the fault.
[[noreturn]] void refuse(std::string where, std::string problem, std::string remedy = "export the model again");

}  // namespace calib::onnx
