#include "onnx/node_order.hpp"

#include <functional>
#include <queue>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "onnx/error.hpp"
#include "profile_io/text.hpp"

namespace calib::onnx {
namespace {

using names = std::unordered_set<std::string_view>;

// What is known in a graph besides results of its nodes.
names given(const graph& g) {
  names known;
  for (const value_info& v : g.inputs) known.insert(v.name);
  for (const tensor& t : g.initializers) known.insert(t.name);
  return known;
}

// What a node reads, the nodes in its nested graphs included: of those, names that their graph does not make.
void add_reads(const node& n, names& reads) {
  for (const std::string_view input : n.inputs) {
    if (!input.empty()) reads.insert(input);
  }
  for (const attribute& a : n.attributes) {
    if (!a.nested) continue;
    names made = given(*a.nested), inner;
    for (const node& m : a.nested->nodes) {
      add_reads(m, inner);
      made.insert(m.outputs.begin(), m.outputs.end());
    }
    for (const value_info& v : a.nested->outputs) inner.insert(v.name);
    for (const std::string_view name : inner) {
      if (!made.contains(name)) reads.insert(name);
    }
  }
}

// The names that a graph sees: its own, and those of the graphs around it.
struct scope {
  const scope* outer;
  names own;

  [[nodiscard]] bool sees(std::string_view name) const {
    return own.contains(name) || (outer != nullptr && outer->sees(name));
  }
};

class sorter {
 public:
  sorter(graph& g, const scope* outer) : g_{g}, outer_{outer}, known_{given(g)} {}

  void sort() {
    index_results();
    count_reads();
    std::vector<node> sorted;
    sorted.reserve(g_.nodes.size());
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
    for (std::size_t i = 0; i < g_.nodes.size(); ++i) {
      if (waits_for_[i] == 0) ready.push(i);
    }
    while (!ready.empty()) {
      const std::size_t i = ready.top();
      ready.pop();
      for (const std::size_t reader : readers_[i]) {
        if (--waits_for_[reader] == 0) ready.push(reader);
      }
      sorted.push_back(std::move(g_.nodes[i]));
      waits_for_[i] = done;
    }
    if (sorted.size() < g_.nodes.size()) refuse_circle();
    g_.nodes = std::move(sorted);
  }

  void check_outputs() const {
    for (const value_info& v : g_.outputs) {
      if (!known_.contains(v.name) && !maker_.contains(v.name) && !seen_outside(v.name)) {
        refuse("graph output " + profile_io::in_quotes(v.name), "is made by no node");
      }
    }
  }

  [[nodiscard]] scope inner_scope() const {
    scope inner{outer_, known_};
    for (const auto& [name, maker] : maker_) inner.own.insert(name);
    return inner;
  }

 private:
  [[nodiscard]] bool seen_outside(std::string_view name) const { return outer_ != nullptr && outer_->sees(name); }

  static constexpr std::size_t done = static_cast<std::size_t>(-1);

  // An initializer may have the name of an input, which it fills.
  void check_given() const {
    names inputs, initializers;
    for (const value_info& v : g_.inputs) {
      if (!inputs.insert(v.name).second) refuse("graph input " + profile_io::in_quotes(v.name), "is there twice");
    }
    for (const tensor& t : g_.initializers) {
      if (!initializers.insert(t.name).second) refuse("tensor " + profile_io::in_quotes(t.name), "is there twice");
    }
  }

  void index_results() {
    check_given();
    for (std::size_t i = 0; i < g_.nodes.size(); ++i) {
      for (const std::string_view output : g_.nodes[i].outputs) {
        if (output.empty()) continue;
        if (known_.contains(output) || !maker_.emplace(output, i).second) {
          refuse(g_.nodes[i].place(), "makes " + profile_io::in_quotes(output) + ", which is made elsewhere too");
        }
      }
    }
  }

  void count_reads() {
    waits_for_.assign(g_.nodes.size(), 0);
    readers_.resize(g_.nodes.size());
    for (std::size_t i = 0; i < g_.nodes.size(); ++i) {
      names reads;
      add_reads(g_.nodes[i], reads);
      for (const std::string_view name : reads) {
        if (const auto made = maker_.find(name); made != maker_.end()) {
          readers_[made->second].push_back(i);
          ++waits_for_[i];
        } else if (!known_.contains(name) && !seen_outside(name)) {
          refuse(g_.nodes[i].place(), "reads " + profile_io::in_quotes(name) + ", which nothing makes");
        }
      }
    }
  }

  [[noreturn]] void refuse_circle() const {
    std::string some;
    int listed = 0;
    for (std::size_t i = 0; i < g_.nodes.size(); ++i) {
      if (waits_for_[i] == done || listed == 5) continue;
      some += (listed++ > 0 ? ", " : "") + g_.nodes[i].place();
    }
    refuse("", "has nodes that wait for each other's results, in a circle or behind one: " + some);
  }

  graph& g_;
  const scope* outer_;
  names known_;
  std::unordered_map<std::string_view, std::size_t> maker_;
  std::vector<std::size_t> waits_for_;
  std::vector<std::vector<std::size_t>> readers_;
};

void put_in_order(graph& g, const scope* outer) {
  sorter order(g, outer);
  order.sort();
  order.check_outputs();
  std::optional<scope> inner;
  for (node& n : g.nodes) {
    for (attribute& a : n.attributes) {
      if (!a.nested) continue;
      if (!inner) inner = order.inner_scope();
      auto sorted = std::make_shared<graph>(*a.nested);
      put_in_order(*sorted, &*inner);
      a.nested = std::move(sorted);
    }
  }
}

}  // namespace

void put_in_order(graph& g) { put_in_order(g, nullptr); }

}  // namespace calib::onnx
