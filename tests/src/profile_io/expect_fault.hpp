#pragma once
/// The one way in which tests look at a refusal: its code, its place, and that its sentence says what to do.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "calib/profile_error.hpp"

namespace calib::test {

/// Expects `f` to throw a profile_error of this code and pointer whose sentence names the remedy, which contains
/// `remedy_part`.
template <class F>
void expect_fault(F&& f, profile_fault code, std::string_view pointer, std::string_view remedy_part) {
  using testing::EndsWith;
  using testing::HasSubstr;
  try {
    f();
    ADD_FAILURE() << "accepted, where an error at " << pointer << " was due";
  } catch (const profile_error& e) {
    EXPECT_EQ(e.code(), code) << e.what();
    EXPECT_EQ(e.pointer(), pointer) << e.what();
    EXPECT_THAT(e.remedy(), HasSubstr(std::string{remedy_part}));
    EXPECT_THAT(e.what(), EndsWith("; " + e.remedy()));
    EXPECT_THAT(e.what(), HasSubstr(e.pointer()));
    EXPECT_THAT(e.what(), HasSubstr(e.file()));
    EXPECT_FALSE(e.file().empty());
  }
}

}  // namespace calib::test
