#include "console/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace calib::console {
namespace {

constexpr double terminal_interval_s = 0.1;  // as often as an eye follows
constexpr double plain_interval_s = 5.0;     // a log should stay short

std::size_t terminal_width(std::FILE* out) {
  winsize size{};
  if (ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

}  // namespace

progress_line::progress_line(std::FILE* out, bool quiet)
    : out_(out), quiet_(quiet), terminal_(isatty(fileno(out)) != 0) {}

progress_line::~progress_line() { finish(); }

bool progress_line::due(double now_s) const {
  return !quiet_ && now_s - last_s_ >= (terminal_ ? terminal_interval_s : plain_interval_s);
}

void progress_line::show(double now_s, std::string_view text) {
  if (!due(now_s)) return;
  last_s_ = now_s;
  if (terminal_) {
    fmt::print(out_, "\r\x1b[K{}", text.substr(0, terminal_width(out_) - 1));
    drawn_ = true;
  } else {
    fmt::print(out_, "{}\n", text);
  }
  std::fflush(out_);
}

void progress_line::finish() {
  if (!drawn_) return;
  fmt::print(out_, "\r\x1b[K");
  std::fflush(out_);
  drawn_ = false;
}

}  // namespace calib::console
