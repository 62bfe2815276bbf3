#pragma once
/// A network with everything that a file can hold, as text and as data.

#include <stdexcept>
#include <string>
#include <string_view>

#include "network_io/network_data.hpp"

namespace calib::test {

/// As the writer lays it out.
inline constexpr std::string_view sample_json = R"({
  "schema": 1,
  "id": "sample",
  "name": "A \"sample\" of µ",
  "source": {
    "name": "someone",
    "url": "https://example.org/sample",
    "licence": "MIT",
    "conditions": "made up"
  },
  "precision": "f32",
  "symbols": [
    {"name": "batch", "usual": 1},
    {"name": "seq_len", "usual": 128}
  ],
  "inputs": [
    {"name": "image", "elements": "3072*batch"},
    {"name": "tokens", "elements": "batch*seq_len"}
  ],
  "layers": [
    {"name": "conv", "operation": "conv2d", "sizes": {"batch": "batch", "in_channels": 3, "in_h": 32, "in_w": 32, "out_channels": 8, "kernel_h": 3, "kernel_w": 3, "pad": 1}, "inputs": ["image"], "output": "8192*batch", "bias": true},
    {"name": "flat", "kind": "Flatten", "operation": "reshape", "inputs": ["conv"], "output": "8192*batch"},
    {"name": "embedding", "operation": "gather", "sizes": {"rows": "batch*seq_len", "cols": 64}, "inputs": ["tokens"], "output": "64*batch*seq_len", "parameters": 6400},
    {"name": "scores", "operation": "batched_gemm", "precision": "bf16", "sizes": {"batch": "4*batch", "m": "seq_len", "n": "seq_len", "k": 16}, "inputs": ["embedding", "embedding"], "output": "4*batch*seq_len*seq_len", "times": 12},
    {"name": "decode", "operation": "attention_decode", "sizes": {"batch": "batch", "kv_len": 0, "heads": 4, "kv_heads": 2, "head_dim": 16}, "inputs": ["embedding"], "output": "64*batch"},
    {"name": "norm", "kind": "GroupNorm", "operation": "custom", "sizes": {"flops": "65536*batch", "bytes": "65536*batch"}, "inputs": ["flat", "decode"], "output": "8192*batch", "parameters": 0}
  ]
}
)";

inline network_io::network_data sample_network() {
  using network_io::layer_data;
  network_io::network_data n;
  n.id = "sample";
  n.name = "A \"sample\" of µ";
  n.source = {"someone", "https://example.org/sample", "MIT", "made up"};
  n.symbols = {{"batch", 1}, {"seq_len", 128}};
  n.inputs = {{"image", {3072, {1}}}, {"tokens", {1, {1, 1}}}};
  n.layers.push_back({.name = "conv",
                      .kind = "",
                      .operation = "conv2d",
                      .sizes = {{1, {1}},
                                {3, {}},
                                {32, {}},
                                {32, {}},
                                {8, {}},
                                {3, {}},
                                {3, {}},
                                {1, {}},
                                {1, {}},
                                {1, {}},
                                {1, {}},
                                {0, {}},
                                {0, {}},
                                {0, {}},
                                {0, {}},
                                {0, {}},
                                {0, {}},
                                {0, {}},
                                {0, {}}},
                      .inputs = {-1},
                      .output = {8192, {1}},
                      .bias = true,
                      .parameters = {}});
  n.layers.push_back({.name = "flat",
                      .kind = "Flatten",
                      .operation = "reshape",
                      .sizes = {},
                      .inputs = {0},
                      .output = {8192, {1}},
                      .parameters = {}});
  n.layers.push_back({.name = "embedding",
                      .kind = "",
                      .operation = "gather",
                      .sizes = {{1, {1, 1}}, {64, {}}},
                      .inputs = {-2},
                      .output = {64, {1, 1}},
                      .parameters = 6400});
  n.layers.push_back({.name = "scores",
                      .kind = "",
                      .operation = "batched_gemm",
                      .precision = precision::bf16,
                      .sizes = {{4, {1}}, {1, {0, 1}}, {1, {0, 1}}, {16, {}}},
                      .inputs = {2, 2},
                      .output = {4, {1, 2}},
                      .times = 12,
                      .parameters = {}});
  n.layers.push_back({.name = "decode",
                      .kind = "",
                      .operation = "attention_decode",
                      .sizes = {{1, {1}}, {0, {}}, {4, {}}, {2, {}}, {16, {}}},
                      .inputs = {2},
                      .output = {64, {1}},
                      .parameters = {}});
  n.layers.push_back({.name = "norm",
                      .kind = "GroupNorm",
                      .operation = "custom",
                      .sizes = {{65536, {1}}, {65536, {1}}},
                      .inputs = {1, 4},
                      .output = {8192, {1}},
                      .parameters = 0});
  return n;
}

/// sample_json with the first `from` replaced.
inline std::string sample_json_with(std::string_view from, std::string_view to) {
  std::string json{sample_json};
  const std::size_t at = json.find(from);
  if (at == std::string::npos) throw std::invalid_argument("the sample has no " + std::string{from});
  return json.replace(at, from.size(), to);
}

}  // namespace calib::test
