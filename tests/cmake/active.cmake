# calib::active is the mapper of CALIB_PROFILE, and a disagreement about it is never silent.

cmake_minimum_required(VERSION 3.25)
include("${CMAKE_CURRENT_LIST_DIR}/steps.cmake")

list(GET SHIPPED 0 id)
set(build "${WORK_DIR}/build")
set(project ${configure} -S "${CMAKE_CURRENT_LIST_DIR}/active" "-DCALIB_SOURCE_DIR=${CALIB_SOURCE_DIR}"
  "-DCALIB_HEADER_EXECUTABLE=${CALIB_HEADER}" "-DPROFILE_DIR=${consumer}")

run(output ${project} -B "${build}" -DCALIB_PROFILE=${id})
run(output "${CMAKE_COMMAND}" --build "${build}" --target app)
run(output "${build}/app")
expect_equal("${output}" "${id}\n")

# Seen another active.hpp: the symbol that it asks for is not in the library.
run_failing(output "${CMAKE_COMMAND}" --build "${build}" --target stale)
expect_in("${output}" "active_profile_is_first_box")

# A target that says it was made for another profile.
run_failing(output ${project} -B "${WORK_DIR}/disagree" -DCALIB_PROFILE=${id} -DDISAGREE=ON)
expect_in("${output}" "CALIB_PROFILE")

# No profile: the header says so.
run(output ${project} -B "${WORK_DIR}/none")
run_failing(output "${CMAKE_COMMAND}" --build "${WORK_DIR}/none" --target app)
expect_in("${output}" "there is no active profile")
