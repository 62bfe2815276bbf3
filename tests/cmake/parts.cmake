# Two parts of one build each bring calib's sources: by add_subdirectory and by FetchContent from a folder.

cmake_minimum_required(VERSION 3.25)
include("${CMAKE_CURRENT_LIST_DIR}/steps.cmake")

set(build "${WORK_DIR}/build")
run(output ${configure} -S "${cases}/parts" -B "${build}" "-DCALIB_SOURCE_DIR=${CALIB_SOURCE_DIR}"
  "-DPROFILE_DIR=${consumer}" "-DCALIB_HEADER_EXECUTABLE=${CALIB_HEADER}")
run(output "${CMAKE_COMMAND}" --build "${build}")
foreach(part IN ITEMS one two)
  run(output "${build}/${part}/${part}")
  expect_equal("${output}" "1e-06\n")
endforeach()
