# The header follows the JSON, and the JSON the model in ONNX: rewritten when and only when something compiled in
# changes, and consumers with it.

cmake_minimum_required(VERSION 3.25)
include("${CMAKE_CURRENT_LIST_DIR}/steps.cmake")

set(build "${WORK_DIR}/build")
set(sources "${WORK_DIR}/sources")
file(COPY "${consumer}/first_box.json" "${consumer}/second_box.json" "${consumer}/small_net.json"
  DESTINATION "${sources}")

model_arguments(model)
run(output ${configure} -S "${consumer}" -B "${build}" "-DCALIB_SOURCE_DIR=${CALIB_SOURCE_DIR}"
  "-DCALIB_HEADER_EXECUTABLE=${CALIB_HEADER}" "-DCALIB_EXECUTABLE=${CALIB_PROGRAM}" "-DPROFILE_DIR=${sources}"
  -DWITH_NETWORKS=ON "-DNETWORK_DIR=${sources}" ${model})
run(output "${CMAKE_COMMAND}" --build "${build}" --target app networks)
run(output "${build}/app")
expect_equal("${output}" "1e-06 2e-06 done\n")
run(output "${build}/networks")
expect_networks("${output}")

# Sets <file>_time for a header below include/calib, and for an object.
function(remember header object)
  file(GLOB_RECURSE objects "${build}/CMakeFiles/${object}.o*")
  list(FILTER objects EXCLUDE REGEX "\\.d$")
  file(TIMESTAMP "${build}/include/calib/${header}" header_time "%s")
  file(TIMESTAMP "${objects}" object_time "%s")
  set(header_time "${header_time}" PARENT_SCOPE)
  set(object_time "${object_time}" PARENT_SCOPE)
endfunction()

# Replaces text in a file, later than what was built by more than a time stamp's grain, and builds.
function(edit_and_build file target from to)
  execute_process(COMMAND "${CMAKE_COMMAND}" -E sleep 1.1)
  file(READ "${sources}/${file}" json)
  string(REPLACE "${from}" "${to}" edited "${json}")
  if(edited STREQUAL json)
    message(FATAL_ERROR "the edit changes nothing: ${from}")
  endif()
  file(WRITE "${sources}/${file}" "${edited}")
  run(output "${CMAKE_COMMAND}" --build "${build}" --target ${target})
endfunction()

# expect_untouched(<header> <object> <edit_and_build's arguments>...)
function(expect_untouched header object)
  remember(${header} ${object})
  set(before "${header_time} ${object_time}")
  edit_and_build(${ARGN})
  remember(${header} ${object})
  expect_equal("${header_time} ${object_time}" "${before}")
endfunction()

# expect_stopped(<file> <target> <from> <to> <text>...): an edit that stops the build, which says <text>.
function(expect_stopped file target from to)
  file(READ "${sources}/${file}" json)
  string(REPLACE "${from}" "${to}" edited "${json}")
  file(WRITE "${sources}/${file}" "${edited}")
  run_failing(output "${CMAKE_COMMAND}" --build "${build}" --target ${target})
  expect_in("${output}" ${ARGN})
endfunction()

# Profiles.
expect_untouched(profiles/first_box.hpp app.dir/app.cpp first_box.json app "\"seed\": \"1\"" "\"seed\": \"2\"")
edit_and_build(first_box.json app "[1e-06, 4e-06]" "[3e-06, 4e-06]")
run(output "${build}/app")
expect_equal("${output}" "3e-06 2e-06 done\n")
expect_stopped(first_box.json app "[3e-06, 4e-06]" "[3e-06, -1]" "/tables/0/latency_s/1")
edit_and_build(first_box.json networks "[3e-06, -1]" "[1e-06, 4e-06]")

# Networks: how the text is laid out is not compiled in, sizes are.
expect_untouched(networks/small_net.hpp networks.dir/networks.cpp
  small_net.json networks "\"name\": \"score\"" "\"name\":   \"score\"")
edit_and_build(small_net.json networks "\"elements\": 1024}, \"inputs\": [\"score\"]"
  "\"elements\": 4096}, \"inputs\": [\"score\"]")
run(output "${build}/networks")
expect_in("${output}" "8e-06 61100840")
expect_stopped(small_net.json networks "\"operation\": \"dot\"" "\"operation\": \"doot\""
  "small_net.json" "/layers/0/operation" "write dot")

# A model is imported again, and what is none is told with its name.
if(CALIB_PROGRAM)
  edit_and_build(small_net.json networks "\"operation\": \"doot\"" "\"operation\": \"dot\"")
  run(output /usr/bin/python3 -B "${cases}/write_model.py" "${WORK_DIR}/a model.onnx" 32)
  run(output "${CMAKE_COMMAND}" --build "${build}" --target networks)
  run(output "${build}/networks")
  expect_equal("${output}" "8e-06 61100840 2048\n")
  execute_process(COMMAND "${CMAKE_COMMAND}" -E sleep 1.1)
  file(WRITE "${WORK_DIR}/a model.onnx" "this is no model")
  run_failing(output "${CMAKE_COMMAND}" --build "${build}" --target networks)
  expect_in("${output}" "a model.onnx")
endif()
