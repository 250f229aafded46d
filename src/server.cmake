# server: the native side. Image codecs, ONNX Runtime's encoder, the command line, HTTP and the store;
# main.cc makes the executable `maskpoint` of it.
# Its row of the modules table, as tests/checks/layers.py reads it:
# maskpoint_module(server LEVEL 5 DEPENDS base geom mask nn encoding sam doc formats)
if(EMSCRIPTEN)
  return()
endif()

# GLOBAL: the tests, a sibling folder, link what mp_server links.
find_package(JPEG REQUIRED GLOBAL)
find_package(PNG REQUIRED GLOBAL)
find_package(PkgConfig REQUIRED)
pkg_check_modules(WEBP REQUIRED IMPORTED_TARGET GLOBAL libwebp libwebpdemux)
pkg_check_modules(ARCHIVE REQUIRED IMPORTED_TARGET GLOBAL libarchive)
find_package(OpenSSL REQUIRED GLOBAL)
find_package(CLI11 REQUIRED GLOBAL)
find_package(SQLite3 REQUIRED GLOBAL)
# model_convert reads ONNX graphs: libonnx brings the generated classes, protobuf the runtime.
find_package(Protobuf REQUIRED GLOBAL)
find_library(ONNX_PROTO_LIBRARY onnx_proto REQUIRED)

find_path(ONNXRUNTIME_INCLUDE onnxruntime_cxx_api.h NO_DEFAULT_PATH REQUIRED
  PATHS "${ONNXRUNTIME_ROOT}/include" "${ONNXRUNTIME_ROOT}/include/onnxruntime")
find_library(ONNXRUNTIME_LIBRARY onnxruntime NO_DEFAULT_PATH REQUIRED PATHS "${ONNXRUNTIME_ROOT}/lib")
# The library's soname has a version; the folder of the real file is what the loader must search.
get_filename_component(ONNXRUNTIME_LIBRARY_DIR "${ONNXRUNTIME_LIBRARY}" DIRECTORY)

file(GLOB server_sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/server/*.cc")
list(REMOVE_ITEM server_sources "${CMAKE_CURRENT_SOURCE_DIR}/server/main.cc")
add_library(mp_server STATIC ${server_sources})
target_include_directories(mp_server PUBLIC "${CMAKE_CURRENT_SOURCE_DIR}")
target_include_directories(mp_server SYSTEM PRIVATE "${ONNXRUNTIME_INCLUDE}")
target_compile_definitions(mp_server PRIVATE MASKPOINT_VERSION="${PROJECT_VERSION}")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 sees overlapping copies in "literal" + std::string (GCC bug 105651).
  target_compile_options(mp_server PRIVATE -Wno-restrict)
endif()
target_link_libraries(mp_server
  PUBLIC mp_base mp_geom mp_mask mp_nn mp_encoding mp_sam mp_doc mp_formats mp_json
  PRIVATE JPEG::JPEG PNG::PNG PkgConfig::WEBP PkgConfig::ARCHIVE OpenSSL::SSL OpenSSL::Crypto CLI11::CLI11
          SQLite::SQLite3 ${ONNX_PROTO_LIBRARY} protobuf::libprotobuf "${ONNXRUNTIME_LIBRARY}")
set_property(TARGET mp_server APPEND PROPERTY INTERFACE_LINK_OPTIONS
  "LINKER:-rpath,${ONNXRUNTIME_LIBRARY_DIR}")

add_executable(maskpoint "${CMAKE_CURRENT_SOURCE_DIR}/server/main.cc")
target_link_libraries(maskpoint PRIVATE mp_server)
set_target_properties(maskpoint PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
