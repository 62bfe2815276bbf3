#include "calib/profile_error.hpp"

#include <utility>

namespace calib {
namespace {

std::string sentence(const std::string& file, const std::string& pointer, const std::string& problem,
                     const std::string& remedy) {
  return (file.empty() ? "" : file + ": ") + (pointer.empty() ? "" : pointer + ": ") + problem + "; " + remedy;
}

}  // namespace

profile_error::profile_error(profile_fault code, std::string file, std::string pointer, std::string problem,
                             std::string remedy)
    : std::runtime_error(sentence(file, pointer, problem, remedy)),
      code_{code},
      file_{std::move(file)},
      pointer_{std::move(pointer)},
      problem_{std::move(problem)},
      remedy_{std::move(remedy)} {}

}  // namespace calib
