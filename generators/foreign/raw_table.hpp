#pragma once
/// What a file of measurements says before anything is made of it: named columns, and rows of cells.

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "foreign/time_unit.hpp"

namespace calib::foreign {

struct raw_row {
  std::size_t line = 0;  ///< where the row begins in the file, the first line being 1
  std::vector<std::string> cells;
  std::string problem{};    ///< why it is no measurement, where its format says so
  bool open_quote = false;  ///< a quote in it is not closed before the file ends
};

struct raw_table {
  std::vector<std::string> columns;
  std::map<std::string, time_unit> units;  ///< of columns whose unit the format states otherwise than by their names
  std::vector<raw_row> rows;
  char delimiter = '\0';                 ///< between the cells of text
  std::vector<std::string> latencies{};  ///< columns, where the format says which; else their names tell
  std::string one_of{};                  ///< a column of which only one value is to be read: the name of a benchmark
  std::vector<std::string> notes{};      ///< what was noticed on the way
};

}  // namespace calib::foreign
