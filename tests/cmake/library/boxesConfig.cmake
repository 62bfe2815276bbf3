include(CMakeFindDependencyMacro)
find_dependency(calib 0.1 CONFIG COMPONENTS headers)
include("${CMAKE_CURRENT_LIST_DIR}/boxesTargets.cmake")
