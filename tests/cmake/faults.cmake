# What goes wrong with profiles at configure time says what to do.

cmake_minimum_required(VERSION 3.25)
include("${CMAKE_CURRENT_LIST_DIR}/steps.cmake")

# An unknown CALIB_PROFILE lists the known ones.
run_failing(output ${configure} -S "${CALIB_SOURCE_DIR}" -B "${WORK_DIR}/unknown" -DCALIB_PROFILE=commodore_64
  -DCALIB_BUILD_TOOLS=OFF -DCALIB_BUILD_TESTS=OFF -DCALIB_BUILD_BENCH=OFF -DCALIB_BUILD_EXAMPLES=OFF)
expect_in("${output}" "there is no profile 'commodore_64'" "Known profiles:" ${SHIPPED} native)

# Measuring needs the program that measures.
run_failing(output ${configure} -S "${CALIB_SOURCE_DIR}" -B "${WORK_DIR}/unknown" -DCALIB_PROFILE=native
  -DCALIB_BUILD_TOOLS=OFF)
expect_in("${output}" "set CALIB_BUILD_TOOLS=ON")
# With them, what measures the native profile does not wait for that profile.
run(output ${configure} -S "${CALIB_SOURCE_DIR}" -B "${WORK_DIR}/native" -DCALIB_PROFILE=native -DCALIB_BUILD_TOOLS=ON
  -DCALIB_BUILD_TESTS=OFF -DCALIB_BUILD_BENCH=OFF -DCALIB_BUILD_EXAMPLES=OFF)

# calib_add_profile with one thing wrong, in a project of three lines.
function(expect_fault arguments)
  set(project "${WORK_DIR}/fault")
  file(WRITE "${project}/CMakeLists.txt"
    "cmake_minimum_required(VERSION 3.25)\n"
    "project(fault LANGUAGES CXX C)\n"
    "add_subdirectory(\"${CALIB_SOURCE_DIR}\" calib EXCLUDE_FROM_ALL)\n"
    "${arguments}\n")
  run_failing(output ${configure} -S "${project}" -B "${project}/build" "-DCALIB_HEADER_EXECUTABLE=${CALIB_HEADER}")
  expect_in("${output}" ${ARGN})
endfunction()

set(json "${consumer}/first_box.json")
expect_fault("calib_add_profile(NAME box JSON nowhere.json)" "nowhere.json' does not exist" "calib run -o")
expect_fault("calib_add_profile(NAME 3d-box JSON \"${json}\")" "'3d-box' must be a C++ identifier")
expect_fault("calib_add_profile(NAME box)" "there is no profile 'box'" "Known profiles:")
expect_fault("calib_add_profile(NAME box FILE \"${json}\")" "unexpected arguments: FILE")
expect_fault("calib_add_profile(NAME box JSON \"${json}\")\ncalib_add_profile(NAME box JSON \"${json}\")"
  "there is a profile 'box' already")
