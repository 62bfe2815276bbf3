# calib_add_profile(NAME <id> [JSON <file>])
#
# Defines calib::profile_<id>, an INTERFACE library that brings <calib/profiles/<id>.hpp> and calib::profiles::<id>.
# The header is generated from JSON when that is built, and rewritten only when its text changes: an edit of the JSON
# that touches nothing compiled in recompiles nothing. Without JSON, <id> is one of the shipped profiles. The NAME is
# the name in C++, whatever id the JSON carries, so one file may serve under several.
#
# The generator is built with calib, or comes with the installed package. Cross builds take the one of the build
# machine: CALIB_HEADER_EXECUTABLE, or calib-header on the PATH.

include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/CalibHeaderLibrary.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/CalibNearest.cmake")

# Shipped profiles: where they are and what they are called. Set by profiles/CMakeLists.txt or the installed package.
define_property(GLOBAL PROPERTY CALIB_PROFILE_DIRECTORY)
define_property(GLOBAL PROPERTY CALIB_SHIPPED_PROFILES)

# Fails with the list of known profiles.
function(calib_unknown_profile what id)
  get_property(shipped GLOBAL PROPERTY CALIB_SHIPPED_PROFILES)
  list(JOIN shipped "\n  " known)
  calib_nearest(near "${id}" ${shipped})
  message(FATAL_ERROR "calib: ${what}: there is no profile '${id}'${near}. Known profiles:\n  ${known}")
endfunction()

function(calib_add_profile)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;JSON" "")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "calib_add_profile: unexpected arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_NAME MATCHES "^[A-Za-z][A-Za-z0-9_]*$" OR arg_NAME MATCHES "__")
    message(FATAL_ERROR
      "calib_add_profile: NAME '${arg_NAME}' must be a C++ identifier: letters, digits and single underscores, "
      "beginning with a letter.")
  endif()

  if(TARGET calib::profile_${arg_NAME})
    if(NOT arg_JSON)
      return()  # a shipped profile, asked for before
    endif()
    message(FATAL_ERROR "calib_add_profile: there is a profile '${arg_NAME}' already; choose another NAME.")
  endif()

  if(arg_JSON)
    cmake_path(ABSOLUTE_PATH arg_JSON BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE json)
    get_source_file_property(is_generated "${json}" GENERATED)
    if(NOT is_generated AND NOT EXISTS "${json}")
      message(FATAL_ERROR "calib_add_profile: '${json}' does not exist. Make it with: calib run -o '${json}'")
    endif()
  else()
    get_property(shipped GLOBAL PROPERTY CALIB_SHIPPED_PROFILES)
    if(NOT arg_NAME IN_LIST shipped)
      calib_unknown_profile(calib_add_profile "${arg_NAME}")
    endif()
    get_property(directory GLOBAL PROPERTY CALIB_PROFILE_DIRECTORY)
    set(json "${directory}/${arg_NAME}.json")
  endif()

  calib_add_header_library(profile ${arg_NAME} "${json}")
  set_target_properties(calib_profile_${arg_NAME} PROPERTIES CALIB_PROFILE_JSON "${json}")
endfunction()
