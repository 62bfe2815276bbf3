#include "output_file.hpp"

#include <fmt/format.h>

#include "console/units.hpp"
#include "profile_io/atomic_file.hpp"

namespace calib::tool {

void write_output(const global_options& global, const std::filesystem::path& path, std::string_view text) {
  profile_io::write_atomically(path, text);
  if (!global.quiet)
    fmt::print(stderr, "calib: wrote {} ({})\n", path.string(), console::bytes(static_cast<double>(text.size())));
}

}  // namespace calib::tool
