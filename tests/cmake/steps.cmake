# Steps that the cases are made of. Variables given to every case: CALIB_SOURCE_DIR, CALIB_BINARY_DIR (the build under
# test), CALIB_HEADER (its calib-header), CALIB_PROGRAM (its calib, empty where there is none), WORK_DIR (emptied here),
# COMPILER, C_COMPILER, GENERATOR.

set(cases "${CMAKE_CURRENT_LIST_DIR}")
set(consumer "${cases}/consumer")
set(c_consumer "${CMAKE_CURRENT_LIST_DIR}/c_consumer")
file(REMOVE_RECURSE "${WORK_DIR}")
file(MAKE_DIRECTORY "${WORK_DIR}")

# run(<output variable> <command>...): fails the case with the command's output unless it succeeds.
function(run out)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message("${output}")
    message(FATAL_ERROR "failed: ${ARGN}")
  endif()
  set(${out} "${output}" PARENT_SCOPE)
endfunction()

# model_arguments(<output variable>): what gives the consumer a model in ONNX; nothing where no calib can import it.
function(model_arguments out)
  set(${out} "" PARENT_SCOPE)
  if(CALIB_PROGRAM)
    run(output /usr/bin/python3 -B "${cases}/write_model.py" "${WORK_DIR}/a model.onnx")
    set(${out} "-DMODEL=${WORK_DIR}/a model.onnx" PARENT_SCOPE)
  endif()
endfunction()

# expect_networks(<output of the consumer's program `networks`>)
function(expect_networks output)
  set(expected "5e-06 61100840")
  if(CALIB_PROGRAM)
    string(APPEND expected " 1024")  # two for each of 4 x 16 x 8
  endif()
  expect_equal("${output}" "${expected}\n")
endfunction()

# run_failing(<output variable> <command>...): fails the case unless the command fails.
function(run_failing out)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(result EQUAL 0)
    message("${output}")
    message(FATAL_ERROR "should have failed: ${ARGN}")
  endif()
  # CMake breaks the lines of its messages where it likes.
  string(REGEX REPLACE "[ \n]+" " " output "${output}")
  set(${out} "${output}" PARENT_SCOPE)
endfunction()

function(expect_in text)
  foreach(part IN LISTS ARGN)
    string(FIND "${text}" "${part}" position)
    if(position EQUAL -1)
      message(FATAL_ERROR "'${part}' is not in:\n${text}")
    endif()
  endforeach()
endfunction()

function(expect_equal actual expected)
  if(NOT actual STREQUAL expected)
    message(FATAL_ERROR "expected '${expected}', found '${actual}'")
  endif()
endfunction()

# Arguments that configure a project as the build under test was.
set(configure "${CMAKE_COMMAND}" -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_C_COMPILER=${C_COMPILER}"
  -DCMAKE_BUILD_TYPE=Debug)
