#include "engine_argument.hpp"

#include <array>
#include <filesystem>
#include <system_error>

namespace calib::tool {
namespace {

namespace fs = std::filesystem;

struct shipped_engine {
  const char *name, *interpreter, *file;
};

// Debian's PyTorch is one of /usr/bin/python3 and of no other Python.
constexpr std::array<shipped_engine, 2> shipped{
    {{"onnxruntime", "node", "onnxruntime.mjs"}, {"pytorch", "/usr/bin/python3", "pytorch.py"}}};

// Beside the installed program, else the source tree this program was built from.
fs::path engine_file(const char* name) {
  std::error_code none;
  const fs::path program = fs::read_symlink("/proc/self/exe", none);
  const fs::path installed = program.parent_path().parent_path() / "share/calib/engines" / name;
  return !none && fs::exists(installed) ? installed : fs::path{CALIB_SOURCE_FOLDER} / "kernels/external/engines" / name;
}

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
    return std::string{one.interpreter} + " '" + engine_file(one.file).string() + "'" + options;
  }
  return text;
}

}  // namespace calib::tool
