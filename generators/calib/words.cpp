#include "words.hpp"

#include <sstream>

namespace calib::tool {

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

}  // namespace calib::tool
