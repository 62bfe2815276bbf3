/// The shipped networks: written as calib writes them, as large as published, with results as large as their operations
/// give.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "calib/op/list.hpp"
#include "network_io/reader.hpp"
#include "network_io/totals.hpp"
#include "network_io/writer.hpp"
#include "profile_io/text_file.hpp"

namespace calib {
namespace {

using network_io::network_data;

/// What others say of a network, or what follows from its dimensions.
struct published_figures {
  std::string_view id;
  std::uint64_t parameters;
  double parameter_tolerance;  ///< relative, where the source rounds; 0: exactly
  double multiply_adds;        ///< at the usual values, within 1 %; 0: not known from elsewhere
};

// Weights of a block that each token meets, times tokens; scores and values of attention; what follows the blocks.
constexpr double bert_base = 12 * (128 * 12. * 768 * 768 + 2. * 128 * 128 * 768) + 768. * 768;
constexpr double gpt2_prefill = 12 * (512 * 12. * 768 * 768 + 2. * 512 * 512 * 768) + 512. * 50257 * 768;
constexpr double llama_7b_decode = 32 * (4. * 4096 * 4096 + 3. * 4096 * 11008 + 2. * (512 + 1) * 4096) + 32000. * 4096;
constexpr double mixtral_prefill =  // keys and values of a quarter, a router, 2 experts; half of the scores are masked
    32 * (512 * (2.5 * 4096 * 4096 + 8. * 4096 + 2 * 3. * 4096 * 14336) + 512. * (512 + 1) * 4096) + 32000. * 4096;

/// Torchvision: `num_params` and `_ops` (GMACs) of the weights' metadata, and the table of
/// https://pytorch.org/vision/stable/models.html. Of transformers, the number of parameters that the weights of the
/// model hub have, each tensor once.
constexpr published_figures published[] = {
    {"alexnet", 61'100'840, 0, 0.714e9},
    {"vgg16", 138'357'544, 0, 15.47e9},
    {"resnet18", 11'689'512, 0, 1.814e9},
    {"resnet34", 21'797'672, 0, 3.664e9},
    {"resnet50", 25'557'032, 0, 4.089e9},
    {"googlenet", 6'624'904, 0, 1.498e9},
    {"squeezenet1_1", 1'235'496, 0, 0.349e9},
    {"densenet121", 7'978'856, 0, 2.834e9},
    {"mobilenet_v2", 3'504'872, 0, 0.301e9},
    {"mobilenet_v3_large", 5'483'032, 0, 0.217e9},
    {"efficientnet_b0", 5'288'548, 0, 0.386e9},
    {"convnext_tiny", 28'589'128, 0, 4.456e9},
    {"vit_b_16", 86'567'656, 0, 17.564e9},
    {"bert_base", 109'482'240, 0, bert_base},
    {"bert_large", 335'141'888, 0, 0},
    {"gpt2_decode", 124'439'808, 0, 0},
    {"gpt2_prefill", 124'439'808, 0, gpt2_prefill},
    {"gpt2_large_decode", 774'030'080, 0, 0},
    {"gpt2_large_prefill", 774'030'080, 0, 0},
    {"gpt3_2_7b_prefill", 2'650'000'000, 0.01, 0},  // arXiv:2005.14165, table D.1: 2,650 million
    {"gpt3_xl_prefill", 2'879'554'560, 0, 0},       // 24 (12 · 3072² + 13 · 3072) + (50257 + 2048 + 2) 3072
    {"llama2_70b_decode", 68'976'648'192, 0, 0},
    {"llama2_70b_prefill", 68'976'648'192, 0, 0},
    {"llama_7b_decode", 6'738'415'616, 0, llama_7b_decode},
    {"llama_7b_prefill", 6'738'415'616, 0, 0},
    {"mixtral_8x7b_decode", 46'702'792'704, 0, 0},
    {"mixtral_8x7b_prefill", 46'702'792'704, 0, mixtral_prefill},
    {"opt_1_3b_prefill", 1'315'758'080, 0, 0},
};

std::vector<std::filesystem::path> files() {
  std::vector<std::filesystem::path> out;
  for (const auto& entry : std::filesystem::directory_iterator(CALIB_TEST_NETWORKS)) {
    if (entry.path().extension() == ".json" && entry.path().stem() != "schema") out.push_back(entry.path());
  }
  std::ranges::sort(out);
  return out;
}

network_data shipped(std::string_view id) {
  return network_io::read_network(std::filesystem::path(CALIB_TEST_NETWORKS) / (std::string{id} + ".json"));
}

TEST(Zoo, EveryNetworkIsInTheTableOfPublishedFigures) {
  EXPECT_EQ(files().size(), std::size(published));
  for (const auto& file : files()) {
    EXPECT_NE(std::ranges::find(published, file.stem().string(), &published_figures::id), std::end(published)) << file;
  }
}

TEST(Zoo, EveryNetworkIsWrittenAsItIs) {
  for (const auto& file : files()) {
    const std::string text = profile_io::read_text(file);
    const network_data network = network_io::parse_network(text, file.string());
    EXPECT_EQ(network.id, file.stem());
    EXPECT_FALSE(network.source.licence.empty());
    EXPECT_TRUE(network_io::write_network(network) == text) << file;
  }
}

TEST(Zoo, EveryNetworkIsAsLargeAsPublished) {
  for (const published_figures& figures : published) {
    SCOPED_TRACE(figures.id);
    const network_data network = shipped(figures.id);
    const auto sum = network_io::totals(network, network_io::usual_values(network));
    const auto parameters = static_cast<double>(figures.parameters);
    EXPECT_NEAR(static_cast<double>(sum.parameters), parameters, parameters * figures.parameter_tolerance);
    if (figures.multiply_adds > 0) {
      EXPECT_NEAR(sum.multiply_adds, figures.multiply_adds, 0.01 * figures.multiply_adds);
    }
    RecordProperty(std::string{figures.id}, std::to_string(network.layers.size()) + " layers, " +
                                                std::to_string(sum.parameters) + " parameters, " +
                                                std::to_string(sum.multiply_adds / 1e9) + " GMACs");
  }
}

/// Elements of an operation's result; 0 where its dimensions do not say.
template <Operation Op>
double elements_of_result(const Op& op) {
  using detail::product;
  if constexpr (requires { op.out_h(); }) {
    if constexpr (requires { op.out_channels; })
      return product(op.batch, op.out_channels, op.out_h(), op.out_w());
    else
      return product(op.batch, op.channels, op.out_h(), op.out_w());
  } else if constexpr (requires {
                         op.m;
                         op.n;
                         op.batch;
                       }) {
    return product(op.batch, op.m, op.n);
  } else if constexpr (requires {
                         op.m;
                         op.n;
                       }) {
    return product(op.m, op.n);
  } else if constexpr (Op::name == std::string_view{"global_avg_pool"}) {
    return product(op.batch, op.channels);
  } else if constexpr (Op::name == std::string_view{"batch_norm"}) {
    return product(op.batch, op.channels, op.in_h, op.in_w);
  } else if constexpr (Op::name == std::string_view{"attention_prefill"}) {
    return product(op.batch, op.seq_len, op.heads, op.head_dim);
  } else if constexpr (Op::name == std::string_view{"attention_decode"}) {
    return product(op.batch, op.heads, op.head_dim);
  } else if constexpr (Op::name == std::string_view{"reduce_sum"}) {
    return product(op.rows);
  } else if constexpr (requires {
                         op.rows;
                         op.cols;
                       }) {
    return product(op.rows, op.cols);
  } else if constexpr (Op::name == std::string_view{"scale"} || Op::name == std::string_view{"copy"} ||
                       Op::name == std::string_view{"concat"}) {
    return static_cast<double>(op.bytes) / (2 * element_bytes<typename Op::precision_type>);
  } else if constexpr (requires { op.elements; }) {
    if constexpr (std::is_same_v<decltype(op.elements), std::size_t>) return product(op.elements);
  }
  return 0;
}

TEST(Zoo, ResultsAreAsLargeAsTheirOperationsGiveAtAnyValueOfTheSymbols) {
  std::size_t compared = 0;
  for (const auto& file : files()) {
    const network_data network = network_io::read_network(file);
    symbol_values other;
    for (std::size_t s = 0; s < other.size(); ++s) other[s] = 5 + 2 * s;
    for (const symbol_values& symbols : {network_io::usual_values(network), other}) {
      for (const network_io::layer_data& layer : network.layers) {
        visit_any_operation(layer.operation, layer.precision, [&]<Operation Op>() {
          const double elements = elements_of_result(from_dims<Op>(network_io::dims_of(layer, symbols).data()));
          if (elements == 0) return;
          EXPECT_EQ(static_cast<double>(layer.output.at(symbols)), elements) << network.id << ": " << layer.name;
          ++compared;
        });
      }
    }
  }
  EXPECT_GT(compared, 500U);
}

TEST(Zoo, WorkOfImagesGrowsWithTheBatch) {
  for (const auto& file : files()) {
    const network_data network = network_io::read_network(file);
    ASSERT_FALSE(network.symbols.empty());
    EXPECT_EQ(network.symbols[0].name, "batch");
    if (network.symbols.size() > 1 && network.symbols[1].name == "seq_len") continue;  // experts' tokens are one more
    symbol_values symbols = network_io::usual_values(network);
    const double one = network_io::totals(network, symbols).multiply_adds;
    symbols[0] = 7;
    EXPECT_EQ(network_io::totals(network, symbols).multiply_adds, 7 * one) << network.id;
  }
}

}  // namespace
}  // namespace calib
