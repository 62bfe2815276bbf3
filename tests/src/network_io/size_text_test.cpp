#include "network_io/size_text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace calib {
namespace {

using network_io::parse_size;
using network_io::parsed_size;
using network_io::size_text;

const std::vector<network_io::symbol_data> symbols{{"batch", 1}, {"seq_len", 128}};

network_size read(std::string_view text) {
  const parsed_size parsed = parse_size(text, symbols);
  EXPECT_EQ(parsed.problem, "") << text;
  return parsed.size;
}

void refused(std::string_view text, std::string_view problem_part, std::string_view remedy_part) {
  const parsed_size parsed = parse_size(text, symbols);
  EXPECT_NE(parsed.problem.find(problem_part), std::string::npos) << text << ": " << parsed.problem;
  EXPECT_NE(parsed.remedy.find(remedy_part), std::string::npos) << text << ": " << parsed.remedy;
}

TEST(SizeText, IsANumberASymbolOrAProduct) {
  EXPECT_EQ(read("196"), (network_size{196, {}}));
  EXPECT_EQ(read("batch"), (network_size{1, {1}}));
  EXPECT_EQ(read("196*batch"), (network_size{196, {1}}));
  EXPECT_EQ(read("12*batch*seq_len*seq_len"), (network_size{12, {1, 2}}));
}

TEST(SizeText, TakesFactorsInAnyOrder) {
  EXPECT_EQ(read("seq_len*3*batch*4*seq_len"), (network_size{12, {1, 2}}));
  EXPECT_EQ(read("1*batch"), (network_size{1, {1}}));
}

TEST(SizeText, OfNothingIsPlainNothing) {
  EXPECT_EQ(read("0"), network_size{});
  EXPECT_EQ(read("0*batch"), network_size{}) << "equal sizes are equal";
}

TEST(SizeText, IsWrittenInOneWay) {
  EXPECT_EQ(size_text({196, {}}, symbols), "196");
  EXPECT_EQ(size_text({0, {}}, symbols), "0");
  EXPECT_EQ(size_text({1, {}}, symbols), "1");
  EXPECT_EQ(size_text({1, {1}}, symbols), "batch");
  EXPECT_EQ(size_text({12, {1, 2}}, symbols), "12*batch*seq_len*seq_len");
}

TEST(SizeText, ReadsBackWhatItWrites) {
  for (const std::size_t factor : {std::size_t{1}, std::size_t{7}, largest_size}) {
    for (std::uint8_t batch = 0; batch < 3; ++batch) {
      for (const int seq_len : {0, 1, 255}) {
        const network_size size{factor, {batch, static_cast<std::uint8_t>(seq_len)}};
        EXPECT_EQ(read(size_text(size, symbols)), size) << size_text(size, symbols);
      }
    }
  }
}

TEST(SizeText, WithoutAFactorIsRefused) {
  refused("", "lacks a factor", "* between them");
  refused("*batch", "lacks a factor", "* between them");
  refused("196*", "lacks a factor", "* between them");
  refused("196**batch", "lacks a factor", "* between them");
}

TEST(SizeText, WithAnotherFactorIsRefused) {
  refused("-1*batch", "\"-1\"", "196*batch");
  refused("1.5*batch", "\"1.5\"", "196*batch");
  refused("1e3", "\"1e3\"", "196*batch");
  refused("196 * batch", "\"196 \"", "196*batch");
  refused("batch+1", "neither a whole number nor a symbol", "196*batch");
  refused("0x10", "neither a whole number nor a symbol", "196*batch");
}

TEST(SizeText, WithAnUnknownSymbolIsRefused) {
  refused("196*bacth", "no symbol \"bacth\"", "write batch");
  refused("kv_len", "no symbol \"kv_len\"", "one of: batch, seq_len");
  EXPECT_NE(parse_size("n", {}).remedy.find("one of: none"), std::string::npos);
}

TEST(SizeText, BeyondWhatCanBeCountedIsRefused) {
  refused("9007199254740993", "larger than 2^53", "smaller size");
  refused("99999999999999999999999999", "larger than 2^53", "smaller size");
  refused("4294967296*4294967296*batch", "larger than 2^53", "smaller size");
  std::string power = "batch";
  for (int i = 1; i < 256; ++i) power += "*batch";
  refused(power, "more than 255 times", "smaller size");
}

TEST(SizeText, IsConstantWithoutSymbols) {
  EXPECT_TRUE(network_io::is_constant({196, {}}));
  EXPECT_FALSE(network_io::is_constant({196, {0, 1}}));
}

}  // namespace
}  // namespace calib
