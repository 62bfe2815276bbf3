#include "selection_options.hpp"

#include <sstream>

#include "dimensions.hpp"
#include "profile_io/operations.hpp"

namespace calib::tool {
namespace {

// What is measured of a lowered operation are its forms.
std::vector<std::string> with_forms(const std::vector<std::string>& globs) {
  std::vector<std::string> measured;
  for (const std::string& glob : globs) {
    const auto forms = profile_io::forms_of(glob);
    if (forms.empty()) measured.push_back(glob);
    measured.insert(measured.end(), forms.begin(), forms.end());
  }
  return measured;
}

}  // namespace

std::vector<std::string> split_words(const std::vector<std::string>& lists) {
  std::vector<std::string> words;
  for (const std::string& list : lists) {
    std::istringstream in(list);
    for (std::string word; std::getline(in, word, ',');) {
      if (!word.empty()) words.push_back(word);
    }
  }
  return words;
}

void selection_options::add_to(CLI::App& command) {
  command.add_option("--ops", operations, "operations, as globs separated by commas: 'gemm,copy*'");
  command.add_option("--backend", backends, "backends, as globs separated by commas");
  command.add_option("--precision", precisions, "precisions, separated by commas: f32,f64");
}

calibration::selection selection_options::selected() const {
  calibration::selection wanted;
  if (!operations.empty()) wanted.operations = with_forms(split_words(operations));
  if (!backends.empty()) wanted.backends = split_words(backends);
  for (const std::string& name : split_words(precisions)) wanted.precisions.push_back(precision_named(name));
  return wanted;
}

}  // namespace calib::tool
