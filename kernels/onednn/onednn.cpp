/// Backend onednn: f32, and bf16 and i8 where the processor has instructions for them. A primitive is built once per
/// prepared shape; a repeat is one execute and one wait.

#include <cstddef>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

#include "kernels/backends.hpp"
#include "kernels/onednn/attention.hpp"
#include "kernels/onednn/isa.hpp"
#include "kernels/onednn/moves.hpp"
#include "kernels/onednn/network.hpp"
#include "kernels/onednn/openmp.hpp"
#include "kernels/onednn/primitives.hpp"
#include "kernels/smallest_call.hpp"
#include "kernels/typed_kernel.hpp"

namespace calib::kernels {
namespace {

constexpr std::string_view onednn_name = "onednn";

/// More than any machine has; a larger number is a mistake.
constexpr unsigned most_threads = 4096;

/// What all kernels of one backend share.
struct context {
  dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  int threads = 1;
};

template <class Op>
class primitive_body {
 public:
  explicit primitive_body(std::shared_ptr<const context> shared)
      : shared_{std::move(shared)}, stream_{shared_->engine} {}

  void bind(operands<Op>& x) {
    use_threads();
    call_ = onednn::make_call(shared_->engine, x);
    bound_threads_ = shared_->threads;
  }

  void load(operands<Op>&) { call_.load(stream_); }
  void store(operands<Op>&) { call_.store(stream_); }
  [[nodiscard]] std::span<std::byte> place_of(std::span<std::byte> operand) const { return call_.place_of(operand); }

  void operator()(operands<Op>& x) {
    use_threads();
    // A primitive may only execute on the number of threads it was built for.
    if (bound_threads_ != shared_->threads) {
      bind(x);
      load(x);
    }
    call_.execute(stream_);
  }

 private:
  /// OpenMP keeps its number per calling thread, and every other thread begins with all cores.
  void use_threads() const {
    if (omp_get_max_threads() != shared_->threads) omp_set_num_threads(shared_->threads);
  }

  std::shared_ptr<const context> shared_;
  dnnl::stream stream_;
  decltype(onednn::make_call(std::declval<const dnnl::engine&>(), std::declval<operands<Op>&>())) call_;
  int bound_threads_ = 0;
};

std::string onednn_version() {
  const dnnl_version_t* const v = dnnl_version();
  return std::to_string(v->major) + '.' + std::to_string(v->minor) + '.' + std::to_string(v->patch);
}

class onednn_backend final : public backend {
 public:
  backend_info info() const override {
    return {std::string{onednn_name},
            onednn_version(),
            "ISA " + std::string{onednn::instruction_set()} + ", threading OpenMP" + onednn::left_out(),
            {}};
  }

  void set_threads(unsigned count) override {
    if (count == 0 || count > most_threads) {
      throw std::invalid_argument{"onednn cannot run on " + std::to_string(count) + " threads"};
    }
    shared_->threads = static_cast<int>(count);
  }

  std::vector<std::unique_ptr<kernel>> kernels() const override {
    kernel_list all;
    add_products<f32>(all);
    add_rest<f32>(all);
    if (onednn::native(precision::bf16)) {
      add_products<bf16>(all);
      add_rest<bf16>(all);
    }
    if (onednn::native(precision::i8)) add_products<i8>(all);
    add_forms<op::attention_prefill<f32>>(all);
    add_forms<op::attention_decode<f32>>(all);
    add_kernels<op::transpose<f32>, op::concat<f32>, op::gemv<f32>, op::dot<f32>, op::axpy<f32>>(all);
    return all;
  }

  std::unique_ptr<network_run> make_network(std::span<const network_step> steps, std::uint64_t seed,
                                            std::size_t most_bytes) override {
    return onednn::make_network(shared_->engine, steps, shared_->threads, seed, most_bytes);
  }

 private:
  using kernel_list = std::vector<std::unique_ptr<kernel>>;

  template <class... Op>
  void add_kernels(kernel_list& all) const {
    (all.push_back(make_kernel<Op>(onednn_name, [shared = std::shared_ptr<const context>{shared_}](
                                                    const Op&) { return primitive_body<Op>{shared}; })),
     ...);
  }
  /// Every form of an operation.
  template <Lowered Op>
  void add_forms(kernel_list& all) const {
    for_each_type<typename Op::forms>([&]<Operation Form>() { add_kernels<Form>(all); });
  }
  /// What sums products.
  template <Precision P>
  void add_products(kernel_list& all) const {
    add_kernels<op::gemm<P>, op::linear<P>, op::batched_gemm<P>>(all);
    add_forms<op::conv2d<P>>(all);
  }
  template <Precision P>
  void add_rest(kernel_list& all) const {
    add_kernels<op::relu<P>, op::gelu<P>, op::silu<P>, op::sigmoid<P>, op::tanh<P>, op::exp<P>, op::hardswish<P>,
                op::add<P>, op::mul<P>>(all);
    add_kernels<op::softmax<P>, op::layer_norm<P>, op::reduce_sum<P>, op::bias_add<P>>(all);
    add_forms<op::batch_norm<P>>(all);
    add_forms<op::global_avg_pool<P>>(all);
    add_forms<op::max_pool<P>>(all);
    add_forms<op::avg_pool<P>>(all);
    kernel_list smallest;
    add_kernels<op::relu<P>>(smallest);
    all.push_back(make_dispatch(std::move(smallest.front()), {1}));
  }

  std::shared_ptr<context> shared_ = std::make_shared<context>();
};

}  // namespace

std::unique_ptr<backend> make_onednn() { return std::make_unique<onednn_backend>(); }

}  // namespace calib::kernels
