#include "onnx/unmatched_options.hpp"

#include <set>
#include <string>

#include "onnx/error.hpp"
#include "profile_io/text.hpp"

namespace calib::onnx {
namespace {

/// What options may name, of a graph and those inside it.
struct names_in_model {
  std::set<std::string> operators, values, ifs, loops;

  void add(const graph& of) {
    for (const node& one : of.nodes) {
      operators.insert(one.operation());
      for (const std::string_view result : one.outputs) values.emplace(result);
      if (one.op_type == "If") ifs.emplace(one.called());
      if (one.op_type == "Loop") loops.emplace(one.called());
      for (const attribute& a : one.attributes) {
        if (a.nested) add(*a.nested);
      }
    }
  }
};

/// At most a few of the names, as a file may have any number of them.
std::string some_of(const std::set<std::string>& names) {
  constexpr std::size_t most = 8;
  std::string out;
  std::size_t shown = 0;
  for (const std::string& name : names) {
    if (shown++ == most) return out + ", ...";
    out += (out.empty() ? "" : ", ") + profile_io::in_quotes(name);
  }
  return out.empty() ? "none" : out;
}

std::string nothing_called(const std::string& name, const std::string& option, const std::string& kind) {
  return "has no " + kind + " called " + profile_io::in_quotes(name) + ", which " + option + " names";
}

template <class Value>
void check(const std::map<std::string, Value>& given, const std::set<std::string>& known, const std::string& option,
           const std::string& kind) {
  for (const auto& [name, value] : given) {
    if (known.contains(name)) continue;
    refuse("", nothing_called(name, option, kind), "correct it; there are: " + some_of(known));
  }
}

}  // namespace

void refuse_unmatched(const model& of, const import_options& options) {
  if (options.costs.empty() && options.branches.empty() && options.trips.empty() && options.shapes.empty()) {
    return;
  }
  names_in_model there;
  there.add(of.main);
  check(options.costs, there.operators, "--op-cost", "operator");
  check(options.shapes, there.values, "--shape", "value");
  check(options.branches, there.ifs, "--branch", "If");
  check(options.trips, there.loops, "--trips", "Loop");
}

}  // namespace calib::onnx
