#include "nearest_word.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace calib::tool {
namespace {

std::string nearest(const std::vector<const char*>& words) {
  CLI::App app{"", "calib"};
  bool quiet = false;
  int batch = 0;
  app.add_flag("-q,--quiet", quiet);
  CLI::App* estimate = app.add_subcommand("estimate");
  estimate->add_option("--batch", batch);
  app.add_subcommand("network")->add_subcommand("show");
  return nearest_word(app, words);
}

TEST(NearestWord, OfASubcommand) {
  EXPECT_EQ(nearest({"estimte", "x"}), "there is no subcommand 'estimte' (did you mean estimate?)");
  EXPECT_EQ(nearest({"network", "shw"}), "there is no subcommand 'shw' (did you mean show?)");
  EXPECT_EQ(nearest({"network", "nothing_like_it"}), "there is no subcommand 'nothing_like_it'");
}

TEST(NearestWord, OfAnOption) {
  EXPECT_EQ(nearest({"estimate", "x", "--bach", "4"}), "there is no option --bach (did you mean --batch?)");
  EXPECT_EQ(nearest({"estimate", "x", "--bach=4"}), "there is no option --bach (did you mean --batch?)");
}

TEST(NearestWord, IsNoneWhereAllAreKnown) {
  EXPECT_EQ(nearest({"--quiet", "estimate", "any", "words", "--batch", "4", "-q"}), "");
  EXPECT_EQ(nearest({"estimate", "--", "--bach"}), "");
}

}  // namespace
}  // namespace calib::tool
