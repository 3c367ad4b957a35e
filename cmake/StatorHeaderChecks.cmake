# stator_header_checks(TARGET HEADERS a.h ... [LIBRARIES ...])
#
# A target that compiles each header by itself, twice in a row: it must include what it uses and be
# guarded. Not part of `all`; objects are kept, so only what changed is compiled again.
function(stator_header_checks target)
  cmake_parse_arguments(ARG "" "" "HEADERS;LIBRARIES" ${ARGN})
  set(sources "")
  foreach(header IN LISTS ARG_HEADERS)
    string(REPLACE "/" "__" name ${header})
    set(source ${CMAKE_CURRENT_BINARY_DIR}/${target}/${name}.cc)
    file(CONFIGURE OUTPUT ${source} CONTENT "#include \"${header}\"\n#include \"${header}\"\n")
    list(APPEND sources ${source})
  endforeach()
  add_library(${target} OBJECT EXCLUDE_FROM_ALL ${sources})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${target} PRIVATE ${ARG_LIBRARIES})
  target_compile_features(${target} PRIVATE cxx_std_20)
  target_compile_options(${target} PRIVATE -O0 -g0)
endfunction()
