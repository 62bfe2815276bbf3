#include "engine_argument.hpp"

#include <array>

#include "shipped_files.hpp"

namespace calib::tool {
namespace {

struct shipped_engine {
  const char *name, *interpreter, *file;
};

// Debian's PyTorch is one of /usr/bin/python3 and of no other Python.
constexpr std::array<shipped_engine, 2> shipped{
    {{"onnxruntime", "node", "onnxruntime.mjs"}, {"pytorch", "/usr/bin/python3", "pytorch.py"}}};

}  // namespace

std::vector<std::string> shipped_engines() {
  std::vector<std::string> names;
  for (const shipped_engine& one : shipped) names.emplace_back(one.name);
  return names;
}

std::string engine_command(const std::string& text) {
  const std::size_t end = text.find(' ');
  for (const shipped_engine& one : shipped) {
    if (text.substr(0, end) != one.name) continue;
    const std::string options = end == std::string::npos ? std::string{} : text.substr(end);
    return std::string{one.interpreter} + " '" +
           (shipped_folder("engines", "kernels/external/engines") / one.file).string() + "'" + options;
  }
  return text;
}

}  // namespace calib::tool
