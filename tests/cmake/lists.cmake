# Every public header is in the list that is installed and compiled alone, every shipped profile in that of profiles,
# every shipped network in that of networks.

cmake_minimum_required(VERSION 3.25)

file(READ "${CALIB_SOURCE_DIR}/include/CMakeLists.txt" list)
file(GLOB_RECURSE headers RELATIVE "${CALIB_SOURCE_DIR}/include"
  "${CALIB_SOURCE_DIR}/include/calib/*.hpp" "${CALIB_SOURCE_DIR}/include/calib/*.h")
if(NOT headers)
  message(FATAL_ERROR "no headers found")
endif()
foreach(header IN LISTS headers)
  string(FIND "${list}" " ${header}\n" position)
  if(position EQUAL -1)
    message(SEND_ERROR "${header} is missing in include/CMakeLists.txt")
  endif()
endforeach()

foreach(kind profiles networks)
  file(READ "${CALIB_SOURCE_DIR}/${kind}/CMakeLists.txt" list)
  string(REPLACE ")" "\n" list "${list}")
  file(GLOB shipped RELATIVE "${CALIB_SOURCE_DIR}/${kind}" "${CALIB_SOURCE_DIR}/${kind}/*.json")
  list(REMOVE_ITEM shipped schema.json)
  if(NOT shipped)
    message(SEND_ERROR "no ${kind} found")
  endif()
  foreach(id IN LISTS shipped)
    cmake_path(REMOVE_EXTENSION id)
    string(FIND "${list}" "  ${id}\n" position)
    if(position EQUAL -1)
      message(SEND_ERROR "${id} is missing in ${kind}/CMakeLists.txt")
    endif()
  endforeach()
endforeach()
