# The installed package: find_package, the library, the generator, profiles of one's own and shipped ones.

cmake_minimum_required(VERSION 3.25)
include("${CMAKE_CURRENT_LIST_DIR}/steps.cmake")

set(prefix "${WORK_DIR}/prefix")
run(output "${CMAKE_COMMAND}" --install "${CALIB_BINARY_DIR}" --prefix "${prefix}")

set(build "${WORK_DIR}/build")
list(GET SHIPPED 0 shipped)
run(output ${configure} -S "${consumer}" -B "${build}" "-DCMAKE_PREFIX_PATH=${prefix}" -DWITH_LIBRARY=ON
  "-DSHIPPED_PROFILE=${shipped}"
  "-DPROFILE_DIR=${consumer}" "-DCMAKE_CXX_FLAGS=${CXX_FLAGS}")
run(output "${CMAKE_COMMAND}" --build "${build}")
run(output "${build}/app")
expect_equal("${output}" "1e-06 2e-06 done\n")
run(output "${build}/loader" "${consumer}/first_box.json")
expect_equal("${output}" "1e-06\n")

# A package must not remember where it was built.
file(GLOB_RECURSE configs "${prefix}/*.cmake")
foreach(config IN LISTS configs)
  file(READ "${config}" text)
  foreach(path IN ITEMS "${CALIB_SOURCE_DIR}/" "${CALIB_BINARY_DIR}/")
    string(FIND "${text}" "${path}" position)
    if(NOT position EQUAL -1)
      message(FATAL_ERROR "${config} mentions ${path}")
    endif()
  endforeach()
endforeach()
