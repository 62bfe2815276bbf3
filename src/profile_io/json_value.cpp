#include "profile_io/json_value.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "profile_io/operations.hpp"
#include "profile_io/text.hpp"

namespace calib::profile_io {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

std::string_view kind_of(const element& value) noexcept {
  switch (value.type()) {
    case element_type::ARRAY:
      return "an array";
    case element_type::OBJECT:
      return "an object";
    case element_type::STRING:
      return "text";
    case element_type::BOOL:
      return "true or false";
    case element_type::NULL_VALUE:
      return "null";
    default:
      return "a number";
  }
}

/// A number as it was written, or nearly so, for messages.
std::string shown(const element& value) {
  if (value.is<std::uint64_t>()) return std::to_string(std::uint64_t{value});
  if (value.is<std::int64_t>()) return std::to_string(std::int64_t{value});
  return number_text(double{value});
}

}  // namespace

void json_value::fail(profile_fault code, std::string problem, std::string remedy) const {
  throw profile_error(code, std::string{file_}, pointer_, std::move(problem), std::move(remedy));
}

void json_value::wrong_type(std::string_view wanted) const {
  const std::string found = std::string{"found "} + std::string{kind_of(element_)};
  fail(profile_fault::wrong_type, "this must be " + std::string{wanted} + ", " + found,
       "write " + std::string{wanted} + "; what is unknown is left out");
}

bool json_value::is_text() const noexcept { return element_.is<std::string_view>(); }

std::string json_value::text() const {
  std::string_view found;
  if (element_.get(found) != simdjson::SUCCESS) wrong_type("text");
  return std::string{found};
}

bool json_value::boolean() const {
  bool found = false;
  if (element_.get(found) != simdjson::SUCCESS) wrong_type("true or false");
  return found;
}

double json_value::number() const {
  double found = 0;
  if (element_.get(found) != simdjson::SUCCESS) wrong_type("a number");
  return found;
}

std::uint64_t json_value::whole_number(std::uint64_t largest) const {
  const double approximate = number();
  std::uint64_t found = 0;
  bool good = element_.get(found) == simdjson::SUCCESS;
  if (!good && approximate >= 0 && approximate <= static_cast<double>(largest)) {
    good = std::trunc(approximate) == approximate;
    found = static_cast<std::uint64_t>(approximate);
  }
  if (!good || found > largest) {
    fail(profile_fault::wrong_value,
         "this must be a whole number from 0 to " + std::to_string(largest) + ", found " + shown(element_),
         "write a whole number; what is unknown is left out");
  }
  return found;
}

simdjson::dom::array json_value::array() const {
  simdjson::dom::array found;
  if (element_.get(found) != simdjson::SUCCESS) wrong_type("an array");
  return found;
}

std::vector<json_value> json_value::items() const {
  std::vector<json_value> out;
  for (const element item : array()) out.emplace_back(item, pointer_ + pointer_to(out.size()), file_);
  return out;
}

std::vector<std::string> json_value::texts() const {
  std::vector<std::string> out;
  for (const json_value& item : items()) out.push_back(item.text());
  return out;
}

std::vector<double> json_value::numbers() const {
  std::vector<double> out;
  for (const element item : array()) {
    double found = 0;
    if (item.get(found) == simdjson::SUCCESS) {
      out.push_back(found);
    } else {  // a pointer is only made when it is needed: there are many numbers
      out.push_back(json_value(item, pointer_ + pointer_to(out.size()), file_).number());
    }
  }
  return out;
}

std::vector<std::uint64_t> json_value::whole_numbers() const {
  std::vector<std::uint64_t> out;
  for (const json_value& item : items()) out.push_back(item.whole<std::uint64_t>());
  return out;
}

json_object::json_object(json_value value, std::initializer_list<std::string_view> known)
    : json_object(std::move(value), std::vector<std::string_view>(known)) {}

json_object::json_object(json_value value, const std::vector<std::string_view>& known)
    : value_{std::move(value)}, members_{members(value_)} {
  for (const auto& [key, member] : members_) {
    if (std::ranges::find(known, key) != known.end()) continue;
    member.fail(profile_fault::unknown_key, "there is no key " + in_quotes(key) + " here",
                "remove it, or use one of " + joined(known));
  }
}

std::vector<std::pair<std::string, json_value>> json_object::members(const json_value& value) {
  simdjson::dom::object object;
  if (value.element_.get(object) != simdjson::SUCCESS) value.wrong_type("an object");
  std::vector<std::pair<std::string, json_value>> out;
  std::set<std::string_view> seen;  // views into the document, which outlives this
  for (const auto& [key, element] : object) {
    json_value member(element, value.pointer_ + pointer_to(key), value.file_);
    if (!seen.insert(key).second) {
      member.fail(profile_fault::duplicate_key, "the key " + in_quotes(key) + " is there twice",
                  "remove one of the two");
    }
    out.emplace_back(key, std::move(member));
  }
  return out;
}

std::optional<json_value> json_object::optional(std::string_view key) const {
  for (const auto& [name, member] : members_) {
    if (name == key) return member;
  }
  return std::nullopt;
}

json_value json_object::required(std::string_view key) const {
  if (auto found = optional(key)) return *std::move(found);
  value_.fail(profile_fault::missing_key, "the key " + in_quotes(key) + " is missing",
              "add it, or write the profile again with `calib run`");
}

std::string json_object::optional_text(std::string_view key) const {
  const auto found = optional(key);
  return found ? found->text() : std::string{};
}

}  // namespace calib::profile_io
