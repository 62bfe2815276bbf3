#include "foreign/message_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reading.hpp"

namespace calib::foreign {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(MessageText, ShowsControlCharactersAsNumbers) {
  EXPECT_EQ(printable("a\x1b[31m\tb\n\x7f"), "a\\x1b[31m\tb\n\\x7f");
  EXPECT_EQ(printable("\xc2\x9b \xc2\xb5s"), "\\x9b \xc2\xb5s");
  EXPECT_THAT(refusal("m,n,\x1b[31mk,latency_s\n1,2,3,4\n"), HasSubstr("\\x1b[31mk"));
  EXPECT_THAT(read_as("m,n,k,latency_s,\x1b[31mnote\n1,2,3,4,5\n").notes.at(0), Not(HasSubstr("\x1b")));
}

TEST(MessageText, QuotesWordsForTheShell) {
  EXPECT_EQ(shell_word("gpu=A100"), "gpu=A100");
  EXPECT_EQ(shell_word("gpu=Bob's one"), "'gpu=Bob'\\''s one'");
  EXPECT_THAT(refusal("m,n,k,cold time (ms),warm time (ms)\n1,1,1,5,5\n"),
              HasSubstr("--alias 'latency_s=cold time (ms)'"));
}

}  // namespace
}  // namespace calib::foreign
