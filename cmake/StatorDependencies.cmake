# Every third-party library of the embeddable part, once. All come from Debian 12
# (scripts/packages.txt). Included by the build, and by the installed package (StatorInstall.cmake).
find_package(Threads REQUIRED)
find_package(absl REQUIRED)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)

# Statically linked where Debian has the archive: a process that links librocksdb.a starts in half the
# time and memory of one that loads librocksdb.so. The thread sanitizer is the exception: it can tell
# code that it did not compile from ours only where that code is a shared object.
option(STATOR_ROCKSDB_SHARED "Link librocksdb.so instead of the archive" OFF)
if(NOT TARGET stator_rocksdb)
  add_library(stator_rocksdb INTERFACE IMPORTED GLOBAL)
  if(STATOR_ROCKSDB_SHARED)
    find_library(STATOR_ROCKSDB_LIBRARY librocksdb.so REQUIRED)
    target_link_libraries(stator_rocksdb INTERFACE ${STATOR_ROCKSDB_LIBRARY} Threads::Threads)
    # The functions of its headers that are in our programs are not for the library: it has its own, which
    # the sanitizer leaves alone as it does its locks.
    target_compile_options(stator_rocksdb INTERFACE -fvisibility-inlines-hidden)
  else()
    find_library(STATOR_ROCKSDB_ARCHIVE librocksdb.a REQUIRED)
    target_link_libraries(stator_rocksdb INTERFACE
      ${STATOR_ROCKSDB_ARCHIVE} snappy lz4 zstd bz2 z Threads::Threads ${CMAKE_DL_LIBS})
  endif()
endif()

if(NOT TARGET stator_simdjson)
  find_library(STATOR_SIMDJSON NAMES simdjson REQUIRED)
  add_library(stator_simdjson INTERFACE IMPORTED GLOBAL)
  target_link_libraries(stator_simdjson INTERFACE ${STATOR_SIMDJSON})
endif()
