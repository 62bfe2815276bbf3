# calib_add_test(<name> [UNOPTIMISED] SOURCES ... [LIBRARIES ...])
#
# A GoogleTest program, each TEST of which is a ctest case called <name>.<Suite>.<Test>. UNOPTIMISED: its own code takes
# longer to optimise than to run, as where tests instantiate a template for every operation.

include_guard(GLOBAL)
include(GoogleTest)

set(calib_no_optimisation "$<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-O0>")

# GoogleTest takes three seconds to read, and every test does: it is read once, for each of the two ways to compile.
file(GENERATE OUTPUT "${PROJECT_BINARY_DIR}/precompiled_gtest.cpp" CONTENT "")
foreach(library calib_precompiled_gtest calib_precompiled_gtest_unoptimised)
  add_library(${library} OBJECT "${PROJECT_BINARY_DIR}/precompiled_gtest.cpp")
  target_precompile_headers(${library} PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
  target_link_libraries(${library} PRIVATE calib_headers calib_warnings GTest::gmock)
endforeach()
target_compile_options(calib_precompiled_gtest_unoptimised PRIVATE "${calib_no_optimisation}")

function(calib_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "UNOPTIMISED" "" "SOURCES;LIBRARIES")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} calib_warnings GTest::gmock GTest::gtest_main)
  if(arg_UNOPTIMISED)
    target_compile_options(${name} PRIVATE "${calib_no_optimisation}")
    target_precompile_headers(${name} REUSE_FROM calib_precompiled_gtest_unoptimised)
  else()
    target_precompile_headers(${name} REUSE_FROM calib_precompiled_gtest)
  endif()
  # Tests run side by side: threads of several processes would wait for each other at every small matrix.
  gtest_discover_tests(${name} TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60
    PROPERTIES ENVIRONMENT OPENBLAS_NUM_THREADS=1 ENVIRONMENT_MODIFICATION "LOCPATH=set:${CALIB_TEST_LOCALES}")
endfunction()
