# The standard headers that nearly every file includes, precompiled once: they are a third of the time
# that a file takes to compile. No header may count on them: tests/lint/check_standard_includes.py.
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled.cc CONTENT "")
add_library(stator_precompiled OBJECT ${CMAKE_BINARY_DIR}/precompiled.cc)
target_link_libraries(stator_precompiled PRIVATE stator_warnings Threads::Threads)
target_precompile_headers(stator_precompiled PRIVATE
  <algorithm> <atomic> <chrono> <cstdint> <functional> <map> <memory> <mutex> <optional> <set> <string>
  <string_view> <unordered_map> <utility> <variant> <vector>)

# stator_layer(NAME SOURCES a.cc ... DEPS stator_kv_base ... PRIVATE_DEPS stator_rocksdb ...
#              [PRECOMPILE a.h ...])
#
# One static library per layer. DEPS are other layers and third-party targets whose headers our own
# headers include; PRIVATE_DEPS are used by .cc files only. PRECOMPILE names the layer's own headers
# that nearly all its files include.
function(stator_layer name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;PRIVATE_DEPS;PRECOMPILE" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  add_library(stator::${name} ALIAS ${name})
  target_include_directories(${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
    $<INSTALL_INTERFACE:include/stator>)
  target_compile_features(${name} PUBLIC cxx_std_20)
  target_link_libraries(${name} PUBLIC ${ARG_DEPS} PRIVATE ${ARG_PRIVATE_DEPS}
    $<BUILD_INTERFACE:stator_warnings>)
  if(ARG_PRECOMPILE)
    file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
    list(TRANSFORM ARG_PRECOMPILE PREPEND ${folder}/)
    set_property(GLOBAL PROPERTY STATOR_PRECOMPILED_IN_${folder} ${ARG_PRECOMPILE})
    list(TRANSFORM ARG_PRECOMPILE PREPEND ${PROJECT_SOURCE_DIR}/)
    target_precompile_headers(${name} PRIVATE ${ARG_PRECOMPILE})
  else()
    target_precompile_headers(${name} REUSE_FROM stator_precompiled)
  endif()
  set_property(GLOBAL APPEND PROPERTY STATOR_LAYERS ${name})
endfunction()
