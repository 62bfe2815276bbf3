/// Files that are no networks at all are refused without harm.

#include <gtest/gtest.h>

#include <string>

#include "network_io/reader.hpp"
#include "tests/src/network_io/sample_network.hpp"
#include "tests/src/profile_io/expect_fault.hpp"

namespace calib {
namespace {

void not_json(const std::string& text) {
  SCOPED_TRACE(text.substr(0, 100));
  test::expect_fault([&] { static_cast<void>(network_io::parse_network(text, "net.json")); }, profile_fault::not_json,
                     "", "json.tool");
}

TEST(HostileNetworks, NotJson) {
  not_json("");
  not_json("{");
  not_json(R"({"schema": 1,})");
  not_json("\xff\xfe");
  not_json(std::string(1, '\0'));
  not_json(std::string(100'000, '['));
  not_json(test::sample_json_with("6400", "1" + std::string(400, '0')));
}

TEST(HostileNetworks, EveryTruncationIsRefused) {
  const std::string_view whole = test::sample_json.substr(0, test::sample_json.rfind('}') + 1);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_THROW(static_cast<void>(network_io::parse_network(std::string{whole.substr(0, size)}, "net.json")),
                 profile_error)
        << size;
  }
}

TEST(HostileNetworks, AnyByteChangedIsReadOrRefusedButNeverWorse) {
  std::size_t refusals = 0;
  for (std::size_t at = 0; at < test::sample_json.size(); ++at) {
    for (const char byte : {'\0', '"', '}', ']', '9', '-', '*', '\x80'}) {
      std::string json{test::sample_json};
      json[at] = byte;
      try {
        static_cast<void>(network_io::parse_network(json, "net.json"));
      } catch (const profile_error& e) {
        ++refusals;
        ASSERT_FALSE(e.remedy().empty());
      }
    }
  }
  EXPECT_GT(refusals, test::sample_json.size());
}

TEST(HostileNetworks, MessagesStayPrintableAndShort) {
  const std::string name = "\\u001b[31m" + std::string(5000, 'x');
  for (const std::string_view edited : {R"("sample")", R"("conv2d")", R"("8192*batch")", R"("image"])"}) {
    const bool a_list = edited.back() == ']';
    try {
      static_cast<void>(
          network_io::parse_network(test::sample_json_with(edited, '"' + name + (a_list ? "\"]" : "\"")), "net.json"));
      FAIL();
    } catch (const profile_error& e) {
      EXPECT_EQ(std::string_view{e.what()}.find('\x1b'), std::string_view::npos);
      EXPECT_LT(std::string_view{e.what()}.size(), 1200U) << "with the names of all operations";
    }
  }
}

TEST(HostileNetworks, FilesThatCannotBeRead) {
  const auto refused = [](const char* path) {
    test::expect_fault([path] { static_cast<void>(network_io::read_network(path)); }, profile_fault::cannot_read, "",
                       "calib network import");
  };
  refused("/nonexistent/net.json");
  refused("/");
}

}  // namespace
}  // namespace calib
