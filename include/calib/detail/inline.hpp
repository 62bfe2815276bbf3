#pragma once
/// The look-up path is inlined whole: only then does a literal shape fold to a constant on every compiler (clang's cost
/// model stops at the interpolation otherwise). Not under a sanitizer, where nothing folds and files take minutes.

#if defined(__GNUC__) && !defined(__SANITIZE_ADDRESS__)
#define CALIB_INLINE [[gnu::always_inline]] inline
#else
#define CALIB_INLINE inline
#endif
