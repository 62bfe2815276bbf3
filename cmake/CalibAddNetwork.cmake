# calib_add_network(NAME <id> [JSON <file> | ONNX <file> [IMPORT_OPTIONS <option>...]])
#
# Defines calib::network_<id>, an INTERFACE library that brings <calib/networks/<id>.hpp> and calib::networks::<id>(),
# the network at sizes of its symbols. The header is generated from JSON, or from a model in ONNX, when that is built;
# without either, <id> is one of the shipped networks. IMPORT_OPTIONS are those of `calib network import`: --size, ...
#
# JSON needs calib-header only. ONNX needs the calib program as well: the one that is built or installed with calib, one
# on the PATH, or CALIB_EXECUTABLE, which cross builds take from the build machine.

include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/CalibHeaderLibrary.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/CalibNearest.cmake")

# Shipped networks: where they are and what they are called. Set by networks/CMakeLists.txt or the installed package.
define_property(GLOBAL PROPERTY CALIB_NETWORK_DIRECTORY)
define_property(GLOBAL PROPERTY CALIB_SHIPPED_NETWORKS)

# Sets `out` to the calib program.
function(calib_program out)
  if(CALIB_EXECUTABLE)
    set(${out} "${CALIB_EXECUTABLE}" PARENT_SCOPE)
    return()
  endif()
  if(TARGET calib_tool AND NOT CMAKE_CROSSCOMPILING)
    set(${out} calib_tool PARENT_SCOPE)
    return()
  endif()
  set(beside "")  # the installed package's calib-header
  if(TARGET calib::calib-header AND NOT CMAKE_CROSSCOMPILING)
    get_target_property(is_imported calib::calib-header IMPORTED)
    if(is_imported)
      get_target_property(beside calib::calib-header LOCATION)
      cmake_path(GET beside PARENT_PATH beside)
    endif()
  endif()
  find_program(CALIB_ON_PATH calib HINTS "${beside}" NO_CMAKE_FIND_ROOT_PATH)
  if(NOT CALIB_ON_PATH)
    message(FATAL_ERROR
      "calib_add_network: ONNX needs the calib program, and none is built here, installed, or on the PATH. Configure "
      "with -DCALIB_BUILD_TOOLS=ON or -DCALIB_EXECUTABLE=<path>; or import once with `calib network import` and give "
      "the result as JSON.")
  endif()
  set(${out} "${CALIB_ON_PATH}" PARENT_SCOPE)
endfunction()

# Imports a model in ONNX when it is built; sets `json` to the result.
function(calib_import_onnx id model options json)
  calib_program(program)
  set(folder "${PROJECT_BINARY_DIR}/include/calib/networks")
  file(MAKE_DIRECTORY "${folder}")
  add_custom_command(
    OUTPUT "${folder}/${id}.json"
    COMMAND "${program}" network import "${model}" ${options} -o "${folder}/${id}.json"
    DEPENDS "${model}" "${program}"
    COMMENT "Importing ${model}"
    VERBATIM)
  set(${json} "${folder}/${id}.json" PARENT_SCOPE)
endfunction()

# Fails with the nearest and all known networks unless `id` is one of them.
function(calib_require_shipped_network id)
  get_property(shipped GLOBAL PROPERTY CALIB_SHIPPED_NETWORKS)
  if(id IN_LIST shipped OR TARGET calib::network_${id})
    return()
  endif()
  calib_nearest(near "${id}" ${shipped})
  list(JOIN shipped "\n  " known)
  message(FATAL_ERROR
    "calib_add_network: there is no network '${id}'${near}. Give one of your own as JSON or ONNX. Known networks:\n"
    "  ${known}")
endfunction()

# Fails where calib_add_network's arguments, as parsed there, are no network.
function(calib_check_network_arguments)
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR
      "calib_add_network: unexpected arguments: ${arg_UNPARSED_ARGUMENTS}. It takes NAME, and JSON or ONNX.")
  endif()
  if(arg_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "calib_add_network: no value behind ${arg_KEYWORDS_MISSING_VALUES}; give one.")
  endif()
  if(NOT arg_NAME)
    message(FATAL_ERROR "calib_add_network: NAME is missing: give the id of a shipped network, or a name for yours.")
  endif()
  if(NOT arg_JSON AND NOT arg_ONNX)
    calib_require_shipped_network("${arg_NAME}")
  endif()
  if(NOT arg_NAME MATCHES "^[A-Za-z][A-Za-z0-9_]*$" OR arg_NAME MATCHES "__")
    message(FATAL_ERROR
      "calib_add_network: NAME '${arg_NAME}' must be a C++ identifier: letters, digits and single underscores, "
      "beginning with a letter.")
  endif()
  if(arg_JSON AND arg_ONNX)
    message(FATAL_ERROR "calib_add_network: ${arg_NAME} has both JSON and ONNX; give one of them.")
  endif()
  if(arg_IMPORT_OPTIONS AND NOT arg_ONNX)
    message(FATAL_ERROR "calib_add_network: IMPORT_OPTIONS are for ONNX; ${arg_NAME} is not imported, leave them out.")
  endif()
endfunction()

function(calib_add_network)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;JSON;ONNX" "IMPORT_OPTIONS")
  calib_check_network_arguments()
  if(TARGET calib::network_${arg_NAME})
    if(NOT arg_JSON AND NOT arg_ONNX)
      return()  # a shipped network, asked for before
    endif()
    message(FATAL_ERROR "calib_add_network: there is a network '${arg_NAME}' already; choose another NAME.")
  endif()

  if(arg_JSON OR arg_ONNX)
    set(input "${arg_JSON}${arg_ONNX}")
    cmake_path(ABSOLUTE_PATH input BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
    get_source_file_property(is_generated "${input}" GENERATED)
    if(NOT is_generated AND NOT EXISTS "${input}")
      message(FATAL_ERROR
        "calib_add_network: '${input}' does not exist. Correct the path; a relative one begins in the folder of this "
        "CMakeLists.txt.")
    endif()
    set(json "${input}")
  else()
    get_property(directory GLOBAL PROPERTY CALIB_NETWORK_DIRECTORY)
    set(json "${directory}/${arg_NAME}.json")
  endif()
  if(arg_ONNX)
    calib_import_onnx(${arg_NAME} "${input}" "${arg_IMPORT_OPTIONS}" json)
  endif()

  calib_add_header_library(network ${arg_NAME} "${json}" --network)
  # A network of hundreds of different layers is one constant expression.
  target_compile_options(calib_network_${arg_NAME} INTERFACE
    $<$<COMPILE_LANG_AND_ID:CXX,Clang,AppleClang>:-fconstexpr-steps=20000000>
    $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fconstexpr-ops-limit=400000000>)
endfunction()
