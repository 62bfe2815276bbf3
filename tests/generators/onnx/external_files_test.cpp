#include "onnx/external_files.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "sample_layers.hpp"

namespace calib::onnx {
namespace {

using namespace test;
using lines = std::vector<std::string>;

// A folder with a model whose shapes lie in a file beside it.
class ExternalFiles : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("calib_external_" + std::to_string(getpid()) + "_" +
                                                        testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }

  static std::string entry(const std::string& key, const std::string& text) {
    return text_field(13, text_field(1, key) + text_field(2, text));
  }

  // Reshape(x, target) with the target at this place, and a weight that nobody has.
  void write_model(const std::string& location, const std::string& offset = "", const std::string& length = "") const {
    std::string target = a_tensor("target", 7, {2}) + entry("location", location) + whole_field(14, 1);
    if (!offset.empty()) target += entry("offset", offset);
    if (!length.empty()) target += entry("length", length);
    const std::string weight = a_tensor("w", 1, {4096, 4096}) + entry("location", "large.bin") +
                               entry("offset", "999999") + whole_field(14, 1);
    write("model.onnx",
          a_model({.nodes = {a_node("Reshape", {"x", "target"}, {"r"}), a_node("MatMul", {"r", "w"}, {"y"})},
                   .inputs = {info("x", 1, {2, 8192})},
                   .outputs = {info("y")},
                   .initializers = {target, weight}}));
  }

  [[nodiscard]] lines layers() const {
    const auto network = import_onnx((folder_ / "model.onnx").string()).network;
    lines texts;
    for (const auto& layer : network.layers) texts.push_back(text_of(layer, network));
    return texts;
  }

  // Without the folder.
  [[nodiscard]] std::string error() const {
    const std::string file = (folder_ / "model.onnx").string();
    try {
      import_onnx(file);
    } catch (const onnx_error& found) {
      return std::string(found.what()).substr(file.size() + 2);
    }
    return "";
  }

  std::filesystem::path folder_;
};

TEST_F(ExternalFiles, ShapesAreReadAndWeightsAreNot) {
  write_model("shapes.bin", "16", "16");
  write("shapes.bin", raw_of(sizes{0, 0, 4, 4096}));
  EXPECT_EQ(layers(), (lines{"reshape", "linear m=4 n=4096 k=4096"}));
}

TEST_F(ExternalFiles, AMissingFileWithShapesIsNamed) {
  write_model("shapes.bin", "16");
  EXPECT_THAT(error(), testing::HasSubstr("values have no size: \"r\" of node \"r\" (Reshape)"));
  EXPECT_THAT(error(), testing::EndsWith("; put \"shapes.bin\" beside the model: shapes are in there"));
}

TEST_F(ExternalFiles, AnOffsetBehindTheEndIsRefused) {
  write_model("shapes.bin", "24");
  write("shapes.bin", raw_of(sizes{0, 0, 4, 4096}));
  EXPECT_EQ(
      error(),
      "tensor \"target\": has its data from byte 24 of \"shapes.bin\", which has 32 bytes; the file is cut off or "
      "belongs to another model: copy it again");
  write_model("shapes.bin", "18446744073709551615");
  EXPECT_THAT(error(), testing::HasSubstr("from byte 18446744073709551615"));
  write_model("shapes.bin", "18446744073709551616");
  EXPECT_THAT(error(),
              testing::HasSubstr("has the external offset \"18446744073709551616\", which is no whole number"));
}

TEST_F(ExternalFiles, AnotherLengthThanTheShapesIsRefused) {
  write_model("shapes.bin", "0", "8");
  EXPECT_THAT(error(),
              testing::StartsWith("tensor \"target\": has 8 bytes of external data where its elements take 16"));
}

TEST_F(ExternalFiles, PathsOutOfTheFolderAreRefused) {
  for (const char* const outside : {"../shapes.bin", "/etc/passwd", "a/../../shapes.bin", ".."}) {
    write_model(outside);
    EXPECT_THAT(error(), testing::HasSubstr("which is no file in the model's folder")) << outside;
  }
}

TEST_F(ExternalFiles, FoldersAndPipesAreNoFiles) {
  write_model("folder");
  std::filesystem::create_directory(folder_ / "folder");
  EXPECT_THAT(error(), testing::HasSubstr("has its data in \"folder\", which is no regular file"));
  write_model("pipe");
  ASSERT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_THAT(error(), testing::HasSubstr("has its data in \"pipe\", which is no regular file"));
}

TEST_F(ExternalFiles, ModelsThatAreNoFilesAreRefused) {
  EXPECT_THAT(error(), testing::StartsWith("cannot open it: No such file or directory; name an ONNX file"));
  write("model.onnx", "");
  EXPECT_EQ(error(), "is empty; name an ONNX file");
  std::filesystem::remove(folder_ / "model.onnx");
  std::filesystem::create_directory(folder_ / "model.onnx");
  EXPECT_EQ(error(), "is not a regular file; name an ONNX file");
}

}  // namespace
}  // namespace calib::onnx
