#pragma once
/// Plain text tables: columns as wide as their widest cell, numbers to the right.

#include <string>
#include <vector>

namespace calib::console {

class text_table {
 public:
  /// A column whose name begins with '>' is right-aligned (the mark is not shown).
  explicit text_table(std::vector<std::string> columns);

  /// Missing cells are empty; more cells than columns is a programming error (std::logic_error).
  void add(std::vector<std::string> cells);

  /// Lines ending in '\n', each indented by two spaces.
  std::string str() const;

 private:
  std::vector<std::string> columns_;
  std::vector<bool> right_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace calib::console
