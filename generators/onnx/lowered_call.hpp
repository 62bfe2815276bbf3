#pragma once
/// A step as the rules see it that make layers of it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "calib/precision.hpp"
#include "onnx/call.hpp"

namespace calib::onnx {

/// A layer whose sizes are numbers.
struct numeric_layer {
  std::string name, kind, operation;
  calib::precision precision = calib::precision::f32;
  std::vector<std::uint64_t> sizes;
  std::vector<std::int32_t> inputs;
  std::uint64_t output = 0;
  bool bias = false;
  std::uint64_t times = 1;
  std::optional<std::uint64_t> parameters;
};

/// Thrown by a rule for a node that no operation stands for; `why` is a clause: "calib has no convolution in 3-d".
struct not_lowered {
  std::string why;
};

/// What a rule says of a layer; the rest follows from the step.
struct layer_draft {
  std::string_view operation;
  std::vector<std::int64_t> sizes{};
  std::string kind{};
  bool bias = false;
  std::optional<std::int64_t> parameters{};
  std::optional<calib::precision> precision{};  ///< otherwise the result's
};

/// Where layers go.
class layer_sink {
 public:
  /// Adds a layer of a step and gives its number; it reads what the step reads, or `only_input`.
  virtual std::int32_t add(const step& s, const layer_draft& draft, std::optional<std::int32_t> only_input) = 0;
  /// Whether this tensor of the file is counted for the first time.
  virtual bool count_once(int origin) = 0;
  /// The steps that read a value.
  [[nodiscard]] virtual const std::vector<int>& readers(int value) const = 0;

 protected:
  ~layer_sink() = default;
};

/// A call that becomes layers.
class lowered_call : public call {
 public:
  lowered_call(layer_sink& sink, trace& t, const step& s) : call(t, s), sink_{sink}, trace_{t}, own_{s} {}

  /// Adds a layer that reads the step's inputs; a further one of the same step reads the one before.
  void emit(const layer_draft& draft);
  /// Adds a layer that takes no time.
  void emit_free();

  /// What its file calls it.
  [[nodiscard]] std::string kind() const { return std::string{what().op_type}; }

  /// Whether an input is known before the network is executed.
  [[nodiscard]] bool folded(std::size_t input) const { return is_folded(in(input)); }
  /// Parameters that an input adds to the network: elements of the tensor it is made of, or 0 where they are whole
  /// numbers, a scalar, or counted before.
  [[nodiscard]] std::int64_t parameters(std::size_t input);
  /// Whether the weights at an input are those of a layer before: as many parameters as that has, and no more.
  [[nodiscard]] bool shared(std::size_t input);
  /// Elements of the first result, and of an input.
  [[nodiscard]] std::int64_t output_elements() const;
  [[nodiscard]] std::int64_t input_elements(std::size_t input) const { return elements(dims(input)); }
  /// Bytes of so many elements of a format.
  [[nodiscard]] static std::int64_t bytes(std::int64_t elements, int type);
  /// What the first result is priced in.
  [[nodiscard]] calib::precision precision() const;

  /// Its first result.
  [[nodiscard]] const value& result() const { return trace_.values[static_cast<std::size_t>(results().front())]; }
  /// The values of its results that are not left out.
  [[nodiscard]] std::vector<int> results() const;
  /// The steps that read a value.
  [[nodiscard]] const std::vector<int>& readers(int value) const { return sink_.readers(value); }
  [[nodiscard]] const trace& execution() const noexcept { return trace_; }

 private:
  layer_sink& sink_;
  const trace& trace_;
  const step& own_;
  std::int32_t last_ = 0;
  bool emitted_ = false;
};

}  // namespace calib::onnx
