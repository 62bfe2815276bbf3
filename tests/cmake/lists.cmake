# Every public header is in the list that is installed and compiled alone, every shipped profile in that of profiles.

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

file(READ "${CALIB_SOURCE_DIR}/profiles/CMakeLists.txt" list)
file(GLOB profiles RELATIVE "${CALIB_SOURCE_DIR}/profiles" "${CALIB_SOURCE_DIR}/profiles/*.json")
list(REMOVE_ITEM profiles schema.json)
foreach(profile IN LISTS profiles)
  cmake_path(REMOVE_EXTENSION profile)
  string(FIND "${list}" "  ${profile}" position)
  if(position EQUAL -1)
    message(SEND_ERROR "${profile} is missing in profiles/CMakeLists.txt")
  endif()
endforeach()
