# A project that adds calib's sources gets the library and the generator, and none of calib's tests, tools or warnings.

cmake_minimum_required(VERSION 3.25)
include("${CMAKE_CURRENT_LIST_DIR}/steps.cmake")

set(build "${WORK_DIR}/build")
run(output ${configure} -S "${consumer}" -B "${build}" "-DCALIB_SOURCE_DIR=${CALIB_SOURCE_DIR}" -DWITH_LIBRARY=ON
  "-DPROFILE_DIR=${consumer}")
run(output "${CMAKE_COMMAND}" --build "${build}")
run(output "${build}/app")
expect_equal("${output}" "1e-06 2e-06 done\n")
run(output "${build}/loader" "${consumer}/second_box.json")
expect_equal("${output}" "2e-06\n")
