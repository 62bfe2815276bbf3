/// Backend onednn, f32. A primitive is built once per prepared shape; a repeat is one execute and one wait.

#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "kernels/backends.hpp"
#include "kernels/onednn/attention.hpp"
#include "kernels/onednn/openmp.hpp"
#include "kernels/onednn/primitives.hpp"
#include "kernels/onednn/transpose.hpp"
#include "kernels/typed_kernel.hpp"

namespace calib::kernels {
namespace {

constexpr std::string_view name = "onednn";

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

std::string version() {
  const dnnl_version_t* const v = dnnl_version();
  return std::to_string(v->major) + '.' + std::to_string(v->minor) + '.' + std::to_string(v->patch);
}

std::string_view instruction_set() {
  switch (dnnl_get_effective_cpu_isa()) {
    case dnnl_cpu_isa_sse41:
      return "SSE4.1";
    case dnnl_cpu_isa_avx:
      return "AVX";
    case dnnl_cpu_isa_avx2:
      return "AVX2";
    case dnnl_cpu_isa_avx2_vnni:
      return "AVX2 with VNNI";
    case dnnl_cpu_isa_avx512_core:
      return "AVX-512";
    case dnnl_cpu_isa_avx512_core_vnni:
      return "AVX-512 with VNNI";
    case dnnl_cpu_isa_avx512_core_bf16:
      return "AVX-512 with VNNI and bf16";
    case dnnl_cpu_isa_avx512_core_amx:
      return "AVX-512 with AMX";
    default:
      return "not named";
  }
}

class onednn_backend final : public backend {
 public:
  backend_info info() const override {
    return {std::string{name}, version(), "ISA " + std::string{instruction_set()} + ", threading OpenMP", {}};
  }

  void set_threads(unsigned count) override {
    if (count == 0 || count > most_threads) {
      throw std::invalid_argument{"onednn cannot run on " + std::to_string(count) + " threads"};
    }
    shared_->threads = static_cast<int>(count);
  }

  std::vector<std::unique_ptr<kernel>> kernels() const override {
    std::vector<std::unique_ptr<kernel>> all;
    add_kernels<op::gemm<f32>, op::linear<f32>, op::batched_gemm<f32>>(all);
    add_kernels<op::relu<f32>, op::gelu<f32>, op::silu<f32>, op::sigmoid<f32>, op::tanh<f32>, op::exp<f32>,
                op::hardswish<f32>, op::add<f32>, op::mul<f32>>(all);
    add_kernels<op::softmax<f32>, op::layer_norm<f32>, op::reduce_sum<f32>, op::bias_add<f32>>(all);
    add_kernels<op::batch_norm<f32>, op::global_avg_pool<f32>, op::max_pool_square<f32>, op::avg_pool_square<f32>>(all);
    add_kernels<op::conv2d_pointwise<f32>, op::conv2d_3x3<f32>, op::conv2d_window<f32>, op::conv2d_depthwise<f32>,
                op::conv2d_grouped<f32>>(all);
    add_kernels<op::attention_prefill_grouped<f32>, op::attention_decode_multi_head<f32>,
                op::attention_decode_grouped<f32>, op::attention_decode_wide<f32>, op::transpose<f32>>(all);
    return all;
  }

 private:
  template <class... Op>
  void add_kernels(std::vector<std::unique_ptr<kernel>>& all) const {
    (all.push_back(make_kernel<Op>(
         name, [shared = std::shared_ptr<const context>{shared_}](const Op&) { return primitive_body<Op>{shared}; })),
     ...);
  }

  std::shared_ptr<context> shared_ = std::make_shared<context>();
};

}  // namespace

std::unique_ptr<backend> make_onednn() { return std::make_unique<onednn_backend>(); }

}  // namespace calib::kernels
