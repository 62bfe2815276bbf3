#include "calibration/network_steps.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "calib/network/fuse.hpp"
#include "network_io/operations.hpp"
#include "profile_io/operations.hpp"
#include "runtime/network_contents.hpp"

namespace calib::calibration {
namespace {

/// Which step each layer belongs to.
struct fused_network {
  explicit fused_network(const network& net, fusion_set absorbs)
      : contents{net.contents()},
        view{contents.numbered.view()},
        fused(view.layers.size()),
        steps{detail::steps_of(contents, absorbs)},
        number(view.layers.size(), no_number) {
    fuse(view, absorbs, contents.uses, fused);
    for (std::uint32_t i = 0; i < steps.size(); ++i) number[steps[i].layer] = i;
  }

  /// The step of a layer; no_number of one that is free.
  [[nodiscard]] std::uint32_t step_of(std::size_t layer) const {
    return fused[layer].step == no_number ? no_number : number[fused[layer].step];
  }
  [[nodiscard]] std::uint32_t end_of(std::size_t step) const { return fused[steps[step].layer].end; }

  const detail::network_contents& contents;
  const network_view view;
  std::vector<fused_layer> fused;
  std::vector<detail::loaded_step> steps;
  std::vector<std::uint32_t> number;
};

kernels::member alone(const kernels::network_step& step, std::span<const std::unique_ptr<kernels::kernel>> kernels) {
  const auto form = profile_io::lowered(step.operation, step.dims);
  const std::string operation = form ? std::string{form->operation} : step.operation;
  const auto found = std::ranges::find_if(
      kernels, [&](const auto& one) { return one->operation() == operation && one->precision() == step.precision; });
  return {found == kernels.end() ? nullptr : found->get(), form ? form->dims : step.dims};
}

/// Steps in the order of execution, a block that repeats as often as it does.
class unrolled {
 public:
  unrolled(const fused_network& net, const symbol_values& symbols,
           std::span<const std::unique_ptr<kernels::kernel>> kernels)
      : net_{net}, last_(net.steps.size()) {
    for (std::size_t i = 0; i < net_.steps.size(); ++i) once_.push_back(step(i, symbols, kernels));
    std::vector<std::size_t> order(once_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return net_.end_of(i); });
    for (auto begin = order.begin(); begin != order.end();) {
      const std::uint64_t repeated = times(*begin);
      const auto end = std::find_if(begin, order.end(), [&](std::size_t i) { return times(i) != repeated; });
      repeat(std::span<const std::size_t>(begin, end), repeated);
      begin = end;
    }
  }

  steps_to_run all;

 private:
  [[nodiscard]] std::uint64_t times(std::size_t step) const { return net_.view.layers[net_.steps[step].layer].times; }

  [[nodiscard]] kernels::network_step step(std::size_t i, const symbol_values& symbols,
                                           std::span<const std::unique_ptr<kernels::kernel>> kernels) const {
    const detail::loaded_step& of = net_.steps[i];
    const network_io::work_data& work = net_.contents.numbered.works[of.work];
    kernels::network_step out{.name = net_.contents.data.layers[of.layer].name,
                              .operation = work.operation,
                              .precision = work.precision,
                              .outputs = net_.contents.data.layers[net_.end_of(i)].output.at(symbols)};
    if (const auto names = network_io::dimensions_of(work.operation)) out.dimensions = *names;
    for (const network_size& size : work.sizes) out.dims.push_back(size.at(symbols));
    for (std::size_t layer = 0; layer < net_.fused.size(); ++layer) {
      if (net_.step_of(layer) != i) continue;
      const network_layer& one = net_.view.layers[layer];
      out.then_relu = out.then_relu || (one.role == layer_role::relu && layer != of.layer);
      for (const std::int32_t input : net_.view.inputs_of(one)) {
        const std::int32_t from = detail::source_of(net_.view, input);
        const std::uint32_t before = from < 0 ? no_number : net_.step_of(static_cast<std::size_t>(from));
        if (before == i) continue;
        out.inputs.push_back(before == no_number ? network_input : static_cast<std::int32_t>(before));
      }
    }
    out.alone = alone(out, kernels);
    return out;
  }

  // What the first time reads of before the block, the others read of the end of the block, if it has as many elements.
  void repeat(std::span<const std::size_t> block, std::uint64_t times) {
    std::vector<bool> inside(once_.size());
    for (const std::size_t i : block) inside[i] = true;
    const std::size_t end = block.back();
    for (std::uint64_t time = 0; time < times; ++time) {
      for (const std::size_t i : block) {
        kernels::network_step one = once_[i];
        for (std::int32_t& input : one.inputs) {
          if (input < 0) continue;
          const auto from = static_cast<std::size_t>(input);
          const bool carried = time > 0 && !inside[from] && once_[from].outputs == once_[end].outputs;
          input = last_[carried ? end : from];
        }
        last_[i] = static_cast<std::int32_t>(all.steps.size());
        all.steps.push_back(std::move(one));
        all.estimated.push_back(i);
      }
    }
  }

  const fused_network& net_;
  std::vector<kernels::network_step> once_;  ///< by number; inputs are numbers, too
  std::vector<std::int32_t> last_;           ///< of each, where it is among all for the last time
};

}  // namespace

steps_to_run steps_to_run_of(const network& net, const symbol_values& symbols, fusion_set absorbs,
                             std::span<const std::unique_ptr<kernels::kernel>> kernels) {
  return unrolled(fused_network(net, absorbs), symbols, kernels).all;
}

std::map<std::string, std::size_t> steps_of_layers(const network& net, fusion_set absorbs) {
  const fused_network fused(net, absorbs);
  std::map<std::string, std::size_t> out;
  for (std::size_t layer = 0; layer < fused.fused.size(); ++layer) {
    const std::uint32_t step = fused.step_of(layer);
    if (step != no_number) out.emplace(fused.contents.data.layers[layer].name, step);
  }
  return out;
}

}  // namespace calib::calibration
