#include "profile_io/json_fields.hpp"

#include <algorithm>
#include <string>

#include "profile_io/operations.hpp"
#include "profile_io/text.hpp"

namespace calib::profile_io {

precision read_precision(const json_value& value) {
  const std::string name = value.text();
  const auto found = parse_precision(name);
  if (found && facts(*found).name == name) return *found;
  value.fail(profile_fault::unknown_precision, "there is no precision " + in_quotes(name),
             found ? "write " + std::string{facts(*found).name} : "name one of " + precision_names());
}

bool has_member(const json_value& object, std::string_view key) {
  return std::ranges::any_of(json_object::members(object), [key](const auto& member) { return member.first == key; });
}

source_data read_source(const json_value& value) {
  const json_object object(value, {"name", "url", "licence", "conditions"});
  return {object.optional_text("name"), object.optional_text("url"), object.optional_text("licence"),
          object.optional_text("conditions")};
}

}  // namespace calib::profile_io
