# Libraries of one generated header: what calib_add_profile and calib_add_network make.

include_guard(GLOBAL)

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

# calib_add_header_library(<kind> <id> <json> [<generator option>...])
#
# calib::<kind>_<id>, an INTERFACE library with <calib/<kind>s/<id>.hpp>, which the generator makes of the JSON file.
#
# The stamp says that the header was checked; the header itself keeps its time while its text stays the same, so nothing
# that includes it is compiled again. Ninja needs it named as a byproduct to know where it comes from.
function(calib_add_header_library kind id json)
  calib_header_generator(generator)
  set(include_dir "${PROJECT_BINARY_DIR}/include")
  set(name "calib/${kind}s/${id}")
  add_custom_command(
    OUTPUT "${include_dir}/${name}.stamp"
    BYPRODUCTS "${include_dir}/${name}.hpp"
    COMMAND "${generator}" ${ARGN} --id ${id} -o "${include_dir}/${name}.hpp" "${json}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${include_dir}/${name}.stamp"
    DEPENDS "${json}" "${generator}"
    COMMENT "Generating ${name}.hpp"
    VERBATIM)
  set(library calib_${kind}_${id})
  add_custom_target(${library}_header DEPENDS "${include_dir}/${name}.stamp")

  add_library(${library} INTERFACE)
  add_library(calib::${kind}_${id} ALIAS ${library})
  add_dependencies(${library} ${library}_header)
  set_target_properties(${library} PROPERTIES EXPORT_NAME ${kind}_${id} VERIFY_INTERFACE_HEADER_SETS OFF)
  # A file set, which install(TARGETS ... FILE_SET HEADERS) of a library that uses it takes along.
  target_sources(${library} INTERFACE FILE_SET HEADERS BASE_DIRS "${include_dir}" FILES "${include_dir}/${name}.hpp")
  target_link_libraries(${library} INTERFACE calib::headers)
endfunction()
