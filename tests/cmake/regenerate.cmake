# The header follows the JSON: rewritten when and only when something compiled in changes, and consumers with it.

cmake_minimum_required(VERSION 3.25)
include("${CMAKE_CURRENT_LIST_DIR}/steps.cmake")

set(build "${WORK_DIR}/build")
set(profiles "${WORK_DIR}/profiles")
set(header "${build}/include/calib/profiles/first_box.hpp")
file(COPY "${consumer}/first_box.json" "${consumer}/second_box.json" DESTINATION "${profiles}")

run(output ${configure} -S "${consumer}" -B "${build}" "-DCALIB_SOURCE_DIR=${CALIB_SOURCE_DIR}"
  "-DCALIB_HEADER_EXECUTABLE=${CALIB_HEADER}" "-DPROFILE_DIR=${profiles}")
run(output "${CMAKE_COMMAND}" --build "${build}" --target app)
run(output "${build}/app")
expect_equal("${output}" "1e-06 2e-06 done\n")

file(GLOB_RECURSE app_object "${build}/CMakeFiles/app.dir/app.cpp.o*")
list(FILTER app_object EXCLUDE REGEX "\\.d$")
file(TIMESTAMP "${header}" header_time "%s")
file(TIMESTAMP "${app_object}" object_time "%s")

# Replaces text in the first profile, later than what was built by more than a time stamp's grain, and builds.
function(edit_and_build from to)
  execute_process(COMMAND "${CMAKE_COMMAND}" -E sleep 1.1)
  file(READ "${profiles}/first_box.json" json)
  string(REPLACE "${from}" "${to}" edited "${json}")
  if(edited STREQUAL json)
    message(FATAL_ERROR "the edit changes nothing: ${from}")
  endif()
  file(WRITE "${profiles}/first_box.json" "${edited}")
  run(output "${CMAKE_COMMAND}" --build "${build}" --target app)
endfunction()

edit_and_build("\"seed\": \"1\"" "\"seed\": \"2\"")
file(TIMESTAMP "${header}" time "%s")
expect_equal("${time}" "${header_time}")
file(TIMESTAMP "${app_object}" time "%s")
expect_equal("${time}" "${object_time}")

edit_and_build("[1e-06, 4e-06]" "[3e-06, 4e-06]")
run(output "${build}/app")
expect_equal("${output}" "3e-06 2e-06 done\n")

# A profile that is no longer valid stops the build, and says where.
file(READ "${profiles}/first_box.json" json)
string(REPLACE "[3e-06, 4e-06]" "[3e-06, -1]" json "${json}")
file(WRITE "${profiles}/first_box.json" "${json}")
run_failing(output "${CMAKE_COMMAND}" --build "${build}" --target app)
expect_in("${output}" "/tables/0/latency_s/1")
