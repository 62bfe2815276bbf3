#pragma once
/// A step as rules see it: its attributes, the sizes and contents of what it reads, and the places of its results.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "onnx/trace.hpp"

namespace calib::onnx {

/// Thrown where a rule asks for sizes or a content that nobody knows; the results stay without sizes.
struct unknown_size {};

class call {
 public:
  call(trace& t, const step& s) : trace_{t}, step_{s} {}

  [[nodiscard]] const node& what() const noexcept { return *step_.what; }
  [[nodiscard]] std::int64_t opset() const noexcept { return trace_.opset; }
  [[nodiscard]] std::size_t inputs() const noexcept { return step_.inputs.size(); }
  [[nodiscard]] std::size_t outputs() const noexcept { return step_.outputs.size(); }
  [[nodiscard]] bool has(std::size_t input) const noexcept;
  /// Throws a fault where the input is left out.
  [[nodiscard]] const value& in(std::size_t input) const;
  /// The output, or one that nobody reads where it is left out.
  value& out(std::size_t output);

  /// Sizes of an input; throws unknown_size.
  [[nodiscard]] const shape& dims(std::size_t input) const;
  [[nodiscard]] std::int64_t rank(std::size_t input) const { return static_cast<std::int64_t>(dims(input).size()); }
  /// Content of an input; throws unknown_size.
  [[nodiscard]] const numbers& content(std::size_t input) const;
  /// The same as whole numbers.
  [[nodiscard]] std::vector<std::int64_t> wholes(std::size_t input) const;
  /// The only element of an input; throws a fault where it has others.
  [[nodiscard]] double scalar(std::size_t input) const;

  [[nodiscard]] std::int64_t whole(std::string_view attribute, std::int64_t otherwise) const;
  [[nodiscard]] double real(std::string_view attribute, double otherwise) const;
  [[nodiscard]] std::string_view text(std::string_view attribute, std::string_view otherwise) const;
  [[nodiscard]] std::optional<std::vector<std::int64_t>> list(std::string_view attribute) const;

  /// What was an attribute once and is an input since `version`: the list from where this model has it.
  [[nodiscard]] std::optional<std::vector<std::int64_t>> list_since(std::int64_t version, std::string_view attribute,
                                                                    std::size_t input) const;

  /// An axis counted from the front; throws a fault where the tensor has none such.
  [[nodiscard]] std::size_t axis(std::int64_t given, std::int64_t rank) const;

  /// Gives an output its sizes. Throws a fault for negative ones, and for more elements than 2^53.
  void give(std::size_t output, shape dims, int type);
  /// The same with a content; dropped where it has more than most_kept_elements.
  void give(std::size_t output, shape dims, int type, std::optional<numbers> content);

  /// Something people should know though the network can be used.
  void note(const std::string& text) { trace_.notes.push_back(what().place() + " " + text); }

  [[noreturn]] void refuse_call(const std::string& problem,
                                const std::string& remedy = "export the model again, or give other sizes") const;

 private:
  trace& trace_;
  const step& step_;
  value ignored_;
};

/// A double as a whole number, at most 2^53 from 0.
std::int64_t as_whole(double number) noexcept;

/// "1x3x224x224"
std::string text_of(const shape& dims);

/// The sizes that both broadcast to; throws a fault in the name of the call where they do not.
shape broadcast(const call& c, const shape& a, const shape& b);

/// A product of sizes that never overflows: beyond 2^53 it is the number after that. Negative ones count as 0.
std::int64_t product(std::int64_t a, std::int64_t b) noexcept;

/// The product of all sizes, or of those from `first` to before `last`.
std::int64_t elements(const shape& dims) noexcept;
std::int64_t elements(const shape& dims, std::size_t first, std::size_t last) noexcept;

}  // namespace calib::onnx
