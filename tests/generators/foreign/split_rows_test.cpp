#include "foreign/split_rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reading.hpp"

namespace calib::foreign {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::size_t> lines_of(const std::vector<raw_row>& rows) {
  std::vector<std::size_t> lines;
  for (const raw_row& row : rows) lines.push_back(row.line);
  return lines;
}

TEST(SplitRows, ReadsAllEndsOfLines) {
  for (const char* const text : {"a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "a,b\n1,2"}) {
    const auto rows = split_rows(text, ',');
    ASSERT_EQ(rows.size(), 2U) << text;
    EXPECT_THAT(rows[1].cells, ElementsAre("1", "2"));
    EXPECT_EQ(rows[1].line, 2U);
  }
}

TEST(SplitRows, ReadsQuotesWithDelimitersQuotesAndLineEnds) {
  const auto rows = split_rows("a,\"b, \"\"c\"\"\nd\",e\nf,g,h\n", ',');
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_THAT(rows[0].cells, ElementsAre("a", "b, \"c\"\nd", "e"));
  EXPECT_THAT(lines_of(rows), ElementsAre(1U, 3U));
}

TEST(SplitRows, LeavesOutCommentsAndEmptyLinesAndCountsThem) {
  const auto rows = split_rows("# made by hand\n\n1;2\n  \n# more\n3;4\n", ';', 10);
  EXPECT_THAT(lines_of(rows), ElementsAre(13U, 16U));
}

TEST(SplitRows, KeepsEmptyCellsBetweenTabs) {
  const auto rows = split_rows("\t1\t\t2\n", '\t');
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_THAT(rows[0].cells, ElementsAre("", "1", "", "2"));
}

TEST(SplitRows, StopsAtTheMostRows) { EXPECT_EQ(split_rows("1\n2\n3\n", ',', 0, 2).size(), 2U); }

TEST(SplitRows, MarksAQuoteThatIsNeverClosed) {
  const auto rows = split_rows("1,2\n\"3,4\n5,6\n", ',');
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_FALSE(rows[0].open_quote);
  EXPECT_TRUE(rows[1].open_quote);
  EXPECT_FALSE(split_rows("1,\"2\"", ',').back().open_quote);
  EXPECT_FALSE(split_rows("1,15\" disk\n", ',').back().open_quote);
}

TEST(SplitRows, QuotesThatTakeInRowsAreRefused) {
  const std::string header = "m,n,k,latency_s,note\n", row = "1,1,1,1e-6,ok\n";
  EXPECT_THAT(refusal(header + row + "1,1,1,1e-6,\"not ok\n" + row + row),
              HasSubstr("line 3: a quote opens and is never"));
  EXPECT_THAT(refusal(header + row + "1,1,1,1e-6,\"not ok\n" + row + "1,1,1,1e-6,more\"\n" + row),
              HasSubstr("line 3: a quote opens, and the lines"));
  EXPECT_THAT(refusal(header + row + "2,1,1,1e-6,\"x"), HasSubstr("never closed"));
  EXPECT_EQ(read_as(header + "1,1,1,1e-6,\"two lines:\n1, 2\"\n" + row).rows, 2U);
}

}  // namespace
}  // namespace calib::foreign
