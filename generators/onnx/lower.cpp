#include "onnx/lower.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_set>

#include "network_io/check.hpp"
#include "onnx/error.hpp"
#include "onnx/names.hpp"
#include "onnx/operators.hpp"
#include "profile_io/operations.hpp"
#include "profile_io/text.hpp"

namespace calib::onnx {
namespace {

using profile_io::in_quotes;

// Names in one message: a model may have thousands.
constexpr std::size_t most_listed = 100, most_listed_of_one = 5;

// The nodes of one operator that is not known.
struct unknown_operator {
  std::size_t count = 0;
  std::string some, why;
};

class lowering final : public layer_sink {
 public:
  lowering(trace& t, const import_options& options, const operator_works& stated)
      : trace_{t}, options_{options}, stated_{stated}, layer_of_(t.values.size(), no_layer), readers_(t.values.size()) {
    for (std::size_t i = 0; i < t.inputs.size(); ++i) {
      const auto input = static_cast<std::size_t>(t.inputs[i]);
      layer_of_[input] = -1 - static_cast<std::int32_t>(i);
      unique(printable(t.values[input].name));
    }
    for (std::size_t s = 0; s < t.steps.size(); ++s) {
      for (const int input : t.steps[s].inputs) {
        if (input != absent) readers_[static_cast<std::size_t>(input)].push_back(static_cast<int>(s));
      }
    }
  }

  std::vector<numeric_layer> run() {
    const std::vector<bool> needed = executed(trace_);
    for (std::size_t s = 0; s < trace_.steps.size(); ++s) {
      if (needed[s]) lower(trace_.steps[s]);
    }
    if (!unknown_.empty()) refuse_unknown();
    if (without_sizes_ > 0) refuse_without_sizes();
    for (const auto& [name, nodes] : by_bytes_) {
      trace_.notes.push_back(printable(name) + " (" + std::to_string(nodes) + (nodes == 1 ? " node" : " nodes") +
                             ") is counted by the bytes of its operands");
    }
    return std::move(layers_);
  }

  std::int32_t add(const step& s, const layer_draft& draft, std::optional<std::int32_t> only_input) override {
    numeric_layer layer;
    layer.name = unique(printable(s.what->called()));
    layer.kind = kind_text(draft.kind);
    layer.operation = draft.operation;
    layer.precision = *draft.precision;
    for (const std::int64_t size : draft.sizes) layer.sizes.push_back(static_cast<std::uint64_t>(size));
    layer.inputs = only_input ? std::vector{*only_input} : inputs_of(s);
    layer.bias = draft.bias;
    layer.times = s.times;
    if (draft.parameters) layer.parameters = static_cast<std::uint64_t>(*draft.parameters);
    const value& result = trace_.values[static_cast<std::size_t>(first_output(s))];
    layer.output = static_cast<std::uint64_t>(elements(*result.dims));
    check(s, layer);
    if (layers_.size() == network_io::most_layers) {
      refuse("", "has more than " + std::to_string(network_io::most_layers) + " layers, which no network may have",
             "import it in parts");
    }
    layers_.push_back(std::move(layer));
    return static_cast<std::int32_t>(layers_.size()) - 1;
  }

  [[nodiscard]] const std::vector<int>& readers(int number) const override {
    return readers_[static_cast<std::size_t>(number)];
  }

  bool count_once(int origin) override { return counted_.insert(origin).second; }

  static int first_output(const step& s) {
    for (const int output : s.outputs) {
      if (output != absent) return output;
    }
    return absent;
  }

 private:
  static constexpr std::int32_t no_layer = INT32_MIN;

  void lower(const step& s) {
    const std::string name = s.what->operation();
    const std::size_t before = layers_.size();
    const operator_rules* const rules = find_rules(name);
    std::string why;
    if (s.times == 0 || is_empty(s)) {
      pass_on(s);
    } else if (!sizes_known(s)) {
      if (rules == nullptr && !is_priced(name)) note_unknown(s, name, "");
    } else if (const auto given = stated_.find(name); given != stated_.end()) {
      custom(s, given->second);
    } else if (rules == nullptr || rules->lower == nullptr) {
      unknown(s, name, "");
    } else {
      try {
        lowered_call c(*this, trace_, s);
        rules->lower(c);
      } catch (const not_lowered& reason) {
        layers_.resize(before);
        unknown(s, name, reason.why);
      } catch (const unknown_size&) {
        note_without_sizes(s, first_output(s));
      }
    }
    if (layers_.size() == before) return;
    for (const int output : s.outputs) {
      if (output != absent) layer_of_[static_cast<std::size_t>(output)] = static_cast<std::int32_t>(layers_.size()) - 1;
    }
  }

  // A result of no elements takes no work: who reads it reads what its step reads.
  [[nodiscard]] bool is_empty(const step& s) const {
    const auto& dims = trace_.values[static_cast<std::size_t>(first_output(s))].dims;
    return dims && elements(*dims) == 0;
  }

  void pass_on(const step& s) {
    const std::vector<std::int32_t> inputs = inputs_of(s);
    for (const int output : s.outputs) {
      if (output != absent && !inputs.empty()) layer_of_[static_cast<std::size_t>(output)] = inputs.front();
    }
  }

  [[nodiscard]] bool is_priced(const std::string& name) const {
    return options_.allow_roofline || stated_.contains(name);
  }

  void unknown(const step& s, const std::string& name, const std::string& why) {
    if (!options_.allow_roofline) {
      note_unknown(s, name, why);
      return;
    }
    std::int64_t bytes = 0, results = 0;
    const auto count = [&](int number) {
      if (number == absent) return;
      const value& v = trace_.values[static_cast<std::size_t>(number)];
      if (!v.dims || elements(*v.dims) < 2) return;  // scalars say how: they do not grow with the batch
      bytes += lowered_call::bytes(elements(*v.dims), v.type);
    };
    for (const int input : s.inputs) count(input);
    for (const int output : s.outputs) {
      count(output);
      if (output != absent) results += elements(*trace_.values[static_cast<std::size_t>(output)].dims);
    }
    custom(s, {static_cast<std::uint64_t>(results), static_cast<std::uint64_t>(bytes)});
    ++by_bytes_[name];
  }

  void custom(const step& s, const operator_work& cost) {
    const value& result = trace_.values[static_cast<std::size_t>(first_output(s))];
    add(s,
        {.operation = "custom",
         .sizes = {static_cast<std::int64_t>(cost.flops), static_cast<std::int64_t>(cost.bytes)},
         .kind = s.what->operation(),
         .precision = element::precision_of(result.type)},
        std::nullopt);
  }

  // Sizes of all operands, except for those that are left out.
  bool sizes_known(const step& s) {
    bool known = true;
    for (const int input : s.inputs) {
      if (input == absent || trace_.values[static_cast<std::size_t>(input)].dims) continue;
      known = false;
      // Others are results of steps that are executed, and listed there.
      if (is_folded(trace_.values[static_cast<std::size_t>(input)])) note_without_sizes(s, input);
    }
    for (const int output : s.outputs) {
      if (output == absent || trace_.values[static_cast<std::size_t>(output)].dims) continue;
      known = false;
      note_without_sizes(s, output);
    }
    return known;
  }

  void note_without_sizes(const step& s, int output) {
    if (++without_sizes_ > most_listed) return;
    without_sizes_text_ += (without_sizes_ > 1 ? ", " : "") +
                           in_quotes(trace_.values[static_cast<std::size_t>(output)].name) + " of " + s.what->place();
  }

  void note_unknown(const step& s, const std::string& name, const std::string& why) {
    unknown_operator& u = unknown_[name];
    if (u.count++ < most_listed_of_one) u.some += (u.some.empty() ? "" : ", ") + in_quotes(s.what->called());
    u.why = trace_.functions.contains(name) ? "a function of the model; inline it with onnx.inliner" : why;
  }

  [[noreturn]] void refuse_unknown() const {
    std::string text;
    std::size_t listed = 0;
    for (const auto& [name, u] : unknown_) {
      if (++listed > most_listed) {
        text += ", and " + std::to_string(unknown_.size() - most_listed) + " more";
        break;
      }
      const std::string more = u.count > most_listed_of_one ? ", ..." : "";
      text += (text.empty() ? "" : ", ") + printable(name) + " (" + std::to_string(u.count) +
              (u.count == 1 ? " node: " : " nodes: ") + u.some + more + (u.why.empty() ? "" : "; " + u.why) + ")";
    }
    refuse("", "has operators that calib does not know: " + text,
           "give each a cost with `calib network import ... --op-cost " + printable(unknown_.begin()->first) +
               "=FLOPS:BYTES`, or count them by their bytes with `calib network import ... --allow-roofline`");
  }

  [[noreturn]] void refuse_without_sizes() const {
    const std::string more =
        without_sizes_ > most_listed ? ", and " + std::to_string(without_sizes_ - most_listed) + " more" : "";
    std::string files;
    for (const std::string& name : trace_.missing_files) files += (files.empty() ? "" : ", ") + in_quotes(name);
    refuse("",
           std::to_string(without_sizes_) + (without_sizes_ == 1 ? " value has" : " values have") +
               " no size: " + without_sizes_text_ + more,
           files.empty()
               ? "fix open dimensions with --size name=N, give results of custom operators theirs with `calib network "
                 "import ... --shape VALUE=SIZE,...`, or export the model with the sizes of its values"
               : "put " + files + " beside the model: shapes are in there");
  }

  [[nodiscard]] std::int32_t layer_of(int number) const {
    while (layer_of_[static_cast<std::size_t>(number)] == no_layer) {
      number = trace_.values[static_cast<std::size_t>(number)].same_as;
      if (number < 0) return no_layer;
    }
    return layer_of_[static_cast<std::size_t>(number)];
  }

  [[nodiscard]] std::vector<std::int32_t> inputs_of(const step& s) const {
    std::vector<std::int32_t> result;
    for (const int input : s.inputs) {
      if (input == absent || is_folded(trace_.values[static_cast<std::size_t>(input)])) continue;
      const std::int32_t layer = layer_of(input);
      if (layer == no_layer || std::find(result.begin(), result.end(), layer) != result.end()) continue;
      result.push_back(layer);
    }
    return result;
  }

  std::string unique(const std::string& name) { return names_.unique(name); }

  static std::string kind_text(const std::string& kind) { return kind.empty() ? kind : printable(kind); }

  static void check(const step& s, const numeric_layer& layer) {
    if (layer.operation == "reshape" || layer.operation == "custom") return;
    const std::vector<std::size_t> dims(layer.sizes.begin(), layer.sizes.end());
    const char* const problem = profile_io::problem_of(layer.operation, dims, layer.precision);
    if (problem == nullptr) return;
    refuse(s.what->place(), "becomes " + layer.operation + ", but " + std::string{problem}, "give other sizes");
  }

  trace& trace_;
  const import_options& options_;
  const operator_works& stated_;
  std::vector<std::int32_t> layer_of_;
  std::vector<std::vector<int>> readers_;
  std::vector<numeric_layer> layers_;
  unique_names names_;
  std::map<std::string, unknown_operator> unknown_;
  std::map<std::string, std::size_t> by_bytes_;
  std::unordered_set<int> counted_;
  std::size_t without_sizes_ = 0;
  std::string without_sizes_text_;
};

}  // namespace

std::vector<numeric_layer> lower(trace& t, const import_options& options, const operator_works& stated) {
  return lowering(t, options, stated).run();
}

}  // namespace calib::onnx
