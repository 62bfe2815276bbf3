# calib_add_test(<name> [UNOPTIMISED] SOURCES ... [LIBRARIES ...])
#
# A GoogleTest program, each TEST of which is a ctest case called <name>.<Suite>.<Test>. UNOPTIMISED: its own code takes
# longer to optimise than to run, as where tests instantiate a template for every operation.

include_guard(GLOBAL)
include(GoogleTest)

function(calib_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "UNOPTIMISED" "" "SOURCES;LIBRARIES")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} calib_warnings GTest::gmock GTest::gtest_main)
  if(arg_UNOPTIMISED)
    target_compile_options(${name} PRIVATE "$<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-O0>")
  endif()
  # Tests run side by side: threads of several processes would wait for each other at every small matrix.
  gtest_discover_tests(${name} TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60
    PROPERTIES ENVIRONMENT OPENBLAS_NUM_THREADS=1)
endfunction()
