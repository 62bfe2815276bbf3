# -DCALIB_PROFILE=<id>: the profile behind <calib/active.hpp>, which gives calib::active, its mapper, and behind the
# NULL profile of the C interface.
#
# `native` measures the build machine the first time something needs it, and again when calib-recalibrate is built.
# The profile is part of the type that calib::active names, hence of every mangled name it reaches. Beyond that, targets
# that carry different CALIB_PROFILE properties do not configure together, and objects that saw another active.hpp than
# the library they meet do not link.

add_library(calib_active INTERFACE)
add_library(calib::active ALIAS calib_active)
set_target_properties(calib_active PROPERTIES EXPORT_NAME active)
target_include_directories(calib_active INTERFACE "$<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>")
target_link_libraries(calib_active INTERFACE calib::headers)

if(NOT CALIB_PROFILE)
  configure_file(cmake/no_active.hpp.in "${PROJECT_BINARY_DIR}/include/calib/active.hpp" COPYONLY)
  target_link_libraries(calib INTERFACE calib_active)
  # An object of its own, for a program to have another in its place.
  set(no_json "${PROJECT_SOURCE_DIR}/src/c_api/no_configured_json.cpp")
  target_sources(calib PRIVATE "${no_json}")
  set_source_files_properties("${no_json}" TARGET_DIRECTORY calib PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  return()
endif()

if(CALIB_PROFILE STREQUAL "native")
  set(native_json "${PROJECT_BINARY_DIR}/native.json")
  if(NOT TARGET calib_tool OR CMAKE_CROSSCOMPILING)
    message(FATAL_ERROR
      "calib: CALIB_PROFILE=native measures the machine that builds, with the calib program: set CALIB_BUILD_TOOLS=ON, "
      "and do not cross-compile. To use a profile measured before: calib_add_profile(NAME <id> JSON <file>).")
  endif()
  # Depends on the program being there, not on its being new: a rebuilt calib is no reason to measure again.
  add_custom_command(
    OUTPUT "${native_json}"
    COMMAND calib_tool run --quick -o "${native_json}"
    COMMENT "Measuring this machine (under a minute)"
    USES_TERMINAL
    VERBATIM)
  calib_add_profile(NAME native JSON "${native_json}")
  # The next build finds a newer native.json, makes its header, and compiles what includes it.
  add_custom_target(calib-recalibrate
    COMMAND calib_tool run --quick -o "${native_json}"
    COMMENT "Measuring this machine again (under a minute)"
    USES_TERMINAL
    VERBATIM)
elseif(NOT TARGET calib::profile_${CALIB_PROFILE})
  set_property(GLOBAL APPEND PROPERTY CALIB_SHIPPED_PROFILES native)
  calib_unknown_profile("CALIB_PROFILE" "${CALIB_PROFILE}")
endif()

configure_file(cmake/active.hpp.in "${PROJECT_BINARY_DIR}/include/calib/active.hpp" @ONLY)

get_target_property(active_json calib_profile_${CALIB_PROFILE} CALIB_PROFILE_JSON)
set(active_source "${PROJECT_BINARY_DIR}/configured_json.cpp")
add_custom_command(
  OUTPUT "${active_source}"
  COMMAND "${CMAKE_COMMAND}" "-DJSON=${active_json}" "-DOUTPUT=${active_source}"
    -P "${PROJECT_SOURCE_DIR}/cmake/embed_profile.cmake"
  DEPENDS "${active_json}" "${PROJECT_SOURCE_DIR}/cmake/embed_profile.cmake"
  COMMENT "Embedding the profile ${CALIB_PROFILE}"
  VERBATIM)

# A library of its own, not a part of calib::calib, so that the calib program can do without it. Of its two objects a
# program takes what it asks for: the name of the profile, or its text.
add_library(calib_active_guard STATIC "${PROJECT_SOURCE_DIR}/src/active.cpp" "${active_source}")
set_target_properties(
  calib_active_guard
  PROPERTIES
    EXPORT_NAME active_guard
    UNITY_BUILD OFF
    POSITION_INDEPENDENT_CODE ON
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON)
target_compile_definitions(calib_active_guard PRIVATE CALIB_ACTIVE_PROFILE=${CALIB_PROFILE})
target_link_libraries(calib_active_guard
  PUBLIC calib::headers calib::profile_${CALIB_PROFILE}
  PRIVATE $<BUILD_INTERFACE:calib_warnings>)
target_include_directories(calib_active_guard PRIVATE "${PROJECT_BINARY_DIR}/include" "${PROJECT_SOURCE_DIR}/src")

target_link_libraries(calib_active INTERFACE calib_active_guard calib::profile_${CALIB_PROFILE})
set_target_properties(calib_active PROPERTIES
  INTERFACE_CALIB_PROFILE "${CALIB_PROFILE}"
  COMPATIBLE_INTERFACE_STRING CALIB_PROFILE)

# calib::calib brings the active profile to whatever links it, but for the calib program and its libraries: what
# measures the native profile cannot need it.
target_link_libraries(calib INTERFACE
  "$<$<NOT:$<BOOL:$<TARGET_PROPERTY:CALIB_WITHOUT_ACTIVE>>>:$<TARGET_NAME:calib_active>>")
foreach(target IN ITEMS calib_tool calib_tool_options calib_calibration calib_fit calib_foreign calib_report)
  if(TARGET ${target})
    set_target_properties(${target} PROPERTIES CALIB_WITHOUT_ACTIVE ON)
  endif()
endforeach()
