# Manual pages of what --help says: cmake -DCALIB=... -DHELP2MAN=... -DFOLDER=... -P man_pages.cmake
#
# One page for the program and one for each subcommand, as git has them: calib.1, calib-run.1, calib-network-list.1.

cmake_policy(VERSION 3.25)
set(ENV{LC_ALL} C.UTF-8)
set(ENV{COLUMNS} 80)

# Sets `out` to the first paragraph of a command's --help, and `below` to its subcommands.
function(read_help out below)
  execute_process(COMMAND "${CALIB}" ${ARGN} --help OUTPUT_VARIABLE help COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCH "^[^\n]*" says "${help}")
  set(${out} "${says}" PARENT_SCOPE)
  set(found "")
  if(help MATCHES "\nSubcommands:\n(.*)$")
    string(REGEX MATCHALL "(^|\n)  [a-z][a-z-]*" lines "${CMAKE_MATCH_1}")
    foreach(line IN LISTS lines)
      string(STRIP "${line}" line)
      list(APPEND found "${line}")
    endforeach()
  endif()
  set(${below} "${found}" PARENT_SCOPE)
endfunction()

# Writes the page of a command, and those of its subcommands.
function(write_page)
  read_help(says below ${ARGN})
  list(JOIN ARGN " " words)
  string(JOIN "-" page calib ${ARGN})
  # help2man hands the command to a shell, so the path of the program must not be in it.
  cmake_path(GET CALIB PARENT_PATH folder)
  cmake_path(GET CALIB FILENAME program)
  string(STRIP "./${program} ${words}" command)
  execute_process(
    WORKING_DIRECTORY "${folder}"
    COMMAND "${HELP2MAN}" --no-info --no-discard-stderr --locale=C.UTF-8 "--name=${says}" --manual=calib --source=calib
      "--version-string=${page} ${VERSION}" "--output=${FOLDER}/${page}.1" "${command}"
    COMMAND_ERROR_IS_FATAL ANY)
  foreach(sub IN LISTS below)
    write_page(${ARGN} ${sub})
  endforeach()
endfunction()

file(REMOVE_RECURSE "${FOLDER}")
file(MAKE_DIRECTORY "${FOLDER}")
write_page()
