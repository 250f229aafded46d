# app: the annotator page's shell. Its bridge is the only place with exported C functions, so the
# executable (web/CMakeLists.txt) links the whole of it.
if(NOT EMSCRIPTEN)
  return()
endif()
maskpoint_module(app LEVEL 5 DEPENDS base geom mask nn sam doc session worker segmenter render ui)
target_include_directories(mp_app SYSTEM PUBLIC "${MASKPOINT_DEPS}/sdl2/include/SDL2")
target_link_libraries(mp_app PUBLIC mp_imgui_gl mp_json "${MASKPOINT_DEPS}/sdl2/lib/libSDL2.a")
