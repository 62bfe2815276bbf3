# What every target of calib itself uses, and no user of it.

# Warnings, for calib's own sources; nothing is asked of a project that includes calib.
add_library(calib_warnings INTERFACE)
if(PROJECT_IS_TOP_LEVEL)
  target_compile_options(calib_warnings INTERFACE
    $<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-Wall;-Wextra;-Wpedantic;-Wconversion>
    # Where sources are compiled together, a local name may be another source's own one.
    $<$<NOT:$<BOOL:${CMAKE_UNITY_BUILD}>>:$<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-Wshadow>>
    # g++ 12 sees an overlap in `"text" + string` where there is none:
    # https://gcc.gnu.org/bugzilla/show_bug.cgi?id=105651
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
    $<$<BOOL:${CALIB_WARNINGS_AS_ERRORS}>:-Werror>)
endif()
