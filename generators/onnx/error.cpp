#include "onnx/error.hpp"

#include <utility>

namespace calib::onnx {
namespace {

std::string sentence(const std::string& file, const std::string& where, const std::string& problem,
                     const std::string& remedy) {
  return file + ": " + (where.empty() ? "" : where + ": ") + problem + "; " + remedy;
}

}  // namespace

onnx_error::onnx_error(std::string file, std::string where, std::string problem, std::string remedy)
    : invalid_input(sentence(file, where, problem, remedy)),
      file_{std::move(file)},
      where_{std::move(where)},
      problem_{std::move(problem)},
      remedy_{std::move(remedy)} {}

void refuse(std::string where, std::string problem, std::string remedy) {
  throw fault{std::move(where), std::move(problem), std::move(remedy)};
}

}  // namespace calib::onnx
