/// Every error of the reader: its code, where it points, what it tells people to do.

#include <gtest/gtest.h>

#include <string>

#include "network_io/reader.hpp"
#include "tests/src/network_io/sample_network.hpp"
#include "tests/src/profile_io/expect_fault.hpp"

namespace calib {
namespace {

using enum profile_fault;

void refused(const std::string& json, profile_fault code, std::string_view pointer, std::string_view remedy_part) {
  SCOPED_TRACE(json.substr(0, 200));
  test::expect_fault([&] { static_cast<void>(network_io::parse_network(json, "net.json")); }, code, pointer,
                     remedy_part);
}

/// The sample with a change is refused.
void edited(std::string_view from, std::string_view to, profile_fault code, std::string_view pointer,
            std::string_view remedy_part) {
  SCOPED_TRACE(to);
  refused(test::sample_json_with(from, to), code, pointer, remedy_part);
}

TEST(NetworkReaderErrors, TheUneditedTextIsAccepted) {
  EXPECT_EQ(network_io::parse_network(std::string{test::sample_json}, "net.json"), test::sample_network());
}

TEST(NetworkReaderErrors, ReadAsOneSentence) {
  try {
    static_cast<void>(
        network_io::parse_network(test::sample_json_with("\"8192*batch\"", "\"8192*bacth\""), "net.json"));
    FAIL();
  } catch (const profile_error& e) {
    EXPECT_STREQ(e.what(),
                 "net.json: /layers/0/output: the network has no symbol \"bacth\"; describe it under /symbols, or "
                 "write batch");
  }
}

TEST(NetworkReaderErrors, NewerSchemaIsSaidBeforeItsUnknownKeys) {
  edited(R"("schema": 1,)", R"("schema": 2, "novelty": 1,)", schema_too_new, "/schema", "update calib");
}

TEST(NetworkReaderErrors, OtherSchemas) {
  edited(R"("schema": 1,)", R"("schema": 0,)", schema_too_old, "/schema", "network import");
  edited(R"("schema": 1,)", R"("schema": "1",)", wrong_type, "/schema", "write a number");
  edited(R"("schema": 1,)", R"("schema": 1.5,)", wrong_value, "/schema", "whole number");
  edited(R"("schema": 1,)", "", missing_key, "", "begins with \"schema\": 1");
}

TEST(NetworkReaderErrors, AProfileIsToldAsSuch) {
  refused(R"({"schema": 1, "id": "box", "name": "A box", "settings": [], "tables": []})", wrong_value, "",
          "name a network here");
}

TEST(NetworkReaderErrors, UnknownKeysAtEveryLevel) {
  edited(R"("id": )", R"("Id": "x", "id": )", unknown_key, "/Id", "one of schema, id");
  edited(R"("licence")", R"("license")", unknown_key, "/source/license", "licence");
  edited(R"("usual": 1)", R"("usual": 1, "most": 2)", unknown_key, "/symbols/0/most", "name, usual");
  edited(R"("elements": "3072*batch")", R"("elements": 1, "shape": [])", unknown_key, "/inputs/0/shape", "elements");
  edited(R"("kind": "Flatten")", R"("type": "Flatten")", unknown_key, "/layers/1/type", "one of name, kind");
  edited(R"("pad": 1)", R"("padding": 1)", unknown_key, "/layers/0/sizes/padding", "pad_top");
  edited(R"("operation": "reshape",)", R"("operation": "reshape", "sizes": {"n": 1},)", unknown_key,
         "/layers/1/sizes/n", "remove it");
  edited(R"({"rows": "batch*seq_len", "cols": 64})", R"({"rows": 1, "cols": 64, "k": 1})", unknown_key,
         "/layers/2/sizes/k", "rows, cols");
}

TEST(NetworkReaderErrors, DuplicateKeys) {
  edited(R"("id": "sample",)", R"("id": "sample", "id": "other",)", duplicate_key, "/id", "remove one");
  edited(R"("times": 12)", R"("times": 12, "times": 12)", duplicate_key, "/layers/3/times", "remove one");
}

TEST(NetworkReaderErrors, MissingKeysPointToTheObjectThatLacksThem) {
  edited(R"("id": "sample",)", "", missing_key, "", "calib network import");
  edited(R"("precision": "f32",)", "", missing_key, "", "calib network import");
  edited(R"(, "usual": 128)", "", missing_key, "/symbols/1", "add it");
  edited(R"("name": "image", )", "", missing_key, "/inputs/0", "add it");
  edited(R"("name": "flat", )", "", missing_key, "/layers/1", "add it");
  edited(R"("operation": "reshape", )", "", missing_key, "/layers/1", "add it");
  edited(R"("inputs": ["conv"], )", "", missing_key, "/layers/1", "add it");
  edited(R"("cols": 64)", R"("cols": 64}, "sizes": {)", duplicate_key, "/layers/2/sizes", "remove one");
  edited(R"(, "cols": 64)", "", missing_key, "/layers/2/sizes", "add it");
  edited(R"("sizes": {"rows": "batch*seq_len", "cols": 64}, )", "", missing_key, "/layers/2", "add it");
  edited(R"(, "output": "64*batch*seq_len")", "", missing_key, "/layers/2", "add it");
  refused(R"({"schema": 1, "id": "a", "name": "b", "precision": "f32", "inputs": []})", missing_key, "", "add it");
  refused(R"({"schema": 1, "id": "a", "name": "b", "precision": "f32", "layers": []})", missing_key, "", "add it");
}

TEST(NetworkReaderErrors, WrongTypes) {
  edited(R"("sample")", "7", wrong_type, "/id", "write text");
  edited(R"(["conv"])", R"("conv")", wrong_type, "/layers/1/inputs", "write an array");
  edited(R"(["conv"])", R"([0])", wrong_type, "/layers/1/inputs/0", "write text");
  edited(R"("bias": true)", R"("bias": 1)", wrong_type, "/layers/0/bias", "true or false");
  edited(R"("in_channels": 3)", R"("in_channels": true)", wrong_type, "/layers/0/sizes/in_channels", "write a number");
  edited(R"({"flops": "65536*batch", "bytes": "65536*batch"})", "[1, 1]", wrong_type, "/layers/5/sizes",
         "write an object");
  edited(R"("times": 12)", R"("times": "12")", wrong_type, "/layers/3/times", "write a number");
  refused("[]", wrong_type, "", "write an object");
}

TEST(NetworkReaderErrors, NamesMustBeUsable) {
  edited(R"("id": "sample")", R"("id": "my-net")", bad_identifier, "/id", "ASCII letters");
  edited(R"("name": "A \"sample\" of µ")", R"("name": "")", wrong_value, "/name", "write its name");
  edited(R"({"name": "batch")", R"({"name": "class")", bad_identifier, "/symbols/0/name", "ASCII letters");
  edited(R"({"name": "seq_len")", R"({"name": "batch")", wrong_value, "/symbols/1/name", "another name");
  edited(R"({"name": "image")", R"({"name": "", "elements": 1}, {"name": "image")", wrong_value, "/inputs/0/name",
         "write its name");
  edited(R"({"name": "image")", R"({"name": "image", "elements": 1}, {"name": "image")", wrong_value, "/inputs/1/name",
         "another name");
  edited(R"({"name": "norm")", R"({"name": "")", wrong_value, "/layers/5/name", "write its name");
  edited(R"({"name": "norm")", R"({"name": "flat")", wrong_value, "/layers/5/name", "another name");
  edited(R"({"name": "norm")", R"({"name": "image")", wrong_value, "/layers/5/name", "another name");
}

TEST(NetworkReaderErrors, PrecisionsAreKnownByTheirOwnNames) {
  edited(R"("precision": "f32")", R"("precision": "float")", unknown_precision, "/precision", "write f32");
  edited(R"("precision": "bf16")", R"("precision": "f128")", unknown_precision, "/layers/3/precision", "f64, f32");
  edited(R"("precision": "bf16")", R"("precision": "w4a16")", unknown_operation, "/layers/3/operation",
         "make it a linear");
}

TEST(NetworkReaderErrors, UnknownOperationsNameTheNearest) {
  edited(R"("operation": "conv2d")", R"("operation": "conv2")", unknown_operation, "/layers/0/operation",
         "write conv2d");
  edited(R"("operation": "conv2d")", R"("operation": "fft")", unknown_operation, "/layers/0/operation",
         "custom with its flops and bytes");
}

TEST(NetworkReaderErrors, SizesAreProductsOfWholeNumbersAndSymbols) {
  edited(R"("in_channels": 3)", R"("in_channels": -3)", wrong_value, "/layers/0/sizes/in_channels", "whole number");
  edited(R"("in_channels": 3)", R"("in_channels": 2.5)", wrong_value, "/layers/0/sizes/in_channels", "whole number");
  edited(R"("in_channels": 3)", R"("in_channels": "-3*batch")", wrong_value, "/layers/0/sizes/in_channels",
         "196*batch");
  edited(R"("in_channels": 3)", R"("in_channels": "")", wrong_value, "/layers/0/sizes/in_channels", "between them");
  edited(R"("in_channels": 3)", R"("in_channels": 9007199254740993)", wrong_value, "/layers/0/sizes/in_channels",
         "whole number");
  edited(R"("in_channels": 3)", R"("in_channels": "4294967296*4294967296")", wrong_value, "/layers/0/sizes/in_channels",
         "smaller size");
  edited(R"("3072*batch")", R"("3072*kv_len")", wrong_value, "/inputs/0/elements", "describe it under /symbols");
}

TEST(NetworkReaderErrors, ShapesMustExistAtTheUsualValues) {
  edited(R"("in_channels": 3)", R"("in_channels": 0)", wrong_value, "/layers/0/sizes", "at least 1");
  edited(R"("in_h": 32)", R"("in_h": 0)", wrong_value, "/layers/0/sizes", "at least 1");
  edited(R"("kernel_h": 3)", R"("kernel_h": 99)", wrong_value, "/layers/0/sizes", "smaller window");
  edited(R"("kv_heads": 2)", R"("kv_heads": 3)", wrong_value, "/layers/4/sizes", "each serves as many query heads");
  edited(R"("usual": 128)", R"("usual": 9007199254740992)", wrong_value, "/layers/2/sizes", "smaller");
  edited(R"({"flops": "65536*batch", "bytes": "65536*batch"})", R"({"flops": 1, "bytes": 0})", wrong_value,
         "/layers/5/sizes", "name it a reshape");
}

TEST(NetworkReaderErrors, TensorsHaveElements) {
  edited(R"("output": "8192*batch")", R"("output": 0)", wrong_value, "/layers/0/output", "write its size");
  edited(R"("elements": "3072*batch")", R"("elements": "0*batch")", wrong_value, "/inputs/0/elements", "its size");
  edited(R"("64*batch*seq_len")", R"("9007199254740992*batch*seq_len")", wrong_value, "/layers/2/output",
         "smaller usual values");
}

TEST(NetworkReaderErrors, LayersReadWhatIsBeforeThem) {
  edited(R"(["conv"])", R"(["conf"])", wrong_value, "/layers/1/inputs/0", "write conv");
  edited(R"(["conv"])", R"(["nothing of this kind"])", wrong_value, "/layers/1/inputs/0", "before this one");
  edited(R"(["conv"])", R"(["decode"])", wrong_value, "/layers/1/inputs/0", "no cycles");
  edited(R"(["conv"])", R"(["flat"])", wrong_value, "/layers/1/inputs/0", "no cycles");
}

TEST(NetworkReaderErrors, CountsAreInRange) {
  edited(R"("usual": 1})", R"("usual": 0})", wrong_value, "/symbols/0/usual", "correct it");
  edited(R"("times": 12)", R"("times": 0)", wrong_value, "/layers/3/times", "leave it out");
  edited(R"("times": 12)", R"("times": 1.5)", wrong_value, "/layers/3/times", "whole number");
  edited(R"("parameters": 6400)", R"("parameters": -1)", wrong_value, "/layers/2/parameters", "whole number");
}

TEST(NetworkReaderErrors, ABiasBelongsToProductsAndConvolutions) {
  edited(R"("parameters": 6400)", R"("bias": true)", wrong_value, "/layers/2/bias", "bias_add");
}

TEST(NetworkReaderErrors, AtMostEightSymbols) {
  std::string symbols;
  for (const char c : std::string_view{"abcdefgh"})
    symbols += R"({"name": ")" + std::string(1, c) + R"(", "usual": 1}, )";
  edited(R"({"name": "batch", "usual": 1})", symbols + R"({"name": "batch", "usual": 1})", wrong_length, "/symbols",
         "never change");
}

TEST(NetworkReaderErrors, AsManyLayersAsCanBeNumbered) {
  const auto network = [](int layers) {
    std::string out = R"({"schema": 1, "id": "a", "name": "b", "precision": "f32", "inputs": [], "layers": [)";
    for (int i = 0; i < layers; ++i) {
      out += (i == 0 ? R"({"name": ")" : R"(, {"name": ")") + std::to_string(i) +
             R"(", "operation": "reshape", "inputs": [], "output": 1})";
    }
    return out + "]}";
  };
  EXPECT_EQ(network_io::parse_network(network(65535), "net.json").layers.size(), 65535U);
  refused(network(65536), wrong_length, "/layers", "once, with \"times\"");
  refused(network(0), wrong_length, "/layers", "add its layers");
}

}  // namespace
}  // namespace calib
