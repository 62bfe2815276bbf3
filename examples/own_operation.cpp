/// Operations of a program's own: one that is carried out as an operation with a table, and one without any, which the
/// roofline answers.

#include <array>
#include <calib/calib.hpp>
#include <calib/profiles/nvidia_v100_pcie.hpp>
#include <cstddef>
#include <cstdio>
#include <string_view>

using namespace calib;
using gpu = mapper<profiles::nvidia_v100_pcie, profiles::nvidia_v100_pcie::default_setting, fallback::roofline>;

namespace {

/// Queries, keys and values of all heads from one matrix of weights: a linear layer of three times the width.
template <Precision P>
struct qkv_projection {
  std::size_t batch, seq_len, width;

  using precision_type = P;
  static constexpr std::string_view name = "qkv_projection";
  static constexpr std::array<std::string_view, 3> dimensions{"batch", "seq_len", "width"};
  constexpr std::array<std::size_t, 3> dims() const noexcept { return {batch, seq_len, width}; }
  constexpr cost work() const noexcept { return as_linear().work(); }

  using forms = type_list<op::linear<P>>;
  template <class F>
  constexpr auto lower(F&& f) const {
    return f(as_linear());
  }

 private:
  constexpr op::linear<P> as_linear() const noexcept { return {.m = batch * seq_len, .n = 3 * width, .k = width}; }
};

/// Sums over windows of a row, of which none was measured anywhere.
template <Precision P>
struct moving_sum {
  std::size_t rows, columns;

  using precision_type = P;
  static constexpr std::string_view name = "moving_sum";
  static constexpr std::array<std::string_view, 2> dimensions{"rows", "columns"};
  constexpr std::array<std::size_t, 2> dims() const noexcept { return {rows, columns}; }
  constexpr cost work() const noexcept {
    const double elements = static_cast<double>(rows) * static_cast<double>(columns);
    return {flops{2 * elements}, bytes{2 * element_bytes<P> * elements}};
  }
};

constexpr qkv_projection<f32> projection{.batch = 8, .seq_len = 512, .width = 1024};
static_assert(gpu::latency(projection) == gpu::latency(op::linear<f32>{.m = 4096, .n = 3072, .k = 1024}));

void print(std::string_view what, const estimate& e) {
  std::printf("%s: %.1f us, %s-bound, %s\n", what.data(), 1e6 * e.latency.count(), name(e.bound).data(),
              name(e.source).data());
}

}  // namespace

int main() {
  print(projection.name, gpu::estimate(projection));
  print(moving_sum<f32>::name, gpu::estimate(moving_sum<f32>{.rows = 4096, .columns = 4096}));
}
