#pragma once
/// A chart of points and lines as plain data; plot_svg.hpp draws it.

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "report/scale.hpp"

namespace calib::report {

/// Colours that differ without colour vision, and marks that differ without colours. Position in both.
inline constexpr std::size_t mark_count = 8;

using place = std::pair<double, double>;  ///< values on the two scales

/// Points with the same mark. `series` is the number of the table of data that has a row for each, in this order.
struct mark_set {
  std::size_t mark = 0;
  std::size_t series = 0;
  std::string operation;
  bool hollow = false;  ///< not measured
  std::vector<place> at;
};

struct plot_line {
  std::size_t colour = 0;
  bool is_roof = false;   ///< what points are read against: a peak, or the ratio of what is the same
  bool coloured = false;  ///< of a roof: in its colour, not in that of text
  std::string level;      ///< of a roof: the memory it is of; empty where it is of arithmetic
  bool dashed = false;
  std::string label;  ///< written along the line; may be empty
  std::vector<place> at;
};

/// A vertical line at a value that means something.
struct guide {
  double at = 0;
  std::string label;
};

struct plot {
  scale x, y;
  std::vector<plot_line> lines;
  std::vector<mark_set> marks;
  std::vector<guide> guides;
};

struct legend_entry {
  std::size_t mark = 0;
  std::string label;
  bool hollow = false;
};

/// One picture: plots side by side under one legend.
struct figure {
  std::string id;  ///< unique in a report; also the name of its file
  std::string title, description;
  std::vector<plot> plots;
  std::vector<legend_entry> legend;
  int height = 320;  ///< of the plots
};

}  // namespace calib::report
