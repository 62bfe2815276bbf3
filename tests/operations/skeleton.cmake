# generators/new_operation.sh in a copy of the tree: what it makes compiles, and stands in every list.

cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE "${WORK_DIR}")
foreach(part IN ITEMS
    include kernels generators/plan generators/new_operation.sh profiles/schema.json
    tests/include/calib tests/operations)
  cmake_path(GET part PARENT_PATH folder)
  file(COPY "${CALIB_SOURCE_DIR}/${part}" DESTINATION "${WORK_DIR}/${folder}")
endforeach()

set(script "${WORK_DIR}/generators/new_operation.sh")
execute_process(COMMAND "${script}" running_sum rows cols COMMAND_ERROR_IS_FATAL ANY OUTPUT_VARIABLE said)
if(NOT said MATCHES "Left to do.*kernels/operands/running_sum.hpp")
  message(SEND_ERROR "the script does not say what is left to do: ${said}")
endif()

# What it refuses leaves no trace.
foreach(refused IN ITEMS "running_sum rows" "gemm m n k" "no_dimension" "Capital rows" "too_many a b c d e f")
  separate_arguments(arguments UNIX_COMMAND "${refused}")
  execute_process(COMMAND "${script}" ${arguments} RESULT_VARIABLE result OUTPUT_QUIET ERROR_VARIABLE message)
  if(result EQUAL 0 OR NOT message MATCHES "new_operation.sh: ")
    message(SEND_ERROR "'${refused}' was not refused: ${result} ${message}")
  endif()
endforeach()

# Its places in the lists.
file(READ "${WORK_DIR}/profiles/schema.json" schema)
string(JSON names GET "${schema}" $defs table properties operation enum)
if(NOT names MATCHES "\"running_sum\"")
  message(SEND_ERROR "the schema does not name it: ${names}")
endif()
string(JSON rules LENGTH "${schema}" $defs table allOf)
math(EXPR last "${rules} - 1")
set(found FALSE)
foreach(i RANGE 0 ${last})
  string(JSON rule GET "${schema}" $defs table allOf ${i})
  if(rule MATCHES "\"running_sum\"" AND rule MATCHES "\"rows\".*\"cols\"")
    set(found TRUE)
  endif()
endforeach()
if(NOT found)
  message(SEND_ERROR "the schema does not know its axes")
endif()
foreach(file IN ITEMS include/CMakeLists.txt tests/operations/places_test.cpp tests/include/calib/operation_test.cpp)
  file(READ "${WORK_DIR}/${file}" text)
  if(NOT text MATCHES "running_sum")
    message(SEND_ERROR "${file} does not name it")
  endif()
endforeach()

# What it made compiles. The operation is found by its name; the counts in operation_test.cpp are those of work().
file(WRITE "${WORK_DIR}/use.cpp" "
#include \"calib/op/list.hpp\"
#include \"kernels/operands/running_sum.hpp\"
using namespace calib;
static_assert(visit_operation(\"running_sum\", precision::f32, []<Operation>() {}));
static_assert(op::running_sum<f32>::dimensions == std::array<std::string_view, 2>{\"rows\", \"cols\"});
static_assert(op::running_sum<f32>::header == \"calib/op/running_sum.hpp\");
template struct kernels::operands<op::running_sum<f32>>;
#define TEST(suite, name) void name()
#define EXPECT_COST(f, b, ...) \\
  static_assert((__VA_ARGS__).work().arithmetic == flops{f} && (__VA_ARGS__).work().traffic == bytes{b})
")
file(READ "${WORK_DIR}/tests/include/calib/operation_test.cpp" tests)
string(REGEX MATCH "TEST\\([^\n]*running_sum[^}]*}[^}]*}" test "${tests}")
file(APPEND "${WORK_DIR}/use.cpp" "${test}\n")
foreach(source IN ITEMS use.cpp generators/plan/grids.cpp)
  execute_process(
    COMMAND "${COMPILER}" -std=c++20 -fsyntax-only "-I${WORK_DIR}/include" "-I${WORK_DIR}" "-I${WORK_DIR}/generators"
      "-I${CALIB_SOURCE_DIR}/src" "${WORK_DIR}/${source}"
    RESULT_VARIABLE result ERROR_VARIABLE message)
  if(NOT result EQUAL 0)
    message(SEND_ERROR "${source} does not compile with the skeleton:\n${message}")
  endif()
endforeach()
