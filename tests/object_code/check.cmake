# Disassembles literal_shape.cpp: functions of literal shapes hold no call, no branch and no arithmetic.

cmake_minimum_required(VERSION 3.25)

execute_process(COMMAND "${OBJDUMP}" --disassemble --no-show-raw-insn --demangle "${OBJECT}"
  RESULT_VARIABLE result OUTPUT_VARIABLE text)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${OBJDUMP} failed on ${OBJECT}")
endif()
string(REPLACE ";" "," text "${text}")
string(REPLACE "\n" ";" lines "${text}")

# Instructions that lead to a constant: loads, moves, address building, the return, and landing pads and padding.
set(harmless "mov|movsd|movq|movss|vmovsd|vmovq|movapd|movaps|ldr|adrp|add|fmov")
string(APPEND harmless "|ret|retq|endbr64|bti|nop|nopw|nopl|xchg|cs|data16")
set(function "")
set(checked "")
set(busy "")
foreach(line IN LISTS lines)
  if(line MATCHES "^[0-9a-f]+ <([a-z_]+)>:$")
    set(function "${CMAKE_MATCH_1}")
    list(APPEND checked "${function}")
  elseif(line MATCHES "^[0-9a-f]+ <.*>:$")  # of the library, such as an error's destructor
    set(function "")
  elseif(function AND line MATCHES "^ *[0-9a-f]+:[ \t]+([a-z0-9.]+)")
    if(NOT CMAKE_MATCH_1 MATCHES "^(${harmless})$")
      list(APPEND busy "${function}")
      if(NOT function STREQUAL "at_run_time")
        message("${text}")
        message(FATAL_ERROR "${function} is not a constant: it executes '${line}'")
      endif()
    endif()
  endif()
endforeach()

foreach(function IN ITEMS at_knot between beyond in_a_tile beyond_tiles copied how_efficient at_run_time)
  if(NOT function IN_LIST checked)
    message(FATAL_ERROR "${function} was not found in the disassembly, so nothing was checked")
  endif()
endforeach()
if(NOT "at_run_time" IN_LIST busy)
  message(FATAL_ERROR "a run-time look-up shows no arithmetic, so the check sees nothing")
endif()
