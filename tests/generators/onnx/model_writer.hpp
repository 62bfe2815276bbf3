#pragma once
/// ONNX messages for tests, as the bytes that protobuf writes. Each function gives the bytes of one message; nothing
/// checks that they make sense together, so broken models can be made, too.

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace calib::onnx::test {

using google::protobuf::io::CodedOutputStream;

template <class F>
std::string written(F write) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream sink(&bytes);
    CodedOutputStream out(&sink);
    write(out);
  }
  return bytes;
}

/// A field of text, bytes or a message.
inline std::string text_field(int number, const std::string& bytes) {
  return written([&](CodedOutputStream& out) {
    out.WriteTag(static_cast<std::uint32_t>(number) << 3 | 2);
    out.WriteVarint32(static_cast<std::uint32_t>(bytes.size()));
    out.WriteString(bytes);
  });
}

inline std::string whole_field(int number, std::int64_t value) {
  return written([&](CodedOutputStream& out) {
    out.WriteTag(static_cast<std::uint32_t>(number) << 3);
    out.WriteVarint64(static_cast<std::uint64_t>(value));
  });
}

inline std::string float_field(int number, float value) {
  return written([&](CodedOutputStream& out) {
    out.WriteTag(static_cast<std::uint32_t>(number) << 3 | 5);
    out.WriteLittleEndian32(std::bit_cast<std::uint32_t>(value));
  });
}

template <class T>
std::string raw_of(const std::vector<T>& numbers) {
  std::string raw(numbers.size() * sizeof(T), '\0');
  if (!numbers.empty()) std::memcpy(raw.data(), numbers.data(), raw.size());
  return raw;
}

using sizes = std::vector<std::int64_t>;

/// TensorProto without data.
inline std::string a_tensor(const std::string& name, int type, const sizes& dims) {
  std::string bytes;
  for (const std::int64_t size : dims) bytes += whole_field(1, size);
  return bytes + whole_field(2, type) + text_field(8, name);
}

inline std::string raw_tensor(const std::string& name, int type, const sizes& dims, const std::string& raw) {
  return a_tensor(name, type, dims) + text_field(9, raw);
}

/// A list of int64, as shapes and axes are.
inline std::string whole_tensor(const std::string& name, const sizes& numbers) {
  return raw_tensor(name, 7, {static_cast<std::int64_t>(numbers.size())}, raw_of(numbers));
}

inline std::string scalar(const std::string& name, std::int64_t number) {
  return raw_tensor(name, 7, {}, raw_of(sizes{number}));
}

inline std::string attribute(const std::string& name, int type, const std::string& value) {
  return text_field(1, name) + value + whole_field(20, type);
}
inline std::string whole(const std::string& name, std::int64_t value) {
  return attribute(name, 2, whole_field(3, value));
}
inline std::string real(const std::string& name, float value) { return attribute(name, 1, float_field(2, value)); }
inline std::string text(const std::string& name, const std::string& value) {
  return attribute(name, 3, text_field(4, value));
}
inline std::string wholes(const std::string& name, const sizes& values) {
  std::string list;
  for (const std::int64_t value : values) list += whole_field(8, value);
  return attribute(name, 7, list);
}
inline std::string reals(const std::string& name, const std::vector<float>& values) {
  std::string list;
  for (const float value : values) list += float_field(7, value);
  return attribute(name, 6, list);
}
inline std::string tensor_value(const std::string& name, const std::string& tensor_bytes) {
  return attribute(name, 4, text_field(5, tensor_bytes));
}
inline std::string nested(const std::string& name, const std::string& graph_bytes) {
  return attribute(name, 5, text_field(6, graph_bytes));
}

using names = std::vector<std::string>;

/// NodeProto. `op` may begin with a domain: "com.microsoft.Gelu". Its name is that of its first output unless given.
inline std::string a_node(const std::string& op, const names& inputs, const names& outputs,
                          const names& attributes = {}, const std::string& name = "") {
  const std::size_t dot = op.rfind('.');
  std::string bytes;
  for (const std::string& input : inputs) bytes += text_field(1, input);
  for (const std::string& output : outputs) bytes += text_field(2, output);
  bytes += text_field(3, name.empty() && !outputs.empty() ? outputs.front() : name);
  bytes += text_field(4, dot == std::string::npos ? op : op.substr(dot + 1));
  for (const std::string& a : attributes) bytes += text_field(5, a);
  if (dot != std::string::npos) bytes += text_field(7, op.substr(0, dot));
  return bytes;
}

/// A size of an input: a number, a name, or "" for unknown.
struct size {
  std::int64_t number = 0;
  std::string param{};
  size(std::int64_t n) : number{n} {}
  size(int n) : number{n} {}
  size(const char* p) : param{p} {}
};

/// ValueInfoProto of a tensor.
inline std::string info(const std::string& name, int type, const std::vector<size>& dims) {
  std::string shape;
  for (const size& s : dims) {
    shape += text_field(1, s.number != 0 ? whole_field(1, s.number) : s.param.empty() ? "" : text_field(2, s.param));
  }
  return text_field(1, name) + text_field(2, text_field(1, whole_field(1, type) + text_field(2, shape)));
}

/// The same without a shape.
inline std::string info(const std::string& name, int type = 1) {
  return text_field(1, name) + text_field(2, text_field(1, whole_field(1, type)));
}

struct graph_parts {
  names nodes{};
  names inputs{};        ///< made by info()
  names outputs{};       ///< made by info(), or names alone
  names initializers{};  ///< made by a_tensor() and its like
  names values{};        ///< made by info()
};

/// GraphProto.
inline std::string a_graph(const graph_parts& parts) {
  std::string bytes;
  for (const std::string& n : parts.nodes) bytes += text_field(1, n);
  bytes += text_field(2, "g");
  for (const std::string& t : parts.initializers) bytes += text_field(5, t);
  for (const std::string& i : parts.inputs) bytes += text_field(11, i);
  for (const std::string& o : parts.outputs) bytes += text_field(12, o);
  for (const std::string& v : parts.values) bytes += text_field(13, v);
  return bytes;
}

/// ModelProto of such a graph.
inline std::string model_of_graph(const std::string& graph_bytes, std::int64_t opset = 13) {
  return whole_field(1, 8) + text_field(2, "test") + text_field(7, graph_bytes) +
         text_field(8, text_field(1, "") + whole_field(2, opset)) +
         text_field(8, text_field(1, "com.microsoft") + whole_field(2, 1));
}

inline std::string a_model(const graph_parts& parts, std::int64_t opset = 13) {
  return model_of_graph(a_graph(parts), opset);
}

}  // namespace calib::onnx::test
