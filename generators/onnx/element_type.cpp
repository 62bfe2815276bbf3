#include "onnx/element_type.hpp"

#include <array>
#include <string_view>

namespace calib::onnx::element {
namespace {

struct facts {
  std::string_view name;
  double bytes;
  precision priced_in;
};

// In the order of TensorProto.DataType.
constexpr std::array<facts, 24> types{{
    {"undefined", 4, precision::f32},      {"float32", 4, precision::f32},
    {"uint8", 1, precision::u8},           {"int8", 1, precision::i8},
    {"uint16", 2, precision::f16},         {"int16", 2, precision::f16},
    {"int32", 4, precision::f32},          {"int64", 8, precision::f32},
    {"string", 4, precision::f32},         {"bool", 1, precision::f32},
    {"float16", 2, precision::f16},        {"float64", 8, precision::f64},
    {"uint32", 4, precision::f32},         {"uint64", 8, precision::f32},
    {"complex64", 8, precision::f32},      {"complex128", 16, precision::f64},
    {"bfloat16", 2, precision::bf16},      {"float8e4m3fn", 1, precision::fp8},
    {"float8e4m3fnuz", 1, precision::fp8}, {"float8e5m2", 1, precision::fp8},
    {"float8e5m2fnuz", 1, precision::fp8}, {"uint4", 0.5, precision::i4},
    {"int4", 0.5, precision::i4},          {"float4e2m1", 0.5, precision::fp4},
}};

const facts* find(int type) noexcept {
  return type >= 0 && static_cast<std::size_t>(type) < types.size() ? &types[static_cast<std::size_t>(type)] : nullptr;
}

}  // namespace

double bytes_of(int type) noexcept { return find(type) != nullptr ? find(type)->bytes : 4; }

precision precision_of(int type) noexcept { return find(type) != nullptr ? find(type)->priced_in : precision::f32; }

std::string name_of(int type) {
  return find(type) != nullptr ? std::string{find(type)->name} : "element type " + std::to_string(type);
}

bool is_eight_bits(int type) noexcept { return type == i8 || type == u8; }

bool is_whole(int type) noexcept {
  return (type >= u8 && type <= i64) || type == boolean || type == u32 || type == u64 || type == 21 || type == 22;
}

}  // namespace calib::onnx::element
