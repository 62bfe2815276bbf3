#include "measure/canary_work.hpp"

#include <algorithm>
#include <array>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace calib::measure {
namespace {

constexpr std::size_t chains = 10;

// x = x * scale + offset stays near offset / (1 - scale) = 1: never denormal, never infinite.
constexpr double scale = 0.75;
constexpr double offset = 0.25;

double scalar_chains(std::uint64_t steps) noexcept {
  std::array<double, chains> x{};
  for (std::uint64_t step = 0; step < steps; ++step) {
    for (double& value : x) {
      value = value * scale + offset;
    }
  }
  double sum = 0.0;
  for (const double value : x) {
    sum += value;
  }
  return sum;
}

#if defined(__x86_64__)

__attribute__((target("avx2,fma"))) double avx2_chains(std::uint64_t steps) noexcept {
  const __m256d s = _mm256_set1_pd(scale);
  const __m256d o = _mm256_set1_pd(offset);
  __m256d x0 = o, x1 = o, x2 = o, x3 = o, x4 = o, x5 = o, x6 = o, x7 = o, x8 = o, x9 = o;
  for (std::uint64_t step = 0; step < steps; ++step) {
    x0 = _mm256_fmadd_pd(x0, s, o);
    x1 = _mm256_fmadd_pd(x1, s, o);
    x2 = _mm256_fmadd_pd(x2, s, o);
    x3 = _mm256_fmadd_pd(x3, s, o);
    x4 = _mm256_fmadd_pd(x4, s, o);
    x5 = _mm256_fmadd_pd(x5, s, o);
    x6 = _mm256_fmadd_pd(x6, s, o);
    x7 = _mm256_fmadd_pd(x7, s, o);
    x8 = _mm256_fmadd_pd(x8, s, o);
    x9 = _mm256_fmadd_pd(x9, s, o);
    // Ten equal chains are one chain to an optimiser; this tells it that they may differ.
    asm volatile("" : "+x"(x0), "+x"(x1), "+x"(x2), "+x"(x3), "+x"(x4));
    asm volatile("" : "+x"(x5), "+x"(x6), "+x"(x7), "+x"(x8), "+x"(x9));
  }
  const __m256d low = _mm256_add_pd(_mm256_add_pd(x0, x1), _mm256_add_pd(x2, x3));
  const __m256d high = _mm256_add_pd(_mm256_add_pd(x4, x5), _mm256_add_pd(x6, x7));
  const __m256d all = _mm256_add_pd(_mm256_add_pd(low, high), _mm256_add_pd(x8, x9));
  return _mm256_cvtsd_f64(all);
}

#elif defined(__aarch64__)

double neon_chains(std::uint64_t steps) noexcept {
  const float64x2_t s = vdupq_n_f64(scale);
  const float64x2_t o = vdupq_n_f64(offset);
  float64x2_t x0 = o, x1 = o, x2 = o, x3 = o, x4 = o, x5 = o, x6 = o, x7 = o, x8 = o, x9 = o;
  for (std::uint64_t step = 0; step < steps; ++step) {
    x0 = vfmaq_f64(o, x0, s);
    x1 = vfmaq_f64(o, x1, s);
    x2 = vfmaq_f64(o, x2, s);
    x3 = vfmaq_f64(o, x3, s);
    x4 = vfmaq_f64(o, x4, s);
    x5 = vfmaq_f64(o, x5, s);
    x6 = vfmaq_f64(o, x6, s);
    x7 = vfmaq_f64(o, x7, s);
    x8 = vfmaq_f64(o, x8, s);
    x9 = vfmaq_f64(o, x9, s);
    asm volatile("" : "+w"(x0), "+w"(x1), "+w"(x2), "+w"(x3), "+w"(x4));
    asm volatile("" : "+w"(x5), "+w"(x6), "+w"(x7), "+w"(x8), "+w"(x9));
  }
  const float64x2_t low = vaddq_f64(vaddq_f64(x0, x1), vaddq_f64(x2, x3));
  const float64x2_t high = vaddq_f64(vaddq_f64(x4, x5), vaddq_f64(x6, x7));
  return vgetq_lane_f64(vaddq_f64(vaddq_f64(low, high), vaddq_f64(x8, x9)), 0);
}

#endif

// Four sums: additions of one call do not wait for each other.
struct integer_sums {
  std::uint64_t a = 0, b = 0, c = 0, d = 0;
  std::uint64_t step = 3;

  void add() noexcept {
    a += step;
    b += step;
    c += step;
    d += step;
    asm volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(step));
  }
};

double scalar_full_issue(std::uint64_t steps) noexcept {
  std::array<double, 8> x{};
  integer_sums even, odd;
  for (std::uint64_t step = 0; step < steps; ++step) {
    for (std::size_t pair = 0; pair < x.size(); pair += 2) {
      x[pair] = x[pair] * scale + offset;
      x[pair + 1] = x[pair + 1] * scale + offset;
      (pair % 4 == 0 ? even : odd).add();
    }
  }
  double sum = 0.0;
  for (const double value : x) {
    sum += value;
  }
  return sum;
}

#if defined(__x86_64__)

// Not the widest vectors: a core that has not used those for a while needs 10 us to power them up.
__attribute__((target("fma"))) double fma_full_issue(std::uint64_t steps) noexcept {
  const __m128d s = _mm_set1_pd(scale);
  const __m128d o = _mm_set1_pd(offset);
  __m128d x0 = o, x1 = o, x2 = o, x3 = o, x4 = o, x5 = o, x6 = o, x7 = o;
  integer_sums even, odd;
  for (std::uint64_t step = 0; step < steps; ++step) {
    x0 = _mm_fmadd_pd(x0, s, o);
    x1 = _mm_fmadd_pd(x1, s, o);
    even.add();
    x2 = _mm_fmadd_pd(x2, s, o);
    x3 = _mm_fmadd_pd(x3, s, o);
    odd.add();
    x4 = _mm_fmadd_pd(x4, s, o);
    x5 = _mm_fmadd_pd(x5, s, o);
    even.add();
    x6 = _mm_fmadd_pd(x6, s, o);
    x7 = _mm_fmadd_pd(x7, s, o);
    odd.add();
    asm volatile("" : "+x"(x0), "+x"(x1), "+x"(x2), "+x"(x3), "+x"(x4), "+x"(x5), "+x"(x6), "+x"(x7));
  }
  const __m128d low = _mm_add_pd(_mm_add_pd(x0, x1), _mm_add_pd(x2, x3));
  const __m128d high = _mm_add_pd(_mm_add_pd(x4, x5), _mm_add_pd(x6, x7));
  return _mm_cvtsd_f64(_mm_add_pd(low, high));
}

#elif defined(__aarch64__)

double neon_full_issue(std::uint64_t steps) noexcept {
  const float64x2_t s = vdupq_n_f64(scale);
  const float64x2_t o = vdupq_n_f64(offset);
  float64x2_t x0 = o, x1 = o, x2 = o, x3 = o, x4 = o, x5 = o, x6 = o, x7 = o;
  integer_sums even, odd;
  for (std::uint64_t step = 0; step < steps; ++step) {
    x0 = vfmaq_f64(o, x0, s);
    x1 = vfmaq_f64(o, x1, s);
    even.add();
    x2 = vfmaq_f64(o, x2, s);
    x3 = vfmaq_f64(o, x3, s);
    odd.add();
    x4 = vfmaq_f64(o, x4, s);
    x5 = vfmaq_f64(o, x5, s);
    even.add();
    x6 = vfmaq_f64(o, x6, s);
    x7 = vfmaq_f64(o, x7, s);
    odd.add();
    asm volatile("" : "+w"(x0), "+w"(x1), "+w"(x2), "+w"(x3), "+w"(x4), "+w"(x5), "+w"(x6), "+w"(x7));
  }
  const float64x2_t low = vaddq_f64(vaddq_f64(x0, x1), vaddq_f64(x2, x3));
  const float64x2_t high = vaddq_f64(vaddq_f64(x4, x5), vaddq_f64(x6, x7));
  return vgetq_lane_f64(vaddq_f64(low, high), 0);
}

#endif

#if defined(__x86_64__)
bool has_avx2_fma() noexcept {
  static const bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  return has;
}
#endif

}  // namespace

void dependent_adds(std::uint64_t blocks) noexcept {
  if (blocks == 0) {
    return;
  }
  std::uint64_t sum = 0;
  std::uint64_t step = 3;
#if defined(__x86_64__)
  asm volatile(
      ".balign 64\n"
      "1:\n"
      ".rept 64\n"
      "add %[step], %[sum]\n"
      ".endr\n"
      "dec %[left]\n"
      "jnz 1b\n"
      : [sum] "+r"(sum), [left] "+r"(blocks)
      : [step] "r"(step)
      : "cc");
#elif defined(__aarch64__)
  asm volatile(
      ".balign 64\n"
      "1:\n"
      ".rept 64\n"
      "add %[sum], %[sum], %[step]\n"
      ".endr\n"
      "subs %[left], %[left], #1\n"
      "b.ne 1b\n"
      : [sum] "+r"(sum), [left] "+r"(blocks)
      : [step] "r"(step)
      : "cc");
#else
  // Empty assembly makes each sum opaque, so the additions can be neither merged nor dropped.
  for (; blocks != 0; --blocks) {
    for (std::uint64_t i = 0; i < adds_per_block; ++i) {
      sum += step;
      asm volatile("" : "+r"(sum), "+r"(step));
    }
  }
#endif
}

double multiply_add_chains(std::uint64_t steps) noexcept {
#if defined(__x86_64__)
  return has_avx2_fma() ? avx2_chains(steps) : scalar_chains(steps);
#elif defined(__aarch64__)
  return neon_chains(steps);
#else
  return scalar_chains(steps);
#endif
}

double full_issue(std::uint64_t steps) noexcept {
#if defined(__x86_64__)
  return has_avx2_fma() ? fma_full_issue(steps) : scalar_full_issue(steps);
#elif defined(__aarch64__)
  return neon_full_issue(steps);
#else
  return scalar_full_issue(steps);
#endif
}

std::uint64_t sum_words(const std::uint64_t* words, std::size_t count) noexcept {
  // Eight sums: enough loads in flight to be limited by the cache, not by one chain of additions.
  std::array<std::uint64_t, 8> sums{};
  std::size_t i = 0;
  for (; i + sums.size() <= count; i += sums.size()) {
    for (std::size_t lane = 0; lane < sums.size(); ++lane) {
      sums[lane] += words[i + lane];
    }
  }
  std::uint64_t sum = 0;
  for (; i < count; ++i) {
    sum += words[i];
  }
  for (const std::uint64_t part : sums) {
    sum += part;
  }
  asm volatile("" : "+r"(sum));  // the sum counts as used even where the caller drops it
  return sum;
}

rotating_reader::rotating_reader(std::size_t buffer_bytes, std::size_t window_bytes)
    : buffer_(std::max<std::size_t>(1, buffer_bytes / sizeof(std::uint64_t)), 1),
      window_words_(std::clamp<std::size_t>(window_bytes / sizeof(std::uint64_t), 1, buffer_.size())),
      windows_(buffer_.size() / window_words_) {}

std::uint64_t rotating_reader::read_next() noexcept {
  const std::uint64_t sum = sum_words(buffer_.data() + next_ * window_words_, window_words_);
  next_ = (next_ + 1) % windows_;
  return sum;
}

}  // namespace calib::measure
