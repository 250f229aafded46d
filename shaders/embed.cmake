# The shaders as C++ string literals: shaders/<name>.<stage> becomes maskpoint::render::shader::<name>_<stage>
# in a generated header, so that the page fetches none. Included where mp_render exists; run again
# with -P by the build when a shader changes.
if(CMAKE_SCRIPT_MODE_FILE)
  set(text "// Written by shaders/embed.cmake from the files of shaders/.\n#pragma once\n\nnamespace maskpoint::render::shader {\n")
  file(GLOB shaders "${SHADERS}/*.vert" "${SHADERS}/*.frag")
  foreach(shader ${shaders})
    get_filename_component(file_name "${shader}" NAME)
    string(REPLACE "." "_" name "${file_name}")
    file(READ "${shader}" source)
    string(APPEND text "\ninline constexpr char ${name}[] = R\"glsl(${source})glsl\";\n")
  endforeach()
  string(APPEND text "\n}  // namespace maskpoint::render::shader\n")
  file(WRITE "${OUTPUT}" "${text}")
  return()
endif()

file(GLOB shader_files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/shaders/*.vert" "${CMAKE_SOURCE_DIR}/shaders/*.frag")
set(shader_header "${CMAKE_BINARY_DIR}/generated/render/shader_sources.h")
add_custom_command(OUTPUT "${shader_header}"
  COMMAND "${CMAKE_COMMAND}" "-DSHADERS=${CMAKE_SOURCE_DIR}/shaders" "-DOUTPUT=${shader_header}"
          -P "${CMAKE_SOURCE_DIR}/shaders/embed.cmake"
  DEPENDS ${shader_files} "${CMAKE_SOURCE_DIR}/shaders/embed.cmake"
  COMMENT "Shaders as string literals" VERBATIM)
target_sources(mp_render PRIVATE "${shader_header}")
target_include_directories(mp_render PRIVATE "${CMAKE_BINARY_DIR}/generated")
