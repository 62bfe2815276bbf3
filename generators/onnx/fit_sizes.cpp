#include "onnx/fit_sizes.hpp"

#include <algorithm>

#include "onnx/error.hpp"
#include "profile_io/operations.hpp"
#include "profile_io/text.hpp"

namespace calib::onnx {
namespace {

// Products of attention have a length twice.
constexpr std::uint8_t most_power = 4;

std::uint64_t raised(std::uint64_t base, std::uint8_t power) {
  std::uint64_t result = 1;
  for (std::uint8_t p = 0; p < power; ++p) result = detail::size_product(result, base);
  return result;
}

// The size, output or parameters of a layer.
struct part {
  const numeric_layer* layer;
  std::size_t index;

  [[nodiscard]] std::uint64_t number(const numeric_layer& l) const {
    return index < l.sizes.size() ? l.sizes[index] : index == l.sizes.size() ? l.output : l.parameters.value_or(0);
  }
  [[nodiscard]] std::string name() const {
    if (index > layer->sizes.size()) return "count of parameters";
    if (index == layer->sizes.size()) return "output";
    if (layer->operation == "custom") return index == 0 ? "flops" : "bytes";
    const auto dimensions = profile_io::dimensions_of_any(layer->operation);
    return dimensions && index < dimensions->size() ? std::string{(*dimensions)[index]} : "size";
  }
};

bool alike(const numeric_layer& a, const numeric_layer& b) {
  return a.name == b.name && a.kind == b.kind && a.operation == b.operation && a.precision == b.precision &&
         a.inputs == b.inputs && a.bias == b.bias && a.times == b.times && a.sizes.size() == b.sizes.size() &&
         a.parameters == b.parameters;
}

class fitting {
 public:
  fitting(const execution& at, const std::vector<network_io::symbol_data>& symbols) : at_{at}, symbols_{symbols} {
    // At 1, what is repeated and what is not looks alike: transposes are none, products of many are one.
    for (const auto& s : symbols) base_.push_back(s.usual > 1 ? s.usual : 2);
  }

  std::vector<network_io::layer_data> fit() {
    first_ = run(base_, batch_first());
    for (std::size_t s = 0; s < symbols_.size(); ++s) {
      auto nearby = base_, further = base_;
      nearby[s] = base_[s] + 1;
      further[s] = 2 * base_[s] + 3;
      near_.push_back(compared(run(nearby, s), s, nearby));
      far_.push_back(compared(run(further, s), s, further));
    }
    std::vector<network_io::layer_data> layers;
    for (std::size_t l = 0; l < first_.size(); ++l) layers.push_back(fitted(l));
    if (symbols_.size() > 1) check_together(layers);
    return layers;
  }

 private:
  // Whom to blame where the model fails at the base: the one whose usual value is 1.
  [[nodiscard]] std::size_t batch_first() const {
    for (std::size_t s = 0; s < symbols_.size(); ++s) {
      if (symbols_[s].usual != base_[s]) return s;
    }
    return 0;
  }

  [[nodiscard]] std::string value_text(std::size_t s, std::uint64_t value) const {
    return symbols_[s].name + "=" + std::to_string(value);
  }

  [[noreturn]] void refuse_symbol(std::size_t s, std::string where, std::string problem) const {
    throw no_product{s, {std::move(where), std::move(problem), "fix it with --size " + symbols_[s].name + "=N"}};
  }

  std::vector<numeric_layer> run(const std::vector<std::uint64_t>& values, std::size_t s) const {
    try {
      return at_(values);
    } catch (const fault& f) {
      if (symbols_.empty()) throw;
      refuse_symbol(s, f.where, "at " + value_text(s, values[s]) + " it " + f.problem);
    }
  }

  std::vector<numeric_layer> compared(std::vector<numeric_layer> layers, std::size_t s,
                                      const std::vector<std::uint64_t>& values) const {
    const bool same = layers.size() == first_.size() && std::equal(layers.begin(), layers.end(), first_.begin(), alike);
    if (!same) {
      const auto other = std::mismatch(first_.begin(), first_.end(), layers.begin(), layers.end(), alike).first;
      refuse_symbol(s, other == first_.end() ? "" : "layer " + profile_io::in_quotes(other->name),
                    "is another at " + value_text(s, values[s]) + " than at " + value_text(s, base_[s]));
    }
    return layers;
  }

  // The power of each symbol that explains the size at both other values.
  network_size fitted(std::size_t l, const part& p) const {
    const std::uint64_t here = p.number(first_[l]);
    network_size size;
    std::uint64_t divisor = 1;
    for (std::size_t s = 0; s < symbols_.size(); ++s) {
      const std::uint64_t x = base_[s], n = near_[s].empty() ? 0 : p.number(near_[s][l]), f = p.number(far_[s][l]);
      std::uint8_t power = 0;
      for (; power <= most_power; ++power) {
        const std::uint64_t unit = raised(x, power);
        if (here % unit == 0 && detail::size_product(here / unit, raised(x + 1, power)) == n &&
            detail::size_product(here / unit, raised(2 * x + 3, power)) == f) {
          break;
        }
      }
      if (power > most_power) {
        refuse_symbol(s, "layer " + profile_io::in_quotes(first_[l].name) + " (" + first_[l].operation + ")",
                      p.name() + " is " + std::to_string(here) + " at " + value_text(s, x) + ", " + std::to_string(n) +
                          " at " + value_text(s, x + 1) + " and " + std::to_string(f) + " at " +
                          value_text(s, 2 * x + 3) + ", which is no multiple of a power of " + symbols_[s].name);
      }
      size.powers[s] = power;
      divisor = detail::size_product(divisor, raised(x, power));
    }
    if (here % divisor != 0) {
      refuse_symbol(0, "layer " + profile_io::in_quotes(first_[l].name) + " (" + first_[l].operation + ")",
                    p.name() + " is " + std::to_string(here) + ", no whole multiple of its symbols");
    }
    size.factor = here / divisor;
    return size;
  }

  network_io::layer_data fitted(std::size_t l) const {
    const numeric_layer& n = first_[l];
    network_io::layer_data layer;
    layer.name = n.name;
    layer.kind = n.kind;
    layer.operation = n.operation;
    layer.precision = n.precision;
    layer.inputs = n.inputs;
    layer.bias = n.bias;
    layer.times = n.times;
    layer.parameters = n.parameters;
    for (std::size_t i = 0; i < n.sizes.size(); ++i) layer.sizes.push_back(fitted(l, {&n, i}));
    layer.output = fitted(l, {&n, n.sizes.size()});
    return layer;
  }

  // Powers found one by one need not hold when all change: a sum of two symbols' products passes for neither.
  void check_together(const std::vector<network_io::layer_data>& layers) const {
    auto values = base_;
    symbol_values all{};
    for (std::size_t s = 0; s < values.size(); ++s) all[s] = values[s] += s + 1;
    const auto others = compared(run(values, 0), 0, values);
    for (std::size_t l = 0; l < layers.size(); ++l) {
      for (std::size_t i = 0; i <= layers[l].sizes.size(); ++i) {
        const network_size& size = i < layers[l].sizes.size() ? layers[l].sizes[i] : layers[l].output;
        const part p{&others[l], i};
        if (size.at(all) == p.number(others[l])) continue;
        refuse_symbol(0, "layer " + profile_io::in_quotes(layers[l].name) + " (" + layers[l].operation + ")",
                      p.name() + " is no product of the symbols");
      }
    }
  }

  const execution& at_;
  const std::vector<network_io::symbol_data>& symbols_;
  std::vector<std::uint64_t> base_;
  std::vector<numeric_layer> first_;
  std::vector<std::vector<numeric_layer>> near_, far_;
};

}  // namespace

std::vector<network_io::layer_data> fit_layers(const execution& at,
                                               const std::vector<network_io::symbol_data>& symbols) {
  return fitting(at, symbols).fit();
}

}  // namespace calib::onnx
