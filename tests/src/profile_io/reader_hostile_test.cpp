/// Files that are no profiles at all are refused without harm.

#include <filesystem>
#include <fstream>

#include "expect_fault.hpp"
#include "profile_io/reader.hpp"
#include "tests/samples/profile_data.hpp"

namespace calib {
namespace {

void not_json(std::string_view text) {
  SCOPED_TRACE(text.substr(0, 100));
  test::expect_fault([&] { static_cast<void>(profile_io::read_profile_text(text, "box.json")); },
                     profile_fault::not_json, "", "json.tool");
}

TEST(HostileInput, NotJson) {
  not_json("");
  not_json(" \n");
  not_json("{");
  not_json("hello");
  not_json(R"({"schema": 1,})");
  not_json(R"({"schema": 1} {"schema": 1})");
  not_json("{'schema': 1}");
  not_json("\xff\xfe");
  not_json(std::string_view{"\0", 1});
  not_json("// comment\n{}");
}

TEST(HostileInput, NumbersThatAreNone) {
  for (const std::string_view number :
       {"NaN", "Infinity", "-Infinity", "1e999", "-1e999", "0x10", "1.", ".5", "01", "+1"}) {
    not_json(test::plain_json_with("4e-6", number));
  }
}

TEST(HostileInput, HugeNumbers) {
  not_json(test::plain_json_with("4e-6", "1" + std::string(400, '0')));
  not_json(test::plain_json_with("[8, 64, 65]", "[8, 64, 184467440737095516160]"));
}

TEST(HostileInput, DeepNesting) {
  not_json(std::string(100'000, '['));
  not_json(test::plain_json_with(R"("A plain box")", std::string(5000, '[') + std::string(5000, ']')));
}

TEST(HostileInput, EveryTruncationIsRefused) {
  const std::string_view whole = test::plain_json.substr(0, test::plain_json.rfind('}') + 1);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_THROW(static_cast<void>(profile_io::read_profile_text(whole.substr(0, size), "box.json")), profile_error)
        << size;
  }
}

TEST(HostileInput, AnyByteChangedIsReadOrRefusedButNeverWorse) {
  std::size_t refusals = 0;
  for (std::size_t at = 0; at < test::plain_json.size(); ++at) {
    for (const char byte : {'\0', '"', '}', ']', '9', '-', '\x80'}) {
      std::string json{test::plain_json};
      json[at] = byte;
      try {
        static_cast<void>(profile_io::read_profile_text(json, "box.json"));
      } catch (const profile_error& e) {
        ++refusals;
        ASSERT_FALSE(e.remedy().empty());
      }
    }
  }
  EXPECT_GT(refusals, test::plain_json.size());
}

TEST(HostileInput, MessagesStayPrintableAndShort) {
  const std::string key = "\\u001b[31m" + std::string(5000, 'x');
  try {
    static_cast<void>(profile_io::read_profile_text(test::plain_json_with("plain_box", key), "box.json"));
    FAIL();
  } catch (const profile_error& e) {
    EXPECT_EQ(std::string_view{e.what()}.find('\x1b'), std::string_view::npos);
    EXPECT_LT(std::string_view{e.what()}.size(), 400u);
  }
}

TEST(HostileInput, MissingFile) {
  test::expect_fault([] { static_cast<void>(profile_io::read_profile("/nonexistent/box.json")); },
                     profile_fault::cannot_read, "", "check the path");
}

TEST(HostileInput, FolderInPlaceOfAFile) {
  test::expect_fault([] { static_cast<void>(profile_io::read_profile(testing::TempDir())); },
                     profile_fault::cannot_read, "", "readable profile file");
}

TEST(HostileInput, EmptyFile) {
  const auto path = std::filesystem::path(testing::TempDir()) / "calib_empty.json";
  std::ofstream{path}.flush();
  test::expect_fault([&] { static_cast<void>(profile_io::read_profile(path)); }, profile_fault::not_json, "",
                     "json.tool");
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace calib
