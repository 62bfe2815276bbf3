#include "runtime/shipped_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "calib/data_folder.h"
#include "calib/loaded_network.hpp"
#include "calib/loaded_profile.hpp"

namespace calib {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

/// A folder with a profile `my_box` and a network `my_net`, and with what is neither.
class ShippedFiles : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(folder);
    fs::create_directories(folder / "profiles");
    fs::create_directories(folder / "networks");
    fs::copy_file(CALIB_TEST_CLASSED_BOX, folder / "profiles" / "my_box.json");
    fs::copy_file(CALIB_TEST_SMALL_NET, folder / "networks" / "my_net.json");
    std::ofstream(folder / "profiles" / "schema.json") << "{}";
    std::ofstream(folder / "profiles" / "notes.txt") << "none";
  }
  void TearDown() override { fs::remove_all(folder); }

  // Tests run beside each other.
  const fs::path folder = fs::path{testing::TempDir()} / ("calib_shipped_files_" + std::to_string(::getpid()));
};

TEST_F(ShippedFiles, AreLoadedById) {
  EXPECT_EQ(load_profile("my_box", folder).id(), "classed_box");
  EXPECT_EQ(load_network("my_net", folder).id(), "small_net");
}

TEST_F(ShippedFiles, AreThoseOfTheBuildUnlessAFolderIsGiven) {
  EXPECT_EQ(load_profile("intel_i7_12700k").id(), "intel_i7_12700k");
  EXPECT_EQ(load_network("resnet50").id(), "resnet50");
}

TEST_F(ShippedFiles, AreListedWithoutTheirSchema) {
  EXPECT_THAT(detail::ids_in(folder / "profiles"), ElementsAre("my_box"));
  EXPECT_THAT(detail::ids_in(folder / "none"), ElementsAre());
}

TEST_F(ShippedFiles, GiveWayToAFile) {
  EXPECT_EQ(load_profile(CALIB_TEST_CLASSED_BOX, folder).id(), "classed_box");
  EXPECT_THROW(static_cast<void>(load_profile("my_box.json", folder)), profile_error);
  EXPECT_THROW(static_cast<void>(load_profile("../profiles/my_box", folder)), profile_error);
}

TEST_F(ShippedFiles, AreNamedWhereAnIdIsMistyped) {
  const auto refusal_of = [](const char* id, const fs::path& data) {
    try {
      static_cast<void>(load_profile(id, data));
    } catch (const profile_error& error) {
      EXPECT_EQ(error.code(), profile_fault::cannot_read);
      return std::string{error.what()};
    }
    return std::string{};
  };
  EXPECT_THAT(refusal_of("my_bx", folder),
              AllOf(HasSubstr("my_bx"), HasSubstr((folder / "profiles").string()), HasSubstr("did you mean my_box?")));
  EXPECT_THAT(refusal_of("amd_ep", CALIB_DATA_FOLDER), HasSubstr("did you mean amd_epyc_genoa_2c or amd_epyc_"));
  EXPECT_THAT(refusal_of("nvidia_h200", CALIB_DATA_FOLDER), HasSubstr("did you mean nvidia_h200_"));
  EXPECT_THAT(refusal_of("NVIDIA_T4", CALIB_DATA_FOLDER), HasSubstr("did you mean nvidia_t4?"));
  EXPECT_THAT(refusal_of("another", folder), HasSubstr("the id of one in that folder"));
  EXPECT_THAT(refusal_of("my_box", ""), HasSubstr("define CALIB_DATA_FOLDER"));
}

}  // namespace
}  // namespace calib
