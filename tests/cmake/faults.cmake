# What goes wrong with profiles and networks at configure time says what to do.

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

# calib_add_profile or calib_add_network with one thing wrong, in a project of three lines.
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

# What was mistyped is told with the nearest names.
expect_fault("calib_add_profile(NAME nvidia_h100)" "there is no profile 'nvidia_h100'; did you mean" "nvidia_h100_sxm")
expect_fault("calib_add_network(NAME resnet5)" "there is no network 'resnet5'; did you mean resnet50?"
  "as JSON or ONNX" "Known networks:" alexnet vgg16)
expect_fault("calib_add_network(NAME resnet-18)" "there is no network 'resnet-18'; did you mean resnet18?")
expect_fault("calib_add_network(NAME bert)" "did you mean bert_base or bert_large?")
expect_fault("calib_add_network(NAME commodore_64)" "there is no network 'commodore_64'. Give one of your own")

set(json "${consumer}/small_net.json")
expect_fault("calib_add_network()" "NAME is missing")
expect_fault("calib_add_network(NAME mine JSON nowhere.json)" "nowhere.json' does not exist" "Correct the path")
expect_fault("calib_add_network(NAME mine ONNX nowhere.onnx)" "nowhere.onnx' does not exist")
expect_fault("calib_add_network(NAME mine JSON \"${json}\" ONNX \"${json}\")" "mine has both JSON and ONNX")
expect_fault("calib_add_network(NAME mine JSON)" "no value behind JSON")
expect_fault("calib_add_network(NAME mine JSON \"${json}\" IMPORT_OPTIONS --batch 2)" "IMPORT_OPTIONS are for ONNX")
expect_fault("calib_add_network(NAME my-net JSON \"${json}\")" "'my-net' must be a C++ identifier")
expect_fault("calib_add_network(NAME mine FILE \"${json}\")" "unexpected arguments: FILE" "JSON or ONNX")
expect_fault("calib_add_network(NAME resnet50 JSON \"${json}\")" "there is a network 'resnet50' already")
find_program(other_calib calib)
if(NOT other_calib)
  expect_fault("calib_add_network(NAME mine ONNX \"${json}\")" "ONNX needs the calib program" "CALIB_BUILD_TOOLS=ON")
endif()
