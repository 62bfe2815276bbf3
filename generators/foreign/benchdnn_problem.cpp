#include "foreign/benchdnn_problem.hpp"

#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "calib/op/shape.hpp"
#include "foreign/number.hpp"

namespace calib::foreign {
namespace {

using sizes = std::map<std::string, std::size_t>;

constexpr std::size_t usual_batch = 2;  // benchdnn's

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '"') quoted = !quoted;
    if (i < text.size() && (quoted || text[i] != ' ')) continue;
    if (i > begin) words.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  return words;
}

std::optional<std::size_t> number(std::string_view& text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

// "g1mb2_ic64ih56oc64": letters and a number, again and again; n and what follows is the problem's name.
std::optional<sizes> parse_letters(std::string_view text) {
  sizes found;
  while (!text.empty()) {
    if (text.front() == '_') {
      text.remove_prefix(1);
      continue;
    }
    std::size_t letters = 0;
    while (letters < text.size() && text[letters] >= 'a' && text[letters] <= 'z') ++letters;
    const std::string key(text.substr(0, letters));
    if (key == "n" || (!key.empty() && key.front() == 'n')) break;
    text.remove_prefix(letters);
    const auto value = number(text);
    if (letters == 0 || !value) return std::nullopt;
    found[key] = *value;
  }
  return found;
}

// A size of one direction that is not given is that of the other: height for width, as benchdnn fills them.
std::size_t either(const sizes& given, const char* own, const char* other, std::size_t otherwise) {
  if (const auto found = given.find(own); found != given.end()) return found->second;
  if (const auto found = given.find(other); found != given.end()) return found->second;
  return otherwise;
}

struct direction {
  const char *in, *out, *kernel, *stride, *pad, *dilation;        // of this
  const char *in2, *out2, *kernel2, *stride2, *pad2, *dilation2;  // of the other
};

struct padding {
  std::size_t before = 0, after = 0;
};

// What benchdnn adds: stated before the image, and behind it as much as the output takes.
std::optional<padding> padding_of(const sizes& given, const direction& along) {
  const std::size_t in = either(given, along.in, along.in2, 0), kernel = either(given, along.kernel, along.kernel2, 1);
  const std::size_t stride = either(given, along.stride, along.stride2, 1);
  const std::size_t reach = (kernel - 1) * (either(given, along.dilation, along.dilation2, 0) + 1) + 1;
  const std::size_t out = either(given, along.out, along.out2, 0);
  const bool stated = given.contains(along.pad) || given.contains(along.pad2);
  padding found{either(given, along.pad, along.pad2, 0), either(given, along.pad, along.pad2, 0)};
  if (out == 0) return found;
  const std::size_t covered = (out - 1) * stride + reach;
  const std::size_t added = covered > in ? covered - in : 0;
  if (!stated) return padding{added / 2, added - added / 2};
  if (covered < in + found.before) {
    // Less than a step of the image is left over, or the sizes contradict each other.
    if (in + found.before - covered >= stride) return std::nullopt;
    found.after = 0;
    return found;
  }
  found.after = covered - in - found.before;
  return found;
}

void read_convolution(const sizes& given, benchdnn_problem& found) {
  for (const char* const depth : {"id", "od", "kd"}) {
    if (given.contains(depth) && given.at(depth) > 1)
      found.problem = "convolutions have two dimensions here, not three";
  }
  constexpr direction rows{"ih", "oh", "kh", "sh", "ph", "dh", "iw", "ow", "kw", "sw", "pw", "dw"};
  constexpr direction columns{"iw", "ow", "kw", "sw", "pw", "dw", "ih", "oh", "kh", "sh", "ph", "dh"};
  for (const char* const needed : {"ic", "oc"}) {
    if (!given.contains(needed)) found.problem = "the descriptor lacks ic or oc";
  }
  const bool image = given.contains("ih") || given.contains("iw"),
             kernel = given.contains("kh") || given.contains("kw");
  if (!image || !kernel) found.problem = "the descriptor lacks the size of the image or of the kernel";
  if (!found.problem.empty()) return;
  // One direction alone that is the width is a convolution of one dimension.
  const bool one_row = !given.contains("ih") && !given.contains("kh");
  sizes full = given;
  if (one_row) {
    for (const char* const height : {"ih", "oh", "kh", "sh"}) full[height] = 1;
    full["ph"] = full["dh"] = 0;
  }
  const auto vertical = padding_of(full, rows), horizontal = padding_of(full, columns);
  if (!vertical || !horizontal) {
    found.problem = "the output that is stated does not follow from image, kernel, stride and padding";
    return;
  }
  found.sizes = {{"batch", either(given, "mb", "mb", usual_batch)},
                 {"in_channels", given.at("ic")},
                 {"in_h", either(full, "ih", "iw", 1)},
                 {"in_w", either(full, "iw", "ih", 1)},
                 {"out_channels", given.at("oc")},
                 {"kernel_h", either(full, "kh", "kw", 1)},
                 {"kernel_w", either(full, "kw", "kh", 1)},
                 {"stride_h", either(full, "sh", "sw", 1)},
                 {"stride_w", either(full, "sw", "sh", 1)},
                 {"pad_top", vertical->before},
                 {"pad_bottom", vertical->after},
                 {"pad_left", horizontal->before},
                 {"pad_right", horizontal->after},
                 {"dilation_h", either(full, "dh", "dw", 0) + 1},
                 {"dilation_w", either(full, "dw", "dh", 0) + 1},
                 {"groups", either(given, "g", "g", 1)}};
  if (!one_row) return;
  for (const auto& [of_row, of_line] : {std::pair("in_w", "in_length"), std::pair("kernel_w", "kernel"),
                                        std::pair("stride_w", "stride"), std::pair("dilation_w", "dilation")}) {
    found.sizes[of_line] = found.sizes[of_row];
  }
}

void read_inner_product(const sizes& given, benchdnn_problem& found) {
  if (!given.contains("ic") || !given.contains("oc")) {
    found.problem = "the descriptor lacks ic or oc";
    return;
  }
  const std::size_t height = either(given, "ih", "iw", 1), width = either(given, "iw", "ih", 1);
  const std::size_t depth = given.contains("id") ? given.at("id") : 1;
  found.sizes = {{"m", either(given, "mb", "mb", usual_batch)},
                 {"n", given.at("oc")},
                 {"k", calib::detail::size_product(given.at("ic"), depth, height, width)}};
}

// "2x3x4" as numbers.
std::optional<std::vector<std::size_t>> dims_of(std::string_view text) {
  std::vector<std::size_t> dims;
  for (;;) {
    const auto one = number(text);
    if (!one) return std::nullopt;
    dims.push_back(*one);
    if (text.empty()) return dims;
    if (text.front() != 'x') return std::nullopt;
    text.remove_prefix(1);
  }
}

// "MxK:KxN", batches before both.
void read_product(std::string_view text, benchdnn_problem& found) {
  // The name follows behind n or _n.
  if (const std::size_t name = text.find('n'); name != std::string_view::npos) text = text.substr(0, name);
  while (text.ends_with('_')) text.remove_suffix(1);
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    found.problem = "the descriptor is not MxK:KxN";
    return;
  }
  const auto left = dims_of(text.substr(0, colon));
  const auto right = dims_of(text.substr(colon + 1, text.find(':', colon + 1) - colon - 1));
  const bool fits = left && right && left->size() >= 2 && left->size() == right->size() &&
                    left->back() == (*right)[right->size() - 2];
  if (!fits) {
    found.problem = "the descriptor is not MxK:KxN";
    return;
  }
  std::size_t batch = 1;
  for (std::size_t d = 0; d + 2 < left->size(); ++d) {
    if ((*left)[d] != (*right)[d]) {
      found.problem = "batches of the two operands differ: one is broadcast";
      return;
    }
    batch = calib::detail::size_product(batch, (*left)[d]);
  }
  found.sizes = {{"m", (*left)[left->size() - 2]}, {"n", right->back()}, {"k", left->back()}};
  if (left->size() > 2) found.sizes["batch"] = batch;
}

// Before oneDNN 2: m64n64k64.
bool is_old_product(const sizes& given) { return given.contains("m") && given.contains("k"); }

}  // namespace

benchdnn_problem parse_benchdnn_problem(std::string_view text, std::string_view driver) {
  benchdnn_problem found;
  std::string_view descriptor;
  for (std::string_view word : words_of(text)) {
    if (!word.starts_with("--")) {
      descriptor = word;
      continue;
    }
    word.remove_prefix(2);
    const std::size_t equals = word.find('=');
    if (equals != std::string_view::npos) {
      found.options.emplace(word.substr(0, equals), word.substr(equals + 1));
    } else if (found.driver.empty()) {
      found.driver = word;
    }
  }
  if (found.driver.empty()) found.driver = driver;
  if (descriptor.empty()) {
    found.problem = "there is no descriptor";
    return found;
  }
  const bool product = is_digit(descriptor.front());
  if (found.driver.empty()) found.driver = product ? "matmul" : "";
  if (found.driver == "matmul" && product) {
    read_product(descriptor, found);
    return found;
  }
  auto given = parse_letters(descriptor);
  if (!given) {
    found.problem = "the descriptor is not letters and numbers";
    return found;
  }
  if (const auto batch = found.options.find("mb"); batch != found.options.end()) {
    std::string_view digits = batch->second;
    if (const auto value = number(digits); value && *value > 0) (*given)["mb"] = *value;
  }
  const bool window = given->contains("kh") || given->contains("kw");
  if (found.driver.empty()) found.driver = window ? "conv" : "ip";
  if (found.driver == "conv") {
    read_convolution(*given, found);
  } else if (found.driver == "ip") {
    read_inner_product(*given, found);
  } else if (found.driver == "matmul" && is_old_product(*given)) {
    found.problem = "the descriptor is not MxK:KxN";
  } else {
    found.problem = "the driver is none of conv, matmul and ip";
  }
  return found;
}

}  // namespace calib::foreign
