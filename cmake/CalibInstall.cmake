# Install rules and the package: find_package(calib CONFIG) gives calib::c; and in a project with C++, calib::calib,
# calib::headers, calib::calib-header, calib::active, calib_add_profile() with the shipped profiles and
# calib_add_network() with the shipped networks.

include(CMakePackageConfigHelpers)
set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/calib")

set(exported calib calib_headers calib_active calib-header)
if(TARGET calib_active_guard)
  list(APPEND exported calib_active_guard calib_profile_${CALIB_PROFILE})
  install(FILES "${PROJECT_BINARY_DIR}/include/calib/profiles/${CALIB_PROFILE}.hpp"
    DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/calib/profiles")
endif()
install(FILES "${PROJECT_BINARY_DIR}/include/calib/active.hpp" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/calib")

install(TARGETS ${exported} EXPORT calibTargets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}"
  FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
if(TARGET calib_tool)
  install(TARGETS calib_tool RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()

# An export of its own: a project in C finds it without the targets that need C++ and simdjson.
install(TARGETS calib_c EXPORT calibCTargets LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(EXPORT calibCTargets NAMESPACE calib:: DESTINATION "${package_dir}")
install(EXPORT calibTargets NAMESPACE calib:: DESTINATION "${package_dir}")

get_property(shipped GLOBAL PROPERTY CALIB_SHIPPED_PROFILES)
foreach(id IN LISTS shipped)
  install(FILES "${PROJECT_SOURCE_DIR}/profiles/${id}.json" DESTINATION "${CMAKE_INSTALL_DATADIR}/calib/profiles")
endforeach()
install(FILES "${PROJECT_SOURCE_DIR}/profiles/schema.json" DESTINATION "${CMAKE_INSTALL_DATADIR}/calib/profiles")

get_property(networks GLOBAL PROPERTY CALIB_SHIPPED_NETWORKS)
foreach(id IN LISTS networks)
  install(FILES "${PROJECT_SOURCE_DIR}/networks/${id}.json" DESTINATION "${CMAKE_INSTALL_DATADIR}/calib/networks")
endforeach()
install(FILES "${PROJECT_SOURCE_DIR}/networks/schema.json" DESTINATION "${CMAKE_INSTALL_DATADIR}/calib/networks")

if(CALIB_BUILD_TOOLS)
  install(
    FILES "${PROJECT_SOURCE_DIR}/kernels/external/engines/onnxruntime.mjs"
      "${PROJECT_SOURCE_DIR}/kernels/external/engines/onnxruntime_network.mjs"
      "${PROJECT_SOURCE_DIR}/kernels/external/engines/pytorch.py"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/calib/engines")
endif()

set(profile_dir "${CMAKE_INSTALL_DATADIR}/calib/profiles")
set(network_dir "${CMAKE_INSTALL_DATADIR}/calib/networks")
configure_package_config_file(cmake/calibConfig.cmake.in "${PROJECT_BINARY_DIR}/calibConfig.cmake"
  INSTALL_DESTINATION "${package_dir}"
  PATH_VARS profile_dir network_dir)
# Before 1.0 a minor version may break.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/calibConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(
  FILES
    "${PROJECT_BINARY_DIR}/calibConfig.cmake"
    "${PROJECT_BINARY_DIR}/calibConfigVersion.cmake"
    "${PROJECT_SOURCE_DIR}/cmake/CalibAddProfile.cmake"
    "${PROJECT_SOURCE_DIR}/cmake/CalibAddNetwork.cmake"
    "${PROJECT_SOURCE_DIR}/cmake/CalibNearest.cmake"
  DESTINATION "${package_dir}")
