# calib_add_test(<name> SOURCES ... [LIBRARIES ...])
#
# A GoogleTest program, each TEST of which is a ctest case called <name>.<Suite>.<Test>.

include_guard(GLOBAL)
include(GoogleTest)

function(calib_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} calib_warnings GTest::gmock GTest::gtest_main)
  gtest_discover_tests(${name} TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60)
endfunction()
