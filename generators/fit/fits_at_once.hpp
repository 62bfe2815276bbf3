#pragma once
/// How many fits there is memory for.

namespace calib::fit {

/// At most `wanted`, as many as the limit on this process's address space leaves room for: OpenBLAS takes 128 MiB for
/// each thread that multiplies, and asks for them for ever where they are refused. Throws std::runtime_error with the
/// remedy where there is room for none.
unsigned fits_at_once(unsigned wanted);

/// Whether this process has such a limit. A fit then makes things again rather than keep them.
bool address_space_is_limited();

}  // namespace calib::fit
