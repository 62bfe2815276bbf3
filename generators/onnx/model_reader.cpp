#include "onnx/model_reader.hpp"

#include "onnx/limits.hpp"
#include "onnx/node_order.hpp"
#include "onnx/tensor_reader.hpp"
#include "onnx/wire.hpp"
#include "profile_io/text.hpp"

namespace calib::onnx {
namespace {

struct context {
  external_files* files = nullptr;
  part_count parts;
  int depth = 0;
};

graph read_graph(message&& bytes, context& c);

std::shared_ptr<const graph> read_nested(message&& bytes, context& c) {
  if (++c.depth > most_nested_graphs) {
    refuse("", "has graphs nested more than " + std::to_string(most_nested_graphs) + " deep",
           "simplify the model before the export");
  }
  auto nested = std::make_shared<const graph>(read_graph(std::move(bytes), c));
  --c.depth;
  return nested;
}

template <class T, class F>
void take_list(const message& bytes, const field& f, wire_type one, attribute& a, std::vector<T>& list, F number) {
  bytes.each_number(f, one, [&](const field& n) {
    ++a.listed;
    if (list.size() < most_kept_elements) list.push_back(number(n));
    return true;
  });
}

attribute read_attribute(message&& bytes, context& c) {
  c.parts.add(8);  // takes eight times the room of a name
  attribute a;
  field f;
  while (bytes.next(f)) {
    switch (f.number) {
      case 1:
        a.name = f.bytes;
        break;
      case 2:
        a.real = f.real();
        break;
      case 3:
        a.whole = f.whole();
        break;
      case 4:
        a.text = f.bytes;
        break;
      case 5:
        a.value = read_tensor(bytes.inner(f), c.parts, c.files);
        break;
      case 6:
        a.nested = read_nested(bytes.inner(f), c);
        break;
      case 7:
        take_list(bytes, f, wire_type::fixed32, a, a.reals, [](const field& n) { return n.real(); });
        break;
      case 8:
        take_list(bytes, f, wire_type::varint, a, a.wholes, [](const field& n) { return n.whole(); });
        break;
      case 20:
        a.type = static_cast<int>(f.value & 0xFF);
        break;
      case 22:
        a.value = read_sparse_tensor(bytes.inner(f), c.parts);
        break;
      default:
        break;
    }
  }
  c.parts.add(a.wholes.size() + a.reals.size());
  // A number that is 0 may be left out where the type is said.
  if (a.type == 1 && !a.real) a.real = 0;
  if (a.type == 2 && !a.whole) a.whole = 0;
  if (a.type == 3 && !a.text) a.text = "";
  return a;
}

node read_node(message&& bytes, context& c) {
  node n;
  field f;
  while (bytes.next(f)) {
    switch (f.number) {
      case 1:
        c.parts.add();
        n.inputs.push_back(f.bytes);
        break;
      case 2:
        c.parts.add();
        n.outputs.push_back(f.bytes);
        break;
      case 3:
        n.name = f.bytes;
        break;
      case 4:
        n.op_type = f.bytes;
        break;
      case 5:
        n.attributes.push_back(read_attribute(bytes.inner(f), c));
        break;
      case 7:
        n.domain = f.bytes;
        break;
      default:
        break;
    }
  }
  if (n.op_type.empty()) refuse(n.place(), "has no op_type");
  return n;
}

dimension read_dimension(message&& bytes) {
  dimension d;
  field f;
  while (bytes.next(f)) {
    if (f.number == 1) d.value = f.whole();
    if (f.number == 2) d.param = f.bytes;
  }
  return d;
}

std::vector<dimension> read_dimensions(message&& bytes, context& c) {
  std::vector<dimension> dims;
  field f;
  while (bytes.next(f)) {
    if (f.number != 1) continue;
    c.parts.add();
    dims.push_back(read_dimension(bytes.inner(f)));
    if (dims.size() > most_dimensions) {
      refuse("", "has a tensor of more than " + std::to_string(most_dimensions) + " dimensions");
    }
  }
  return dims;
}

void read_type(message&& bytes, context& c, value_info& v) {
  field f;
  while (bytes.next(f)) {
    if (f.number == 6) continue;  // a denotation
    v.is_tensor = f.number == 1;
    if (f.number != 1) continue;
    message type = bytes.inner(f);
    field part;
    while (type.next(part)) {
      if (part.number == 1) v.type = static_cast<int>(part.value & 0xFFFF);
      if (part.number == 2) v.dims = read_dimensions(type.inner(part), c);
    }
  }
}

value_info read_value_info(message&& bytes, context& c) {
  c.parts.add();
  value_info v;
  field f;
  while (bytes.next(f)) {
    if (f.number == 1) v.name = f.bytes;
    if (f.number == 2) read_type(bytes.inner(f), c, v);
  }
  return v;
}

graph read_graph(message&& bytes, context& c) {
  graph g;
  field f;
  while (bytes.next(f)) {
    switch (f.number) {
      case 1:
        c.parts.add(4);  // a node takes more room than the others
        g.nodes.push_back(read_node(bytes.inner(f), c));
        break;
      case 2:
        g.name = f.bytes;
        break;
      case 5:
        c.parts.add();
        g.initializers.push_back(read_tensor(bytes.inner(f), c.parts, c.files));
        break;
      case 11:
        g.inputs.push_back(read_value_info(bytes.inner(f), c));
        break;
      case 12:
        g.outputs.push_back(read_value_info(bytes.inner(f), c));
        break;
      case 13:
        g.values.push_back(read_value_info(bytes.inner(f), c));
        break;
      case 15:
        c.parts.add();
        g.initializers.push_back(read_sparse_tensor(bytes.inner(f), c.parts));
        break;
      default:
        break;
    }
  }
  return g;
}

void read_opset(message&& bytes, model& m) {
  std::string_view domain;
  std::int64_t version = 0;
  field f;
  while (bytes.next(f)) {
    if (f.number == 1) domain = f.bytes;
    if (f.number == 2) version = f.whole();
  }
  m.opsets[domain == "ai.onnx" ? std::string_view{} : domain] = version;
}

// Functions are not inlined: who calls one is told so.
std::string read_function_name(message&& bytes) {
  node called;
  field f;
  while (bytes.next(f)) {
    if (f.number == 1) called.op_type = f.bytes;
    if (f.number == 10) called.domain = f.bytes;
  }
  return called.operation();
}

}  // namespace

model read_model(std::string_view file, external_files* files) {
  model m;
  context c{.files = files, .parts = {}};
  bool has_graph = false;
  message bytes(file, file);
  field f;
  while (bytes.next(f)) {
    switch (f.number) {
      case 1:
        m.ir_version = f.whole();
        break;
      case 2:
        m.producer = f.bytes;
        break;
      case 7:
        if (has_graph) refuse("", "has two graphs");
        m.main = read_graph(bytes.inner(f), c);
        has_graph = true;
        break;
      case 8:
        c.parts.add();
        read_opset(bytes.inner(f), m);
        break;
      case 25:
        c.parts.add();
        m.functions.insert(read_function_name(bytes.inner(f)));
        break;
      default:
        break;
    }
  }
  if (!has_graph) refuse("", "has no graph: this is no ONNX model", "name an ONNX file");
  if (m.main.nodes.empty()) refuse("", "has a graph without nodes");
  if (files != nullptr) m.missing_files = {files->missing().begin(), files->missing().end()};
  put_in_order(m.main);
  return m;
}

}  // namespace calib::onnx
