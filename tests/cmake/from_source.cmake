# A project that adds calib's sources gets the libraries and the generator, and none of calib's tests, tools or
# warnings. With -DCALIB_PROFILE the profile is in the libraries: NULL answers from it, in the project and from an
# installed package. Several sources at a time, as a project may choose, and as it takes half the time.

cmake_minimum_required(VERSION 3.25)
include("${CMAKE_CURRENT_LIST_DIR}/steps.cmake")

set(build "${WORK_DIR}/build")
list(GET SHIPPED 0 id)
model_arguments(model)
run(output ${configure} -S "${consumer}" -B "${build}" "-DCALIB_SOURCE_DIR=${CALIB_SOURCE_DIR}" -DWITH_LIBRARY=ON
  "-DPROFILE_DIR=${consumer}" -DCALIB_PROFILE=${id} -DCALIB_INSTALL=ON -DWITH_NETWORKS=ON "-DNETWORK_DIR=${consumer}"
  "-DCALIB_EXECUTABLE=${CALIB_PROGRAM}" ${model} -DCMAKE_UNITY_BUILD=ON)
run(output "${CMAKE_COMMAND}" --build "${build}")
run(output "${build}/app")
expect_equal("${output}" "1e-06 2e-06 done\n")
run(output "${build}/networks")
expect_networks("${output}")
run(output "${build}/loader" "${consumer}/second_box.json")
expect_equal("${output}" "2e-06\n")
run(output "${build}/loader" nvidia_t4)  # by id
expect_equal("${output}" "nvidia_t4\n")
run(output "${build}/loader")
expect_equal("${output}" "${id}\n")

# Installed, for a project in C: the shared library answers as it does from the file.
set(prefix "${WORK_DIR}/prefix")
run(output "${CMAKE_COMMAND}" --build "${build}" --target calib_c calib-header)
run(output "${CMAKE_COMMAND}" --install "${build}/calib" --prefix "${prefix}")
run(output ${configure} -S "${c_consumer}" -B "${WORK_DIR}/c" "-DCMAKE_PREFIX_PATH=${prefix}")
run(output "${CMAKE_COMMAND}" --build "${WORK_DIR}/c")
run(from_file "${WORK_DIR}/c/app" "${CALIB_SOURCE_DIR}/profiles/${id}.json")
expect_in("${from_file}" "${id} ")
run(output "${WORK_DIR}/c/app")
expect_equal("${output}" "${from_file}")

# And for one in C++: the static library.
run(output ${configure} -S "${consumer}" -B "${WORK_DIR}/cxx" "-DCMAKE_PREFIX_PATH=${prefix}" -DWITH_LIBRARY=ON
  "-DPROFILE_DIR=${consumer}")
run(output "${CMAKE_COMMAND}" --build "${WORK_DIR}/cxx" --target loader)
run(output "${WORK_DIR}/cxx/loader")
expect_equal("${output}" "${id}\n")

# The profile goes along into every directory of a build.
run(output ${configure} -S "${cases}/siblings" -B "${WORK_DIR}/siblings" "-DCMAKE_PREFIX_PATH=${prefix}"
  -DWITH_LIBRARY=ON "-DPROFILE_DIR=${consumer}")
run(output "${CMAKE_COMMAND}" --build "${WORK_DIR}/siblings" --target loader)
run(output "${WORK_DIR}/siblings/uses/loader")
expect_equal("${output}" "${id}\n")

# A project in C alone can add the sources.
run(output ${configure} -S "${c_consumer}" -B "${WORK_DIR}/c_source" "-DCALIB_SOURCE_DIR=${CALIB_SOURCE_DIR}")
