#include "completion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace calib::tool {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> offered(const std::vector<const char*>& words) {
  CLI::App app{"", "calib"};
  bool quiet = false;
  int batch = 0;
  std::string operations, profile, output;
  app.add_flag("-q,--quiet", quiet);
  CLI::App* estimate = app.add_subcommand("estimate");
  estimate->add_option("profile", profile);
  estimate->add_option("--batch", batch);
  estimate->add_option("--ops", operations);
  estimate->add_option("-o,--output", output);
  app.add_subcommand("network")->add_subcommand("show");
  app.add_subcommand("help");
  return completions(app, words);
}

TEST(Completions, OfSubcommands) {
  EXPECT_THAT(offered({""}), ElementsAre("estimate", "help", "network"));
  EXPECT_THAT(offered({"help", "est"}), ElementsAre("estimate"));
  EXPECT_THAT(offered({"help", "network", ""}), ElementsAre("show"));
  EXPECT_THAT(offered({"net"}), ElementsAre("network"));
  EXPECT_THAT(offered({"-q", "network", ""}), ElementsAre("show"));
  EXPECT_THAT(offered({"nothing"}), IsEmpty());
  EXPECT_THAT(offered({}), IsEmpty());
}

TEST(Completions, OfOptionsHereAndAbove) {
  EXPECT_THAT(offered({"estimate", "--"}), ElementsAre("--batch", "--help", "--ops", "--output", "--quiet"));
  EXPECT_THAT(offered({"estimate", "--batch", "4", "--q"}), ElementsAre("--quiet"));
}

TEST(Completions, OfWhatAnOptionKnows) {
  EXPECT_THAT(offered({"estimate", "--ops", ""}), Contains("conv2d"));
  EXPECT_THAT(offered({"estimate", "--ops", "conv2d_3"}), ElementsAre("conv2d_3x3"));
  EXPECT_THAT(offered({"estimate", "--batch", ""}), IsEmpty());
  EXPECT_THAT(offered({"estimate", "-o", ""}), IsEmpty());  // a file: the shell offers those
}

TEST(Completions, OfTheLastInAList) {
  EXPECT_THAT(offered({"estimate", "--ops", "gemm,conv2d_3"}), ElementsAre("gemm,conv2d_3x3"));
  EXPECT_THAT(offered({"estimate", "--ops=conv2d_3"}), ElementsAre("--ops=conv2d_3x3"));
  EXPECT_THAT(offered({"estimate", "--ops", "=", "conv2d_3"}), ElementsAre("conv2d_3x3"));  // as bash has it
  EXPECT_THAT(offered({"estimate", "--ops", "="}), Contains("conv2d"));
}

TEST(Completions, OfShippedProfiles) {
  EXPECT_THAT(offered({"estimate", "nvidia_h2"}), ElementsAre("nvidia_h200_sxm"));
  EXPECT_THAT(offered({"estimate", ""}), Not(Contains("schema")));
}

TEST(CompletionScripts, AreForThreeShells) {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    EXPECT_NE(completion_script(shell).find(completion_word), std::string_view::npos) << shell;
  }
  EXPECT_EQ(completion_script("csh"), "");
}

}  // namespace
}  // namespace calib::tool
