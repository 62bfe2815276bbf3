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
include("${CMAKE_CURRENT_LIST_DIR}/CalibNearest.cmake")

# Shipped profiles: where they are and what they are called. Set by profiles/CMakeLists.txt or the installed package.
define_property(GLOBAL PROPERTY CALIB_PROFILE_DIRECTORY)
define_property(GLOBAL PROPERTY CALIB_SHIPPED_PROFILES)

# Sets `out` to the command that runs the generator.
function(calib_header_generator out)
  if(CALIB_HEADER_EXECUTABLE)
    set(${out} "${CALIB_HEADER_EXECUTABLE}" PARENT_SCOPE)
    return()
  endif()
  if(TARGET calib::calib-header AND NOT CMAKE_CROSSCOMPILING)
    set(${out} calib::calib-header PARENT_SCOPE)
    return()
  endif()
  # The find root holds the target's programs, which do not run here.
  find_program(CALIB_HEADER_ON_PATH calib-header NO_CMAKE_FIND_ROOT_PATH)
  if(NOT CALIB_HEADER_ON_PATH)
    message(FATAL_ERROR
      "calib: no calib-header that runs on this machine. Build it here first (cmake --build <build> --target "
      "calib-header) and pass -DCALIB_HEADER_EXECUTABLE=<path>.")
  endif()
  set(${out} "${CALIB_HEADER_ON_PATH}" PARENT_SCOPE)
endfunction()

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

  calib_header_generator(generator)
  set(include_dir "${PROJECT_BINARY_DIR}/include")
  set(header "${include_dir}/calib/profiles/${arg_NAME}.hpp")
  set(stamp "${PROJECT_BINARY_DIR}/include/calib/profiles/${arg_NAME}.stamp")

  # The stamp says that the header was checked; the header itself keeps its time while its text stays the same, so
  # nothing that includes it is compiled again. Ninja needs it named as a byproduct to know where it comes from.
  add_custom_command(
    OUTPUT "${stamp}"
    BYPRODUCTS "${header}"
    COMMAND "${generator}" --id ${arg_NAME} -o "${header}" "${json}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${stamp}"
    DEPENDS "${json}" "${generator}"
    COMMENT "Generating calib/profiles/${arg_NAME}.hpp"
    VERBATIM)
  add_custom_target(calib_profile_${arg_NAME}_header DEPENDS "${stamp}")

  add_library(calib_profile_${arg_NAME} INTERFACE)
  add_library(calib::profile_${arg_NAME} ALIAS calib_profile_${arg_NAME})
  add_dependencies(calib_profile_${arg_NAME} calib_profile_${arg_NAME}_header)
  set_target_properties(
    calib_profile_${arg_NAME}
    PROPERTIES
      EXPORT_NAME profile_${arg_NAME}
      CALIB_PROFILE_JSON "${json}"
      VERIFY_INTERFACE_HEADER_SETS OFF)
  # A file set, which install(TARGETS ... FILE_SET HEADERS) of a library with this profile takes along.
  target_sources(calib_profile_${arg_NAME} INTERFACE FILE_SET HEADERS BASE_DIRS "${include_dir}" FILES "${header}")
  target_link_libraries(calib_profile_${arg_NAME} INTERFACE calib::headers)
endfunction()
