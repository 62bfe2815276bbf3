#pragma once
/// Which sizes of a model's inputs are open, and the symbols that stand for them.

#include <cstdint>
#include <string>
#include <vector>

#include "network_io/network_data.hpp"
#include "onnx/evaluate.hpp"

namespace calib::onnx {

/// A size of an input: a number, or a symbol.
struct input_size {
  std::int64_t number = 1;
  int symbol = -1;  ///< its number; -1: none
};

/// A symbol, and where it comes from.
struct open_symbol {
  std::string name;        ///< a C++ identifier
  std::string_view param;  ///< its name in the file; empty where it has none
  std::uint64_t usual = 1;
  bool stated_as_one = false;  ///< the file has a 1 there: a batch by custom, not by statement
};

struct open_sizes {
  std::vector<open_symbol> symbols;
  std::vector<std::vector<input_size>> inputs;  ///< in the order of open_inputs

  /// The index of the batch; -1 where there is none.
  [[nodiscard]] int batch() const noexcept;
};

/// The batch is the dimension that is named so, else the first one of the first input, where it has a name, no number,
/// or the number 1. Other open dimensions are symbols of their names. What `options` fixes is a number. Throws a fault
/// for inputs without dimensions, for more symbols than a network may have, and for names that are none of the model's.
open_sizes read_sizes(const model& m, const import_options& options);

/// The sizes at these values of the symbols.
given_sizes sizes_at(const open_sizes& open, const model& m, const std::vector<std::uint64_t>& values);

/// The same with one symbol as its usual number.
void fix_symbol(open_sizes& open, int symbol);

/// `text` as a C++ identifier: other characters are underscores.
std::string identifier_of(std::string_view text, std::string_view otherwise);

}  // namespace calib::onnx
