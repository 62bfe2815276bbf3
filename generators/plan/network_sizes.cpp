#include "plan/network_sizes.hpp"

#include <algorithm>
#include <iterator>

namespace calib::plan {
namespace {

using sizes = std::span<const std::uint64_t>;

// Features and tokens: multiples of 8 and powers of two, the pixels of feature maps (7 x 7 to 28 x 28), the classes of
// ImageNet, and the widths of BERT, GPT-2 and ViT with their four-fold inner layers.
constexpr std::uint64_t products[] = {1,   8,    16,   24,   32,   48,   49,   64,   96,   100,  120, 128, 160,
                                      192, 196,  240,  256,  320,  384,  480,  512,  576,  640,  672, 768, 784,
                                      960, 1000, 1024, 1152, 1280, 1536, 1920, 2048, 2304, 2560, 3072};
constexpr std::uint64_t aliasing[] = {512, 1024, 1536, 2048, 2560, 3072};
constexpr std::uint64_t images[] = {1, 2, 4, 8, 16, 32};
constexpr std::uint64_t channels[] = {3,   16,  24,  32,  40,  48,  56,  64,   72,   80,   96,   112,  120, 128,
                                      144, 160, 192, 224, 240, 256, 288, 320,  336,  384,  448,  480,  512, 576,
                                      640, 672, 728, 768, 832, 864, 960, 1024, 1152, 1280, 1536, 1920, 2048};
constexpr std::uint64_t sides[] = {7,  8,  10, 13, 14, 15, 17, 20, 26, 27,  28,
                                   30, 32, 35, 40, 52, 55, 56, 60, 64, 112, 224};
constexpr std::uint64_t pixels[] = {1,   49,  64,  100, 169,  196,  225,  256,  289,
                                    400, 729, 784, 900, 1024, 1225, 1600, 3136, 12544};
constexpr std::uint64_t group_channels[] = {4, 8, 16, 24, 32, 48, 56, 64};
constexpr std::uint64_t groups[] = {2, 3, 4, 8, 16, 32};
constexpr std::uint64_t tokens[] = {1, 16, 32, 49, 64, 77, 128, 196, 197, 256, 384, 512, 1024, 2048, 4096};
constexpr std::uint64_t heads[] = {1, 4, 6, 8, 12, 16, 20, 24, 32};
constexpr std::uint64_t head_dims[] = {64, 80, 96, 128};

struct dimension_sizes {
  std::string_view dimension;
  sizes known, aliasing{};
};

constexpr dimension_sizes known[] = {{"m", products},
                                     {"n", products, aliasing},
                                     {"k", products, aliasing},
                                     {"batch", images},
                                     {"channels", channels},
                                     {"planes", channels},
                                     {"in_channels", channels},
                                     {"out_channels", channels},
                                     {"group_in", group_channels},
                                     {"group_out", group_channels},
                                     {"groups", groups},
                                     {"in_h", sides},
                                     {"in_w", sides},
                                     {"side", sides},
                                     {"pixels", pixels},
                                     {"rows", tokens},
                                     {"cols", products, aliasing},
                                     {"seq_len", tokens},
                                     {"positions", tokens},
                                     {"heads", heads},
                                     {"kv_heads", heads},
                                     {"head_dim", head_dims}};

dimension_sizes sizes_of(std::string_view dimension) noexcept {
  const auto found = std::find_if(std::begin(known), std::end(known),
                                  [&](const dimension_sizes& one) { return one.dimension == dimension; });
  return found == std::end(known) ? dimension_sizes{} : *found;
}

}  // namespace

sizes network_sizes(std::string_view dimension) noexcept { return sizes_of(dimension).known; }

sizes aliasing_sizes(std::string_view dimension) noexcept { return sizes_of(dimension).aliasing; }

}  // namespace calib::plan
