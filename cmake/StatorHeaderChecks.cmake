# stator_header_checks(TARGET HEADERS a.h ... [LIBRARIES ...])
#
# A target that compiles each header by itself: it must include what it uses. Left out are headers that
# their own .cc includes before anything else, since the build compiles those by themselves anyway, but
# for precompiled standard headers (tests/lint/check_standard_includes.py); those of folders that
# precompile headers of their own are not. Not part of `all`; objects are kept, so only what changed is
# compiled again.
function(stator_header_checks target)
  cmake_parse_arguments(ARG "" "" "HEADERS;LIBRARIES" ${ARGN})
  # So that there is a target even when every header has such a .cc.
  set(empty ${CMAKE_CURRENT_BINARY_DIR}/${target}/none.cc)
  file(CONFIGURE OUTPUT ${empty} CONTENT "")
  set(sources ${empty})
  foreach(header IN LISTS ARG_HEADERS)
    string(REGEX REPLACE "\\.h$" ".cc" own_source ${PROJECT_SOURCE_DIR}/${header})
    get_filename_component(folder ${header} DIRECTORY)
    get_property(precompiling GLOBAL PROPERTY STATOR_PRECOMPILING_FOLDERS)
    if(EXISTS ${own_source} AND NOT folder IN_LIST precompiling)
      file(STRINGS ${own_source} first_include REGEX "^#include" LIMIT_COUNT 1)
      if(first_include STREQUAL "#include \"${header}\"")
        continue()
      endif()
    endif()
    string(REPLACE "/" "__" name ${header})
    set(source ${CMAKE_CURRENT_BINARY_DIR}/${target}/${name}.cc)
    file(CONFIGURE OUTPUT ${source} CONTENT "#include \"${header}\"\n")
    list(APPEND sources ${source})
  endforeach()
  add_library(${target} OBJECT EXCLUDE_FROM_ALL ${sources})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${target} PRIVATE ${ARG_LIBRARIES})
  target_compile_features(${target} PRIVATE cxx_std_20)
  target_compile_options(${target} PRIVATE -O0 -g0)
endfunction()
