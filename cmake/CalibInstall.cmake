# Install rules and the package: find_package(calib CONFIG) gives calib::c; and in a project with C++, calib::calib,
# calib::headers, calib::calib-header, calib::active, calib_add_profile() with the shipped profiles and
# calib_add_network() with the shipped networks. pkg-config knows calib, calib-headers and calib-c.

include(CMakePackageConfigHelpers)
set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/calib")

# An export for each component: a project in C finds calib::c without the targets that need C++, and one that wants the
# headers alone does without simdjson.
install(TARGETS calib_c EXPORT calibCTargets LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(TARGETS calib_headers calib-header EXPORT calibHeadersTargets
  RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}"
  FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")

set(runtime calib calib_active)
if(TARGET calib_active_guard)
  list(APPEND runtime calib_active_guard calib_profile_${CALIB_PROFILE})
  set(configured_profile profile_${CALIB_PROFILE})
endif()
install(FILES "${PROJECT_BINARY_DIR}/include/calib/active.hpp" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/calib")
install(TARGETS ${runtime} EXPORT calibTargets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
foreach(export IN ITEMS calibCTargets calibHeadersTargets calibTargets)
  install(EXPORT ${export} NAMESPACE calib:: DESTINATION "${package_dir}")
endforeach()
if(TARGET calib_tool)
  install(TARGETS calib_tool RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()
if(TARGET calib_man_pages)
  # Part of all that is built, and of no single target.
  install(DIRECTORY "${PROJECT_BINARY_DIR}/generators/calib/man/" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" OPTIONAL)
endif()

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
set(program "${CMAKE_INSTALL_BINDIR}/calib${CMAKE_EXECUTABLE_SUFFIX}")
configure_package_config_file(cmake/calibConfig.cmake.in "${PROJECT_BINARY_DIR}/calibConfig.cmake"
  INSTALL_DESTINATION "${package_dir}"
  PATH_VARS profile_dir network_dir program)
# Before 1.0 a minor version may break.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/calibConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(
  FILES
    "${PROJECT_BINARY_DIR}/calibConfig.cmake"
    "${PROJECT_BINARY_DIR}/calibConfigVersion.cmake"
    "${PROJECT_SOURCE_DIR}/cmake/CalibAddProfile.cmake"
    "${PROJECT_SOURCE_DIR}/cmake/CalibAddNetwork.cmake"
    "${PROJECT_SOURCE_DIR}/cmake/CalibHeaderLibrary.cmake"
    "${PROJECT_SOURCE_DIR}/cmake/CalibNearest.cmake"
  DESTINATION "${package_dir}")

# For builds without CMake. Unless folders were given as absolute, they find their own place, and an installation can
# be moved.
set(pkgconfig_dir "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}" OR IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
  set(pc_prefix "${CMAKE_INSTALL_PREFIX}")
  set(pc_includedir "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
  set(pc_libdir "${CMAKE_INSTALL_FULL_LIBDIR}")
else()
  file(RELATIVE_PATH prefix_from_there "/prefix/${pkgconfig_dir}" "/prefix")
  set(pc_prefix "\${pcfiledir}/${prefix_from_there}")
  set(pc_includedir "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
  set(pc_libdir "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
endif()
if(IS_ABSOLUTE "${CMAKE_INSTALL_DATADIR}")
  set(pc_data_folder "${CMAKE_INSTALL_DATADIR}/calib")
else()
  set(pc_data_folder "\${prefix}/${CMAKE_INSTALL_DATADIR}/calib")
endif()
if(TARGET calib_active_guard)
  set(active_library " -lcalib_active_guard")
endif()
foreach(name IN ITEMS calib calib-headers calib-c)
  configure_file("cmake/${name}.pc.in" "${PROJECT_BINARY_DIR}/${name}.pc" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/${name}.pc" DESTINATION "${pkgconfig_dir}")
endforeach()
