#include "kernels/onednn/network.hpp"

#include <algorithm>
#include <chrono>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "kernels/onednn/joined_step.hpp"
#include "kernels/onednn/openmp.hpp"
#include "kernels/onednn/tensors.hpp"

namespace calib::kernels::onednn {
namespace {

double seconds_between(std::chrono::steady_clock::time_point begin, std::chrono::steady_clock::time_point end) {
  return std::chrono::duration<double>(end - begin).count();
}

/// Of each step, the last one that reads its result; none of them where it is a result of the network.
std::vector<std::size_t> last_readers(std::span<const network_step> steps) {
  std::vector<std::size_t> last(steps.size(), steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    for (const std::int32_t input : steps[i].inputs) {
      if (input >= 0) last.at(static_cast<std::size_t>(input)) = i;
    }
  }
  return last;
}

class network final : public network_run {
 public:
  network(const dnnl::engine& engine, std::span<const network_step> steps, int threads, std::uint64_t seed,
          std::size_t most_bytes)
      : steps_{steps.size()}, threads_{threads}, stream_{engine} {
    omp_set_num_threads(threads_);
    tensors made{engine, seed, most_bytes};
    const std::vector<std::size_t> last_reader = last_readers(steps);
    std::vector<dnnl::memory> results;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      made.begin(i);
      std::vector<dnnl::memory> inputs;
      for (const std::int32_t input : steps[i].inputs) {
        if (input >= 0) inputs.push_back(results.at(static_cast<std::size_t>(input)));
      }
      results.push_back(result_of(made, i, steps[i], inputs, seed));
      made.keep_until(last_reader[i], results.back());
      take_calls(made);
    }
    if (!results.empty()) result_ = results.back();
    memory_ = made.take_memory();
  }

  network_round run() override {
    network_round round;
    round.latency_s.resize(steps_);
    omp_set_num_threads(threads_);
    const auto begin = std::chrono::steady_clock::now();
    auto last = begin;
    for (const part& one : parts_) {
      if (const auto* const alone = std::get_if<std::unique_ptr<prepared>>(&one.work)) {
        (*alone)->run(1);
      } else {
        std::get<call>(one.work).execute(stream_);
      }
      const auto now = std::chrono::steady_clock::now();
      (one.reorder ? round.reorders_s : round.latency_s[one.step]) += seconds_between(last, now);
      last = now;
    }
    round.total_s = seconds_between(begin, last);
    return round;
  }

  [[nodiscard]] std::vector<float> result() override {
    if (!result_) return {};
    std::vector<float> values(elements_of(result_));
    const dnnl::memory::dims sizes = result_.get_desc().dims();
    dnnl::memory dense{
        {sizes, dnnl::memory::data_type::f32, dnnl::memory::dims{}}, stream_.get_engine(), values.data()};
    dnnl::reorder{result_, dense}.execute(stream_, result_, dense);
    stream_.wait();
    return values;
  }

  [[nodiscard]] std::size_t reorders() const override {
    return static_cast<std::size_t>(
        std::count_if(parts_.begin(), parts_.end(), [](const part& p) { return p.reorder; }));
  }

 private:
  struct part {
    std::size_t step;
    bool reorder;
    std::variant<call, std::unique_ptr<prepared>> work;
  };

  dnnl::memory result_of(tensors& made, std::size_t number, const network_step& step,
                         const std::vector<dnnl::memory>& inputs, std::uint64_t seed) {
    try {
      if (auto joined = join(made, step, inputs)) return *std::move(joined);
    } catch (const dnnl::error& refusal) {
      if (refusal.status == dnnl_out_of_memory) throw std::bad_alloc{};
      throw std::invalid_argument{"step " + step.name + ": oneDNN refuses " + step.operation + " in " +
                                  std::string{facts(step.precision).name} + ": " + refusal.what()};
    }
    return run_alone(made, number, step, inputs, seed);
  }

  /// The step on operands of its own. What it reads is brought into a dense array, as it would want it.
  dnnl::memory run_alone(tensors& made, std::size_t number, const network_step& step,
                         const std::vector<dnnl::memory>& inputs, std::uint64_t seed) {
    if (step.alone.of == nullptr) {
      throw std::invalid_argument{"step " + step.name + ": nothing here runs " + step.operation + " in " +
                                  std::string{facts(step.precision).name}};
    }
    for (const dnnl::memory& input : inputs) static_cast<void>(made.dense(input, input.get_desc().dims()));
    take_calls(made);
    made.take(step.alone.of->memory_bytes(step.alone.dims));
    parts_.push_back({number, false, step.alone.of->prepare(step.alone.dims, seed)});
    return made.filled(flat(step.outputs, step.precision));
  }

  void take_calls(tensors& made) {
    for (network_call& one : made.take_calls()) parts_.push_back({one.step, one.reorder, std::move(one.work)});
  }

  std::size_t steps_;
  int threads_;
  dnnl::stream stream_;
  std::vector<part> parts_;
  std::vector<dnnl::memory> memory_;
  dnnl::memory result_;
};

}  // namespace

std::unique_ptr<network_run> make_network(const dnnl::engine& engine, std::span<const network_step> steps, int threads,
                                          std::uint64_t seed, std::size_t most_bytes) {
  return std::make_unique<network>(engine, steps, threads, seed, most_bytes);
}

}  // namespace calib::kernels::onednn
