#include "onnx/tensor_reader.hpp"

#include <bit>
#include <cmath>
#include <cstring>

#include "calib/op/shape.hpp"
#include "onnx/element_type.hpp"
#include "profile_io/text.hpp"

namespace calib::onnx {
namespace {

// Fields of TensorProto.
enum : int {
  dims_field = 1,
  type_field = 2,
  float_field = 4,
  int32_field = 5,
  int64_field = 7,
  name_field = 8,
  raw_field = 9,
  double_field = 10,
  uint64_field = 11,
  external_field = 13,
  location_field = 14
};

// A later ONNX may have more; those that are none in any are signs of a damaged file.
constexpr int last_type = 63;

double half(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 31, fraction = bits & 1023;
  double size = exponent == 0    ? std::ldexp(fraction, -24)
                : exponent == 31 ? (fraction == 0 ? HUGE_VAL : NAN)
                                 : std::ldexp(fraction + 1024, exponent - 25);
  return (bits & 0x8000) != 0 ? -size : size;
}

template <class T>
T at(std::string_view raw, std::size_t i) {
  T number;
  std::memcpy(&number, raw.data() + i * sizeof(T), sizeof(T));
  return number;
}

// An element of raw data, which is little-endian, as are the machines calib runs on.
static_assert(std::endian::native == std::endian::little);

std::optional<double> raw_number(std::string_view raw, int type, std::size_t i) {
  switch (type) {
    case element::f32:
      return at<float>(raw, i);
    case element::f64:
      return at<double>(raw, i);
    case element::f16:
      return half(at<std::uint16_t>(raw, i));
    case element::bf16:
      return std::bit_cast<float>(static_cast<std::uint32_t>(at<std::uint16_t>(raw, i)) << 16);
    case element::i64:
      return static_cast<double>(at<std::int64_t>(raw, i));
    case element::u64:
      return static_cast<double>(at<std::uint64_t>(raw, i));
    case element::i32:
      return at<std::int32_t>(raw, i);
    case element::u32:
      return at<std::uint32_t>(raw, i);
    case element::i16:
      return at<std::int16_t>(raw, i);
    case element::u16:
      return at<std::uint16_t>(raw, i);
    case element::i8:
      return at<std::int8_t>(raw, i);
    case element::u8:
    case element::boolean:
      return at<std::uint8_t>(raw, i);
    default:
      return std::nullopt;
  }
}

wire_type packed_as(int number) {
  return number == float_field ? wire_type::fixed32 : number == double_field ? wire_type::fixed64 : wire_type::varint;
}

// A number of one of the typed lists, given the format of the tensor.
double listed_number(const field& f, int list, int type) {
  if (list == float_field || list == double_field) return f.real();
  if (list == uint64_field) return static_cast<double>(f.value);
  if (type == element::f16) return half(static_cast<std::uint16_t>(f.value));
  if (type == element::bf16) return std::bit_cast<float>(static_cast<std::uint32_t>(f.value) << 16);
  return static_cast<double>(f.whole());
}

struct listed {
  int list;
  field number;
};

class content_reader {
 public:
  content_reader(part_count& parts, external_files* files) : parts_{parts}, files_{files} {}

  tensor read(message& bytes) {
    field f;
    while (bytes.next(f)) take(bytes, f);
    const std::size_t count = elements(result_.dims, result_.name);
    check_type();
    if (external_ && !place_.location.empty()) check_location(place_.location, result_.name);
    check_raw(count);
    if (count <= most_kept_elements) keep(count);
    return std::move(result_);
  }

 private:
  void take(const message& bytes, const field& f) {
    switch (f.number) {
      case dims_field:
        bytes.each_number(f, wire_type::varint, [&](const field& n) {
          parts_.add();
          result_.dims.push_back(n.whole());
          if (result_.dims.size() > most_dimensions) {
            refuse("tensor " + profile_io::in_quotes(result_.name),
                   "has more than " + std::to_string(most_dimensions) + " dimensions");
          }
          return true;
        });
        return;
      case type_field:
        result_.type = static_cast<int>(f.value & 0xFFFF);
        return;
      case name_field:
        result_.name = f.bytes;
        return;
      case raw_field:
        raw_ = f.bytes;
        has_raw_ = true;
        return;
      case location_field:
        external_ = f.value == 1;
        return;
      case external_field:
        take_external(bytes.inner(f));
        return;
      case float_field:
      case int32_field:
      case int64_field:
      case double_field:
      case uint64_field:
        bytes.each_number(f, packed_as(f.number), [&](const field& n) {
          if (numbers_.size() > most_kept_elements) return false;
          numbers_.push_back({f.number, n});
          return true;
        });
        return;
      default:
        return;
    }
  }

  void take_external(message&& entry) {
    std::string_view key, text;
    field f;
    while (entry.next(f)) {
      if (f.number == 1) key = f.bytes;
      if (f.number == 2) text = f.bytes;
    }
    if (key == "location") place_.location = text;
    if (key == "offset") place_.offset = text;
    if (key == "length") place_.length = text;
  }

  void check_type() const {
    if (result_.type != element::unknown && result_.type <= last_type) return;
    refuse("tensor " + profile_io::in_quotes(result_.name),
           "has the element type " + std::to_string(result_.type) + ", which ONNX does not have",
           "the file is damaged: copy it again, or export the model again");
  }

  // Of a small tensor whose numbers have whole bytes.
  void fetch(std::size_t count) {
    const double each = element::bytes_of(result_.type);
    if (!external_ || files_ == nullptr || place_.location.empty() || count == 0 || each < 1 ||
        result_.type == element::text)
      return;
    auto data = files_->read(place_, count * static_cast<std::size_t>(each), result_.name);
    if (!data) return;
    fetched_ = std::move(*data);
    raw_ = fetched_;
    external_ = false;
  }

  void check_raw(std::size_t count) const {
    if (!has_raw_ || external_ || result_.type == element::text || result_.type == element::unknown) return;
    const double wanted = std::ceil(static_cast<double>(count) * element::bytes_of(result_.type));
    if (static_cast<double>(raw_.size()) == wanted) return;
    if (raw_.empty()) return;  // published without weights
    refuse("tensor " + profile_io::in_quotes(result_.name),
           "has " + std::to_string(raw_.size()) + " bytes of raw data where its " + std::to_string(count) +
               " elements of " + element::name_of(result_.type) + " take " +
               std::to_string(static_cast<std::uint64_t>(wanted)),
           "the file is damaged: copy it again, or export the model again");
  }

  void keep(std::size_t count) {
    fetch(count);
    std::vector<double> content;
    if (!external_ && !raw_.empty() && raw_number(raw_, result_.type, 0)) {
      for (std::size_t i = 0; i < count; ++i) content.push_back(*raw_number(raw_, result_.type, i));
    } else {
      for (const listed& n : numbers_) content.push_back(listed_number(n.number, n.list, result_.type));
    }
    if (content.size() != count) return;
    parts_.add(count);
    result_.content = std::move(content);
  }

  part_count& parts_;
  external_files* files_;
  external_place place_;
  std::string fetched_;
  tensor result_;
  std::string_view raw_;
  bool has_raw_ = false, external_ = false;
  std::vector<listed> numbers_;
};

}  // namespace

std::size_t elements(const shape& dims, std::string_view name) {
  std::size_t product = 1;
  for (const std::int64_t size : dims) {
    if (size < 0) {
      refuse("tensor " + profile_io::in_quotes(name), "has the size " + std::to_string(size) + ", which is none");
    }
    product = detail::size_product(product, static_cast<std::size_t>(size));
  }
  if (product > largest_size) {
    refuse("tensor " + profile_io::in_quotes(name), "has more than 2^53 elements, which no machine holds",
           "give a smaller size");
  }
  return product;
}

tensor read_tensor(message&& bytes, part_count& parts, external_files* files) {
  return content_reader(parts, files).read(bytes);
}

tensor read_sparse_tensor(message&& bytes, part_count& parts) {
  tensor result;
  shape dims;
  field f;
  while (bytes.next(f)) {
    if (f.number == 1) result = read_tensor(bytes.inner(f), parts);
    if (f.number != 3) continue;
    bytes.each_number(f, wire_type::varint, [&](const field& n) {
      parts.add();
      dims.push_back(n.whole());
      return dims.size() <= most_dimensions;
    });
  }
  result.content.reset();
  result.dims = std::move(dims);
  elements(result.dims, result.name);
  return result;
}

}  // namespace calib::onnx
