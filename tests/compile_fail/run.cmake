# Compiles SOURCE without its fault, then with it; holds the diagnostics to their text and length.

cmake_minimum_required(VERSION 3.25)

# What calib says itself takes at most ten lines. A source may allow more, `// lines: <n>`, where the compiler does the
# talking: it lists every candidate.
set(most_lines 10)
file(STRINGS "${SOURCE}" allowance REGEX "^// lines: ")
if(allowance)
  string(REPLACE "// lines: " "" most_lines "${allowance}")
endif()

set(command "${COMPILER}" -std=c++20 -fsyntax-only -Wall -Wextra)
foreach(dir IN LISTS INCLUDE_DIRS)
  list(APPEND command "-I${dir}")
endforeach()

execute_process(COMMAND ${command} "${SOURCE}"
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT result EQUAL 0 OR NOT output STREQUAL "")
  message("${output}")
  message(FATAL_ERROR "It should compile, silently, with the fault switched off.")
endif()

execute_process(COMMAND ${command} -DCALIB_FAULT "${SOURCE}"
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(result EQUAL 0)
  message(FATAL_ERROR "It should not compile with the fault switched on.")
endif()

file(STRINGS "${SOURCE}" expectations REGEX "^// expect: ")
if(NOT expectations)
  message(FATAL_ERROR "${SOURCE} pins no message: add a line `// expect: <text>`.")
endif()
foreach(expectation IN LISTS expectations)
  string(REPLACE "// expect: " "" text "${expectation}")
  string(FIND "${output}" "${text}" position)
  if(position EQUAL -1)
    message("${output}")
    message(FATAL_ERROR "The diagnostics do not say: ${text}")
  endif()
endforeach()

string(REGEX MATCHALL "\n" newlines "${output}")
list(LENGTH newlines lines)
if(lines GREATER most_lines)
  message("${output}")
  message(FATAL_ERROR "${lines} lines of diagnostics; ${most_lines} at most.")
endif()
message("${output}")
