# The installed package: find_package, the libraries, the generators, profiles and networks of one's own and shipped
# ones.

cmake_minimum_required(VERSION 3.25)
include("${CMAKE_CURRENT_LIST_DIR}/steps.cmake")

set(prefix "${WORK_DIR}/prefix")
run(output "${CMAKE_COMMAND}" --install "${CALIB_BINARY_DIR}" --prefix "${prefix}")

set(build "${WORK_DIR}/build")
list(GET SHIPPED 0 shipped)
model_arguments(model)
run(output ${configure} -S "${consumer}" -B "${build}" "-DCMAKE_PREFIX_PATH=${prefix}" -DWITH_LIBRARY=ON
  "-DSHIPPED_PROFILE=${shipped}"
  "-DPROFILE_DIR=${consumer}" "-DCMAKE_CXX_FLAGS=${CXX_FLAGS}" -DWITH_NETWORKS=ON "-DNETWORK_DIR=${consumer}" ${model})
run(output "${CMAKE_COMMAND}" --build "${build}")
run(output "${build}/app")
expect_equal("${output}" "1e-06 2e-06 done\n")
run(output "${build}/networks")
expect_networks("${output}")
run(output "${build}/loader" "${consumer}/first_box.json")
expect_equal("${output}" "1e-06\n")

# A project in C asks for no C++ compiler and for nothing that C++ needs.
set(build "${WORK_DIR}/c")
run(output ${configure} -S "${c_consumer}" -B "${build}" "-DCMAKE_PREFIX_PATH=${prefix}"
  -DCMAKE_DISABLE_FIND_PACKAGE_simdjson=ON -DCMAKE_DISABLE_FIND_PACKAGE_Boost=ON)
file(GLOB cxx "${build}/CMakeFiles/*/CMakeCXXCompiler.cmake")
expect_equal("${cxx}" "")
run(output "${CMAKE_COMMAND}" --build "${build}")
run(output "${build}/app" "${consumer}/first_box.json")
expect_in("${output}" "first_box 1 ")
run_failing(output "${build}/app")
expect_in("${output}" "3: no profile was configured into this library")

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
