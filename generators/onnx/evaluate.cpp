#include "onnx/evaluate.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include "onnx/call.hpp"
#include "onnx/error.hpp"
#include "onnx/limits.hpp"
#include "onnx/operators.hpp"
#include "onnx/tensor_reader.hpp"
#include "profile_io/text.hpp"

namespace calib::onnx {
namespace {

// The values that names stand for, in one graph.
struct scope {
  const scope* outer = nullptr;
  std::unordered_map<std::string_view, int> values{};
  std::unordered_map<std::string_view, const value_info*> stated{};

  [[nodiscard]] int find(std::string_view name) const {
    const auto own = values.find(name);
    if (own != values.end()) return own->second;
    return outer != nullptr ? outer->find(name) : absent;
  }
};

class evaluation {
 public:
  evaluation(const model& m, const given_sizes& sizes, const import_options& options)
      : model_{m}, sizes_{sizes}, options_{options} {
    trace_.opset = m.opset();
    trace_.missing_files = m.missing_files;
    trace_.functions = m.functions;
  }

  trace run() {
    scope main;
    const auto open = open_inputs(model_.main);
    for (std::size_t i = 0; i < open.size(); ++i) {
      const int number = add({.name = open[i]->name, .type = open[i]->type, .dims = sizes_.inputs[i]});
      onnx::elements(sizes_.inputs[i], open[i]->name);
      main.values[open[i]->name] = number;
      trace_.inputs.push_back(number);
    }
    execute(model_.main, main, 1);
    if (model_.main.outputs.empty()) refuse("", "has a graph without outputs: nothing of it is needed");
    for (const value_info& v : model_.main.outputs) trace_.outputs.push_back(main.find(v.name));
    return std::move(trace_);
  }

 private:
  int add(value v) {
    trace_.values.push_back(std::move(v));
    return static_cast<int>(trace_.values.size()) - 1;
  }

  value& at(int number) { return trace_.values[static_cast<std::size_t>(number)]; }

  void execute(const graph& g, scope& s, std::uint64_t times) {
    for (const tensor& t : g.initializers) {
      const int number = add({.name = t.name, .type = t.type, .dims = t.dims, .content = t.content, .weight = true});
      at(number).origin = number;
      s.values[t.name] = number;
    }
    for (const auto* list : {&g.values, &g.outputs}) {
      for (const value_info& v : *list) s.stated.emplace(v.name, &v);
    }
    for (const node& n : g.nodes) {
      const std::string name = n.operation();
      if (name == "If") {
        execute_if(n, s, times);
      } else if (name == "Loop") {
        execute_loop(n, s, times);
      } else {
        execute(n, s, times);
      }
    }
  }

  void execute(const node& n, scope& s, std::uint64_t times) {
    step made{.what = &n, .times = times};
    for (const std::string_view input : n.inputs) made.inputs.push_back(input.empty() ? absent : s.find(input));
    for (const std::string_view output : n.outputs) {
      made.outputs.push_back(output.empty() ? absent
                                            : add({.name = output, .maker = static_cast<int>(trace_.steps.size())}));
      if (!output.empty()) s.values[output] = made.outputs.back();
    }
    trace_.steps.push_back(std::move(made));
    if (const operator_rules* const rules = find_rules(n.operation()); rules != nullptr && rules->infer != nullptr) {
      try {
        call c(trace_, trace_.steps.back());
        rules->infer(c);
      } catch (const unknown_size&) {
      }
      mark_folded(trace_.steps.back());
    }
    for (const int output : trace_.steps.back().outputs) {
      if (output == absent) continue;
      if (!at(output).dims) {
        take_stated(at(output), s);
      } else {
        check_given(at(output), s);
      }
    }
  }

  // What follows from weights is one; what follows from weights and sizes is decided. Contents always are.
  void mark_folded(const step& made) {
    bool weight = !made.inputs.empty(), decided = weight;
    int origin = absent;
    for (const int input : made.inputs) {
      if (input == absent) continue;
      const value& v = at(input);
      weight = weight && v.weight;
      decided = decided && is_folded(v);
      if (v.origin != absent && (origin == absent || stored(v.origin) > stored(origin))) origin = v.origin;
    }
    for (const int output : made.outputs) {
      if (output == absent || !at(output).dims) continue;
      value& v = at(output);
      v.weight = v.weight || weight;
      v.decided = decided || v.weight || v.content.has_value();
      if (v.weight && (origin == absent || made.what->op_type == "ConstantOfShape")) {
        v.origin = output;
      } else if (decided && made.what->op_type != "Shape" && made.what->op_type != "Size") {
        v.origin = origin;
      }
    }
  }

  [[nodiscard]] std::int64_t stored(int number) { return elements(at(number).dims.value_or(shape{0})); }

  // What the file says of a value that no rule gives its sizes.
  void take_stated(value& v, const scope& s) const {
    const auto stated = s.stated.find(v.name);
    if (stated == s.stated.end()) return;
    if (v.type == element::unknown) v.type = stated->second->type;
    if (!stated->second->dims) return;
    shape dims;
    for (const dimension& d : *stated->second->dims) {
      const auto named = sizes_.by_param.find(d.param);
      if (d.value < 0 && named == sizes_.by_param.end()) return;
      dims.push_back(d.value >= 0 ? d.value : named->second);
    }
    onnx::elements(dims, v.name);
    v.dims = std::move(dims);
  }

  // What a user says of a value may not be something else than what follows.
  void check_given(const value& v, const scope& s) const {
    if (!options_.shapes.contains(std::string{v.name})) return;
    value given{.name = v.name};
    take_stated(given, s);
    if (!given.dims || *given.dims == *v.dims) return;
    refuse("value " + profile_io::in_quotes(v.name),
           "is of " + text_of(*v.dims) + ", and --shape says " + text_of(*given.dims), "leave it out");
  }

  static const graph& nested(const node& n, std::string_view name) {
    const auto* const a = n.find(name);
    if (a == nullptr || !a->nested) refuse(n.place(), "has no " + std::string{name});
    return *a->nested;
  }

  [[nodiscard]] int input(const node& n, std::size_t i, const scope& s) const {
    return i < n.inputs.size() && !n.inputs[i].empty() ? s.find(n.inputs[i]) : absent;
  }

  [[nodiscard]] std::optional<double> known_number(int number) {
    if (number == absent || !at(number).content || at(number).content->size() != 1) return std::nullopt;
    const double found = at(number).content->front();
    return std::isnan(found) ? std::nullopt : std::optional{found};
  }

  void execute_if(const node& n, scope& s, std::uint64_t times) {
    std::string branch;
    const std::string name{n.called()};
    if (const auto given = options_.branches.find(name); given != options_.branches.end()) {
      branch = given->second;
    } else if (const auto condition = known_number(input(n, 0, s))) {
      branch = *condition != 0 ? "then" : "else";
    } else {
      refuse(n.place(), "chooses a branch by numbers that only an execution knows",
             "give --branch " + name + "=then or --branch " + name + "=else");
    }
    const graph& body = nested(n, branch + "_branch");
    scope inner{.outer = &s};
    execute(body, inner, times);
    for (std::size_t i = 0; i < n.outputs.size(); ++i) {
      if (i >= body.outputs.size()) refuse(n.place(), "has more outputs than its branch");
      s.values[n.outputs[i]] = inner.find(body.outputs[i].name);
    }
  }

  std::uint64_t rounds(const node& n, const scope& s) {
    const std::string name{n.called()};
    if (const auto given = options_.trips.find(name); given != options_.trips.end()) return given->second;
    const int most = input(n, 0, s), going_on = input(n, 1, s);
    const auto count = known_number(most);
    const bool to_the_end = going_on == absent || known_number(going_on).value_or(0) != 0;
    if (!count || !to_the_end) {
      refuse(n.place(), "repeats its body as often as only an execution knows",
             "give the number of rounds with --trips " + name + "=N");
    }
    if (*count > static_cast<double>(most_rounds)) {
      refuse(n.place(), "repeats its body until a condition fails",
             "give the number of rounds with --trips " + name + "=N");
    }
    return static_cast<std::uint64_t>(std::max(*count, 0.0));
  }

  void execute_loop(const node& n, scope& s, std::uint64_t times) {
    const graph& body = nested(n, "body");
    const std::uint64_t count = rounds(n, s);
    const std::size_t carried = body.inputs.size() < 2 ? 0 : body.inputs.size() - 2;
    if (body.inputs.size() < 2 || carried + 2 != std::max<std::size_t>(n.inputs.size(), 2) ||
        body.outputs.size() < n.outputs.size() + 1 || body.outputs.size() < carried + 1) {
      refuse(n.place(), "has a body whose inputs and outputs are not its own");
    }
    scope inner{.outer = &s};
    inner.values[body.inputs[0].name] = add({.name = body.inputs[0].name, .type = element::i64, .dims = shape{}});
    // True as long as the body goes round: a body that hands it on repeats to the end.
    inner.values[body.inputs[1].name] = add({.name = body.inputs[1].name,
                                             .type = element::boolean,
                                             .dims = shape{},
                                             .content = numbers{1},
                                             .decided = true});
    std::vector<int> rounds_in;
    for (std::size_t i = 0; i < carried; ++i) {
      const int first = input(n, i + 2, s);
      if (first == absent) refuse(n.place(), "leaves out what its body reads");
      value v{.name = body.inputs[i + 2].name, .type = at(first).type, .dims = at(first).dims};
      v.same_as = first;
      rounds_in.push_back(add(v));
      inner.values[v.name] = rounds_in.back();
    }
    if (count > 0 && times > (std::uint64_t{1} << 53) / count) refuse(n.place(), "repeats more than 2^53 times");
    execute(body, inner, times * count);
    check_condition(n, inner.find(body.outputs[0].name));
    for (std::size_t i = 0; i < carried; ++i) hand_on(n, rounds_in[i], inner.find(body.outputs[i + 1].name), count);
    for (std::size_t i = 0; i < n.outputs.size(); ++i) {
      const int made = inner.find(body.outputs[i + 1].name);
      value v{.name = n.outputs[i], .type = at(made).type, .dims = at(made).dims};
      v.same_as = made;
      if (i >= carried && v.dims) {
        v.dims->insert(v.dims->begin(), static_cast<std::int64_t>(count));
        onnx::elements(*v.dims, v.name);
      }
      if (!n.outputs[i].empty()) s.values[n.outputs[i]] = add(v);
    }
  }

  // The body decides whether there is another round.
  void check_condition(const node& n, int condition) {
    if (options_.trips.contains(std::string{n.called()}) || known_number(condition).value_or(0) != 0) return;
    refuse(n.place(), "repeats its body until a condition fails that only an execution knows",
           "give the number of rounds with --trips " + std::string{n.called()} + "=N");
  }

  // What a round makes is what the next one reads.
  void hand_on(const node& n, int in, int made, std::uint64_t count) {
    if (count < 2) return;
    at(in).later = made;
    if (!at(in).dims || !at(made).dims || *at(in).dims == *at(made).dims) return;
    refuse(n.place(),
           "has " + profile_io::in_quotes(at(in).name) + " of " + text_of(*at(in).dims) +
               " in its first round and of " + text_of(*at(made).dims) + " in the next",
           "unroll the loop before the export");
  }

  const model& model_;
  const given_sizes& sizes_;
  const import_options& options_;
  trace trace_;
};

}  // namespace

std::vector<const value_info*> open_inputs(const graph& g) {
  std::unordered_set<std::string_view> filled;
  for (const tensor& t : g.initializers) filled.insert(t.name);
  std::vector<const value_info*> open;
  for (const value_info& v : g.inputs) {
    if (!filled.contains(v.name)) open.push_back(&v);
  }
  return open;
}

trace evaluate(const model& m, const given_sizes& sizes, const import_options& options) {
  return evaluation(m, sizes, options).run();
}

std::vector<bool> executed(const trace& t) {
  std::vector<bool> result(t.steps.size(), false), seen(t.values.size(), false);
  std::vector<int> waiting;
  const auto need = [&](int number) {
    if (number == absent || seen[static_cast<std::size_t>(number)]) return;
    seen[static_cast<std::size_t>(number)] = true;
    waiting.push_back(number);
  };
  for (const int output : t.outputs) need(output);
  while (!waiting.empty()) {
    const value& v = t.values[static_cast<std::size_t>(waiting.back())];
    waiting.pop_back();
    if (is_folded(v)) continue;
    need(v.same_as);
    need(v.later);
    if (v.maker < 0) continue;
    const auto maker = static_cast<std::size_t>(v.maker);
    result[maker] = true;
    for (const int input : t.steps[maker].inputs) need(input);
  }
  return result;
}

}  // namespace calib::onnx
