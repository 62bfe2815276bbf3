# The installed package, moved to another place: find_package with and without components, the libraries, the
# generators, profiles and networks of one's own and shipped ones, and pkg-config.

cmake_minimum_required(VERSION 3.25)
include("${CMAKE_CURRENT_LIST_DIR}/steps.cmake")

run(output "${CMAKE_COMMAND}" --install "${CALIB_BINARY_DIR}" --prefix "${WORK_DIR}/first place")
set(prefix "${WORK_DIR}/prefix")
file(RENAME "${WORK_DIR}/first place" "${prefix}")

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
run(output "${build}/loader" nvidia_t4)  # by id
expect_equal("${output}" "nvidia_t4\n")

# Headers alone need no simdjson, and work in every directory of a build that has found them in one.
set(without_simdjson -DCMAKE_DISABLE_FIND_PACKAGE_simdjson=ON)
set(build "${WORK_DIR}/siblings")
run(output ${configure} -S "${cases}/siblings" -B "${build}" "-DCMAKE_PREFIX_PATH=${prefix}" ${without_simdjson}
  "-DPROFILE_DIR=${consumer}")
run(output "${CMAKE_COMMAND}" --build "${build}")
run(output "${build}/uses/app")
expect_equal("${output}" "1e-06\n")
set(build "${WORK_DIR}/siblings_with_library")
run(output ${configure} -S "${cases}/siblings" -B "${build}" "-DCMAKE_PREFIX_PATH=${prefix}" -DWITH_LIBRARY=ON
  "-DPROFILE_DIR=${consumer}")
run(output "${CMAKE_COMMAND}" --build "${build}")
run(output "${build}/uses/loader" "${consumer}/first_box.json")
expect_equal("${output}" "1e-06\n")
run_failing(output ${configure} -S "${consumer}" -B "${WORK_DIR}/lacking" "-DCMAKE_PREFIX_PATH=${prefix}"
  ${without_simdjson} "-DPROFILE_DIR=${consumer}")
expect_in("${output}" "simdjson")

# A library installs its profile and its network with itself.
run(output ${configure} -S "${cases}/library" -B "${WORK_DIR}/library" "-DCMAKE_PREFIX_PATH=${prefix}"
  ${without_simdjson} "-DPROFILE_DIR=${consumer}")
run(output "${CMAKE_COMMAND}" --build "${WORK_DIR}/library")
run(output "${CMAKE_COMMAND}" --install "${WORK_DIR}/library" --prefix "${WORK_DIR}/boxes")
file(REMOVE_RECURSE "${WORK_DIR}/library")
set(build "${WORK_DIR}/library_user")
run(output ${configure} -S "${cases}/library_user" -B "${build}" "-DCMAKE_PREFIX_PATH=${prefix}"
  "-Dboxes_ROOT=${WORK_DIR}/boxes" ${without_simdjson})
run(output "${CMAKE_COMMAND}" --build "${build}")
run(output "${build}/app")
expect_equal("${output}" "1e-06 1e-06\n")

# Without CMake.
find_program(pkg_config pkg-config)
if(pkg_config)
  file(GLOB_RECURSE pc "${prefix}/*/calib.pc")
  cmake_path(GET pc PARENT_PATH folder)
  set(flags_of "${CMAKE_COMMAND}" -E env "PKG_CONFIG_PATH=${folder}" "${pkg_config}" --cflags --libs)
  run(flags ${flags_of} calib)
  separate_arguments(flags UNIX_COMMAND "${flags} ${CXX_FLAGS}")
  run(output "${COMPILER}" -std=c++20 "${consumer}/loader.cpp" -o "${WORK_DIR}/loader" ${flags})
  run(output "${WORK_DIR}/loader" "${consumer}/first_box.json")
  expect_equal("${output}" "1e-06\n")
  run(data "${CMAKE_COMMAND}" -E env "PKG_CONFIG_PATH=${folder}" "${pkg_config}" --variable=data_folder calib)
  string(STRIP "${data}" data)
  cmake_path(NORMAL_PATH data)
  expect_equal("${data}" "${prefix}/share/calib")
  run(flags ${flags_of} calib-c)
  separate_arguments(flags UNIX_COMMAND "${flags}")
  cmake_path(GET folder PARENT_PATH libraries)
  run(output "${C_COMPILER}" "${c_consumer}/app.c" -o "${WORK_DIR}/c_app" ${flags} "-Wl,-rpath,${libraries}")
  run(output "${WORK_DIR}/c_app" "${consumer}/first_box.json")
  expect_in("${output}" "first_box 1 ")
endif()

# A project in C asks for no C++ compiler and for nothing that C++ needs.
set(build "${WORK_DIR}/c")
run(output ${configure} -S "${c_consumer}" -B "${build}" "-DCMAKE_PREFIX_PATH=${prefix}"
  -DCMAKE_DISABLE_FIND_PACKAGE_simdjson=ON -DCMAKE_DISABLE_FIND_PACKAGE_Boost=ON)
file(GLOB cxx "${build}/CMakeFiles/*/CMakeCXXCompiler.cmake")
expect_equal("${cxx}" "")
run(output "${CMAKE_COMMAND}" --build "${build}")
run(output "${build}/app" "${consumer}/first_box.json")
expect_in("${output}" "first_box 1 ")
run(output "${build}/app" nvidia_t4)
expect_in("${output}" "nvidia_t4 ")
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

# What is installed does without what it was built from: libraries and programs.
file(REMOVE "${prefix}/share/calib/profiles/nvidia_t4.json")
run_failing(output "${WORK_DIR}/build/loader" nvidia_t4)
expect_in("${output}" "no shipped profile of this id in ${prefix}/share/calib/profiles")
run_failing(output "${WORK_DIR}/c/app" nvidia_t4)
expect_in("${output}" "no shipped profile of this id in ${prefix}/share/calib/profiles")
if(CALIB_PROGRAM)
  run(output "${prefix}/bin/calib" show "${shipped}")
  file(REMOVE "${prefix}/share/calib/profiles/${shipped}.json")
  run_failing(output "${prefix}/bin/calib" show "${shipped}")
  expect_in("${output}" "${shipped}")
endif()
