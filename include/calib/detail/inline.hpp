#pragma once
/// The look-up path is inlined whole: only then does a literal shape fold to a constant on every compiler (clang's cost
/// model stops at the interpolation otherwise).

#if defined(__GNUC__)
#define CALIB_INLINE [[gnu::always_inline]] inline
#else
#define CALIB_INLINE inline
#endif
