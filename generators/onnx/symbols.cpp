#include "onnx/symbols.hpp"

#include <algorithm>
#include <set>

#include "calib/precision.hpp"
#include "onnx/error.hpp"
#include "profile_io/identifier.hpp"
#include "profile_io/text.hpp"

namespace calib::onnx {
namespace {

using profile_io::in_quotes;

// Where nobody says how long: the sequence length that language models are most often measured at, and the side of the
// images of ImageNet.
constexpr std::uint64_t usual_length = 128, usual_side = 224;

std::string lower_case(std::string_view text) {
  std::string result{text};
  for (char& c : result) c = detail::lower(c);
  return result;
}

bool contains_any(const std::string& text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return text.find(w) != std::string::npos; });
}

bool says_batch(std::string_view param) { return lower_case(param).find("batch") != std::string::npos; }

bool may_say_batch(std::string_view param) {
  const std::string name = lower_case(param);
  return name == "n" || name == "b" || name == "bs";
}

std::uint64_t usual_of(std::string_view name) {
  return contains_any(lower_case(name), {"height", "width"}) ? usual_side : usual_length;
}

class reader {
 public:
  reader(const model& m, const import_options& options) : inputs_{open_inputs(m.main)}, options_{options} {}

  open_sizes read() {
    check_inputs();
    find_batch();
    for (const value_info* const v : inputs_) {
      std::vector<input_size> sizes;
      for (std::size_t a = 0; a < v->dims->size(); ++a) sizes.push_back(size_of(*v, a));
      result_.inputs.push_back(std::move(sizes));
    }
    check_options();
    return std::move(result_);
  }

 private:
  void check_inputs() const {
    for (const value_info* const v : inputs_) {
      for (const dimension& d : v->dims.value_or(std::vector<dimension>{})) {
        if (d.value >= -1) continue;  // exporters write -1 for an open one
        refuse("graph input " + in_quotes(v->name), "has the size " + std::to_string(d.value) + ", which is none");
      }
      if (v->is_tensor && v->dims) continue;
      refuse("graph input " + in_quotes(v->name), v->is_tensor ? "has no shape" : "is no tensor",
             "export the model with the shapes of its inputs");
    }
  }

  static bool is_open(const dimension& d) { return d.value <= 0; }

  void find_batch() {
    for (const auto says : {says_batch, may_say_batch}) {
      for (const value_info* const v : inputs_) {
        for (const dimension& d : *v->dims) {
          if (!is_open(d) || !says(d.param)) continue;
          batch_param_ = d.param;
          has_batch_ = true;
          return;
        }
      }
    }
    for (const value_info* const v : inputs_) {
      if (v->dims->size() < 2) continue;
      const dimension& first = v->dims->front();
      if (is_open(first)) {
        has_batch_ = !contains_any(lower_case(first.param), {"seq", "len", "time", "height", "width"});
        batch_param_ = first.param;
      } else if (first.value == 1 || options_.batch) {
        has_batch_ = true;
        batch_number_ = first.value;
      }
      return;
    }
  }

  [[nodiscard]] bool is_batch(const value_info& v, std::size_t axis) const {
    const dimension& d = (*v.dims)[axis];
    if (!has_batch_) return false;
    if (batch_number_ > 0) return axis == 0 && v.dims->size() > 1 && d.value == batch_number_;
    if (!is_open(d)) return false;
    return d.param.empty() ? axis == 0 && v.dims->size() > 1 : d.param == batch_param_;
  }

  input_size size_of(const value_info& v, std::size_t axis) {
    const dimension& d = (*v.dims)[axis];
    const bool batch = is_batch(v, axis);
    if (!batch && !is_open(d)) return {.number = d.value};
    if (batch)
      return symbol("batch", d.param,
                    options_.batch.value_or(batch_number_ > 0 ? static_cast<std::uint64_t>(batch_number_) : 1),
                    batch_number_ > 0);
    const std::string own{d.param.empty() ? std::string{v.name} + "_" + std::to_string(axis) : std::string{d.param}};
    std::string name = identifier_of(own, "size");
    if (name == "batch") name = "batch_2";
    return symbol(name, d.param, usual_of(name), false);
  }

  input_size symbol(const std::string& name, std::string_view param, std::uint64_t usual, bool stated_as_one) {
    known_.insert(name);
    if (!param.empty()) known_.insert(std::string{param});
    for (const std::string& key : {name, std::string{param}}) {
      if (const auto fixed = options_.sizes.find(key); !key.empty() && fixed != options_.sizes.end()) {
        if (name == "batch" && options_.batch) {
          refuse("", "is given its batch twice, with --batch and with --size " + key, "give it once");
        }
        return {.number = static_cast<std::int64_t>(fixed->second)};
      }
    }
    for (std::size_t s = 0; s < result_.symbols.size(); ++s) {
      if (result_.symbols[s].name == name) return {.number = 1, .symbol = static_cast<int>(s)};
    }
    if (result_.symbols.size() == most_symbols) {
      refuse("",
             "has more than " + std::to_string(most_symbols) + " open dimensions; the next one is " + in_quotes(name),
             "fix some with --size name=N");
    }
    result_.symbols.push_back({name, param, usual, stated_as_one});
    return {.number = 1, .symbol = static_cast<int>(result_.symbols.size()) - 1};
  }

  void check_options() const {
    if (options_.batch && !has_batch_) refuse("", "has no input with a batch", "leave --batch away");
    for (const auto& [name, number] : options_.sizes) {
      if (known_.contains(name)) continue;
      std::string all;
      for (const std::string& other : known_) all += (all.empty() ? "" : ", ") + in_quotes(other);
      refuse("", "has no open dimension " + in_quotes(name),
             all.empty() ? "leave --size away: all its sizes are numbers" : "its open dimensions are " + all);
    }
  }

  std::vector<const value_info*> inputs_;
  const import_options& options_;
  open_sizes result_;
  bool has_batch_ = false;
  std::string_view batch_param_;
  std::int64_t batch_number_ = 0;  // where the file has a number there
  std::set<std::string> known_;
};

}  // namespace

int open_sizes::batch() const noexcept {
  for (std::size_t s = 0; s < symbols.size(); ++s) {
    if (symbols[s].name == "batch") return static_cast<int>(s);
  }
  return -1;
}

open_sizes read_sizes(const model& m, const import_options& options) { return reader(m, options).read(); }

given_sizes sizes_at(const open_sizes& open, const model& m, const std::vector<std::uint64_t>& values) {
  given_sizes given;
  for (const auto& input : open.inputs) {
    shape dims;
    for (const input_size& s : input) {
      dims.push_back(s.symbol < 0 ? s.number : static_cast<std::int64_t>(values[static_cast<std::size_t>(s.symbol)]));
    }
    given.inputs.push_back(std::move(dims));
  }
  const auto inputs = open_inputs(m.main);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    for (std::size_t a = 0; a < inputs[i]->dims->size(); ++a) {
      const std::string_view param = (*inputs[i]->dims)[a].param;
      if (!param.empty()) given.by_param.emplace(param, given.inputs[i][a]);
    }
  }
  return given;
}

void fix_symbol(open_sizes& open, int symbol) {
  const auto at = static_cast<std::size_t>(symbol);
  for (auto& input : open.inputs) {
    for (input_size& s : input) {
      if (s.symbol == symbol) s = {.number = static_cast<std::int64_t>(open.symbols[at].usual)};
      if (s.symbol > symbol) --s.symbol;
    }
  }
  open.symbols.erase(open.symbols.begin() + symbol);
}

std::string identifier_of(std::string_view text, std::string_view otherwise) {
  std::string name;
  for (const char c : text.substr(0, 60)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'), digit = c >= '0' && c <= '9';
    if (letter || digit) {
      name += c;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  if (profile_io::is_identifier(name)) return name;
  const std::string longer = std::string{otherwise} + (name.empty() ? "" : "_" + name);
  return profile_io::is_identifier(longer) ? longer : std::string{otherwise};
}

}  // namespace calib::onnx
