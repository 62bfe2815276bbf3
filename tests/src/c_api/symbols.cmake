# cmake -DNM=.. -DREADELF=.. -DLIBRARY=.. -DHEADER=.. -P symbols.cmake

cmake_minimum_required(VERSION 3.25)

function(run out)
  execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
  set(${out} "${output}" PARENT_SCOPE)
endfunction()

file(READ "${HEADER}" header)
string(REGEX MATCHALL "CALIB_API [a-z0-9_ ]+[ *]+calib_[a-z0-9_]+\\(" declarations "${header}")
list(TRANSFORM declarations REPLACE ".*[ *](calib_[a-z0-9_]+)\\($" "\\1" OUTPUT_VARIABLE declared)
list(SORT declared)
if(NOT "calib_table_open" IN_LIST declared)
  message(FATAL_ERROR "no functions found in ${HEADER}")
endif()

run(output "${NM}" -D --defined-only --format=posix "${LIBRARY}")
string(REGEX MATCHALL "[^\n]+" lines "${output}")
list(TRANSFORM lines REPLACE " .*" "" OUTPUT_VARIABLE defined)
list(SORT defined)
if(NOT defined STREQUAL declared)
  message(FATAL_ERROR "declared in calib.h:\n${declared}\ndefined in the library:\n${defined}")
endif()

string(REGEX MATCH "#define CALIB_ABI_VERSION ([0-9]+)" found "${header}")
run(output "${READELF}" -d "${LIBRARY}")
string(FIND "${output}" "soname: [libcalib_c.so.${CMAKE_MATCH_1}]" position)
if(position EQUAL -1)
  message(FATAL_ERROR "no soname libcalib_c.so.${CMAKE_MATCH_1} in:\n${output}")
endif()
