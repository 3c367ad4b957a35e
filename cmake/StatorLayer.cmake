# stator_layer(NAME SOURCES a.cc ... DEPS stator_kv_base ... PRIVATE_DEPS stator_rocksdb ...)
#
# One static library per layer. DEPS are other layers and third-party targets whose headers our own
# headers include; PRIVATE_DEPS are used by .cc files only.
function(stator_layer name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;PRIVATE_DEPS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  add_library(stator::${name} ALIAS ${name})
  target_include_directories(${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
    $<INSTALL_INTERFACE:include/stator>)
  target_compile_features(${name} PUBLIC cxx_std_20)
  target_link_libraries(${name} PUBLIC ${ARG_DEPS} PRIVATE ${ARG_PRIVATE_DEPS}
    $<BUILD_INTERFACE:stator_warnings>)
  set_property(GLOBAL APPEND PROPERTY STATOR_LAYERS ${name})
endfunction()
