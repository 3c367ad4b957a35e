# `cmake --install BUILD --prefix PREFIX` gives the embeddable library as the CMake package "stator":
#
#   find_package(stator REQUIRED)
#   target_link_libraries(app stator::stator)
#
# The server is not part of it, and a consumer needs neither Boost nor anything else of HTTP.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

# The public headers: those named here and whatever they include, directly or not.
set(public_headers "")
set(unread api/engine.h api/suffixed_keys.h)
while(unread)
  list(POP_FRONT unread header)
  if(NOT header IN_LIST public_headers)
    list(APPEND public_headers ${header})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
    file(STRINGS ${header} lines REGEX "^#include \"")
    list(TRANSFORM lines REPLACE "^#include \"([^\"]+)\".*" "\\1")
    list(APPEND unread ${lines})
  endif()
endwhile()

get_property(layers GLOBAL PROPERTY STATOR_LAYERS)
list(FILTER layers EXCLUDE REGEX "^stator_server")
add_library(stator_library INTERFACE)
set_target_properties(stator_library PROPERTIES EXPORT_NAME stator)
target_link_libraries(stator_library INTERFACE ${layers})

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/stator)
install(TARGETS stator_library ${layers} EXPORT statorTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/stator)
install(EXPORT statorTargets NAMESPACE stator:: DESTINATION ${package_dir})
foreach(header IN LISTS public_headers)
  get_filename_component(folder ${header} DIRECTORY)
  install(FILES ${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/stator/${folder})
endforeach()

file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/statorConfig.cmake CONTENT [[
include("${CMAKE_CURRENT_LIST_DIR}/StatorDependencies.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/statorTargets.cmake")
]] @ONLY)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/statorConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
  ${CMAKE_CURRENT_BINARY_DIR}/statorConfig.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/statorConfigVersion.cmake
  cmake/StatorDependencies.cmake
  DESTINATION ${package_dir})
install(FILES LICENSE README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
if(TARGET stator)
  install(TARGETS stator RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
