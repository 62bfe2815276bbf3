#include "emit/layout.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace calib::emit;

std::size_t longest_line(const std::string& text) {
  std::istringstream lines(text);
  std::size_t longest = 0;
  for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
  return longest;
}

TEST(Layout, KeepsAShortListOnOneLine) {
  std::string out;
  append_list(out, "  x[] = {", {"1", "2", "3"}, "};", 6);
  EXPECT_EQ(out, "  x[] = {1, 2, 3};\n");
}

TEST(Layout, WrapsALongListWithoutLosingAnItem) {
  const std::vector<std::string> items(64, "1234567");
  std::string out;
  append_list(out, "  x[] = {", items, "};", 6);
  EXPECT_LE(longest_line(out), line_length);
  EXPECT_GT(longest_line(out), line_length - 10);
  std::size_t found = 0;
  for (std::size_t at = out.find("1234567"); at != std::string::npos; at = out.find("1234567", at + 1)) ++found;
  EXPECT_EQ(found, items.size());
}

TEST(Layout, FillsALineToTheLastColumn) {
  for (std::size_t width = 80; width < 100; ++width) {
    std::string out;
    append_list(out, "", {std::string(width, 'x'), "yy"}, ";", 2);
    EXPECT_LE(longest_line(out), line_length);
    // `x, yy;` is five more than the first item.
    EXPECT_EQ(out.find('\n') == out.size() - 1, width + 5 <= line_length) << width;
  }
}

TEST(Layout, StacksWhatDoesNotFit) {
  std::string out;
  append_stacked(out, "  using t = type_list<", {std::string(50, 'a'), std::string(50, 'b')}, ">;", 6);
  EXPECT_EQ(out, "  using t = type_list<\n      " + std::string(50, 'a') + ",\n      " + std::string(50, 'b') + ">;\n");
}

TEST(Layout, SplitsLongTextButNoEscape) {
  std::string escapes;
  for (int i = 0; i < 200; ++i) escapes += "\\302";
  for (std::size_t shift = 0; shift < 4; ++shift) {
    std::string out;
    append_text(out, "  name = ", std::string(shift, 'x') + escapes, ";", 6);
    EXPECT_LE(longest_line(out), line_length);
    std::istringstream lines(out);
    std::string joined;
    for (std::string line; std::getline(lines, line);) {
      const auto open = line.find('"');
      if (open == std::string::npos) continue;
      const auto piece = line.substr(open + 1, line.rfind('"') - open - 1);
      EXPECT_TRUE(piece.size() < 4 || piece.find('\\', piece.size() - 3) == std::string::npos) << piece;
      joined += piece;
    }
    EXPECT_EQ(joined, std::string(shift, 'x') + escapes);
  }
}

TEST(Layout, ContinuesARemarkUnderItsFirstWord) {
  std::string out;
  append_remark(out, "cpu", std::string(60, 'a') + " " + std::string(60, 'b'));
  EXPECT_EQ(out, "// cpu             " + std::string(60, 'a') + "\n//                 " + std::string(60, 'b') + "\n");
}

TEST(Layout, ARemarkCutsNoCharacter) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "µ";
  for (const char* before : {"", "x"}) {
    std::string out;
    append_remark(out, "", before + text);
    EXPECT_LE(longest_line(out), line_length);
    std::istringstream lines(out);
    std::string joined;
    for (std::string line; std::getline(lines, line);) {
      EXPECT_EQ((line.size() - line.find_first_of("x\xC2")) % 2, line.find('x') == std::string::npos ? 0U : 1U) << line;
      joined += line.substr(line.find_first_of("x\xC2"));
    }
    EXPECT_EQ(joined, before + text);
  }
}

TEST(Layout, NoRemarkGoesOnInTheNextLine) {
  std::string out;
  append_remark(out, "name",
                std::string(78, 'a') +
                    "\\ b?"
                    "?/");
  EXPECT_EQ(out, "// name            " + std::string(78, 'a') +
                     "\\.\n//                 b?"
                     "?/.\n");
}

TEST(Layout, LeavesOutAnEmptyRemark) {
  std::string out;
  append_remark(out, "cpu", "");
  EXPECT_TRUE(out.empty());
}

}  // namespace
