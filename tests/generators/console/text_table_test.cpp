#include "console/text_table.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace calib::console {
namespace {

TEST(TextTable, AlignsNumbersRightAndTextLeft) {
  text_table table({"name", ">value"});
  table.add({"a", "1"});
  table.add({"longer", "1000"});
  EXPECT_EQ(table.str(),
            "  name    value\n"
            "  a           1\n"
            "  longer   1000\n");
}

TEST(TextTable, LeavesMissingCellsEmptyWithoutTrailingSpace) {
  text_table table({"a", "b"});
  table.add({"x"});
  EXPECT_EQ(table.str(), "  a  b\n  x\n");
}

TEST(TextTable, RefusesMoreCellsThanColumns) {
  text_table table({"a"});
  EXPECT_THROW(table.add({"x", "y"}), std::logic_error);
}

}  // namespace
}  // namespace calib::console
