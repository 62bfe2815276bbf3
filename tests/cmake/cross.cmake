# The same project built for this machine and for aarch64: the installed headers, generators of this machine, and
# answers that are the same bits there.

cmake_minimum_required(VERSION 3.25)
include("${CMAKE_CURRENT_LIST_DIR}/steps.cmake")

set(prefix "${WORK_DIR}/prefix")
run(output "${CMAKE_COMMAND}" --install "${CALIB_BINARY_DIR}" --prefix "${prefix}")
foreach(target IN ITEMS here aarch64)
  set(toolchain "")
  set(emulator "")
  if(target STREQUAL "aarch64")
    set(toolchain --toolchain "${cases}/cross/aarch64.cmake" "-DCALIB_HEADER_EXECUTABLE=${CALIB_HEADER}")
    set(emulator qemu-aarch64 -L /usr/aarch64-linux-gnu)
  else()
    set(toolchain "-DCMAKE_CXX_COMPILER=${COMPILER}")
  endif()
  # Optimised, as compilers then multiply and add in one step where the processor can.
  run(output "${CMAKE_COMMAND}" -G "${GENERATOR}" -S "${cases}/cross" -B "${WORK_DIR}/${target}"
    -DCMAKE_BUILD_TYPE=Release "-DCMAKE_PREFIX_PATH=${prefix}" ${toolchain})
  run(output "${CMAKE_COMMAND}" --build "${WORK_DIR}/${target}")
  run(answers_${target} ${emulator} "${WORK_DIR}/${target}/answers")
endforeach()
expect_equal("${answers_aarch64}" "${answers_here}")

string(REGEX MATCHALL "[^\n]+" lines "${answers_here}")
list(LENGTH lines count)
if(count LESS 10)
  message(FATAL_ERROR "too few answers:\n${answers_here}")
endif()
foreach(line IN ITEMS 0 1)
  list(GET lines ${line} pair)
  string(REPLACE " " ";" pair "${pair}")
  list(GET pair 0 constant)
  list(GET pair 1 at_run_time)
  expect_equal("${at_run_time}" "${constant}")
endforeach()
