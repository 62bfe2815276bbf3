#pragma once
/// What can go wrong between calib and an engine: one type each, and one above them. Messages name the engine's
/// command and the request, say what was found, what to do, and end with what the engine wrote to stderr last.

#include <stdexcept>

namespace calib::external {

struct engine_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The command could not be run, or ended before it answered `hello`.
struct engine_start_error : engine_error {
  using engine_error::engine_error;
};

/// No whole answer came in time. The engine was ended.
struct engine_timeout : engine_error {
  using engine_error::engine_error;
};

/// The engine ended while it owed an answer, or has ended before.
struct engine_crashed : engine_error {
  using engine_error::engine_error;
};

/// An answer that the protocol does not have: no JSON, half a line, a field too few, a time that cannot be. The engine
/// was ended: nothing that it says afterwards could be trusted.
struct engine_protocol_error : engine_error {
  using engine_error::engine_error;
};

/// The engine said no, and why. It lives on.
struct engine_refused : engine_error {
  using engine_error::engine_error;
};

}  // namespace calib::external
