# Compiler flags that hold for the whole tree; what differs between builds is in CMakePresets.json.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(STATOR_CCACHE ccache)
if(STATOR_CCACHE)
  # ccache keeps what was compiled with precompiled headers only if it is told to overlook their times,
  # and the macros that come with them.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${STATOR_CCACHE})
  add_compile_options(
    "$<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>"
    "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endif()

find_program(STATOR_MOLD mold)
if(STATOR_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

set(STATOR_SANITIZE "" CACHE STRING "Sanitizers for the whole tree, e.g. address,undefined")
if(STATOR_SANITIZE)
  add_compile_options(-fsanitize=${STATOR_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${STATOR_SANITIZE})
  if(STATOR_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
    add_link_options(-fno-sanitize-recover=undefined)
  endif()
endif()

option(STATOR_WERROR "Warnings are errors" OFF)
add_library(stator_warnings INTERFACE)
target_compile_options(stator_warnings INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor
  -Wno-missing-field-initializers)  # designated initializers leave members at their defaults on purpose
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # g++ 12 warns of std::string's own moves inside operator+ (GCC bug 105329); asan sees the true ones.
  target_compile_options(stator_warnings INTERFACE -Wno-array-bounds)
endif()
if(STATOR_WERROR)
  target_compile_options(stator_warnings INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(stator_warnings INTERFACE -Wthread-safety -Werror=thread-safety
    -Wno-error=deprecated-declarations)
  # libFuzzer steers by the coverage of the libraries under test.
  if(STATOR_BUILD_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
    add_link_options(-fsanitize=fuzzer-no-link)
  endif()
elseif(STATOR_BUILD_FUZZ)
  message(FATAL_ERROR "STATOR_BUILD_FUZZ needs clang: libFuzzer comes with it")
endif()
