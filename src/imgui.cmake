# What the page draws with: render's shaders; Dear ImGui (sources laid out by set-up) and the modules
# drawn with it: ui natively and in the page, app in the page only. mp_imgui is the core, mp_imgui_gl
# the WebGL2 renderer backend.
if(TARGET mp_render)
  include("${CMAKE_SOURCE_DIR}/shaders/embed.cmake")
endif()

set(imgui_root "${MASKPOINT_DEPS}/imgui")
if(NOT EXISTS "${imgui_root}/imgui.cpp")
  message(STATUS "Dear ImGui is not at ${imgui_root}: ui is left out (run scripts/setup.sh)")
  return()
endif()

add_library(mp_imgui STATIC
  "${imgui_root}/imgui.cpp" "${imgui_root}/imgui_draw.cpp"
  "${imgui_root}/imgui_tables.cpp" "${imgui_root}/imgui_widgets.cpp")
target_include_directories(mp_imgui SYSTEM PUBLIC "${imgui_root}")
# 32-bit codepoints are not needed, 32-bit vertex indices are: a frame may hold more than 65,535.
target_compile_definitions(mp_imgui PUBLIC ImDrawIdx=unsigned\ int IMGUI_DISABLE_OBSOLETE_FUNCTIONS
  IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
  IMGUI_DISABLE_FILE_FUNCTIONS)
target_compile_options(mp_imgui PRIVATE -w)

if(EMSCRIPTEN)
  add_library(mp_imgui_gl STATIC "${imgui_root}/backends/imgui_impl_opengl3.cpp")
  target_include_directories(mp_imgui_gl SYSTEM PUBLIC "${imgui_root}/backends")
  target_compile_definitions(mp_imgui_gl PUBLIC IMGUI_IMPL_OPENGL_ES3)
  target_compile_options(mp_imgui_gl PRIVATE -w -include "${PROJECT_SOURCE_DIR}/src/render/imgui_gl_state.h")
  target_link_libraries(mp_imgui_gl PUBLIC mp_imgui)
endif()

maskpoint_module(ui LEVEL 4 DEPENDS base geom doc session)
get_target_property(ui_kind mp_ui TYPE)
if(ui_kind STREQUAL "STATIC_LIBRARY")
  target_link_libraries(mp_ui PUBLIC mp_imgui)
else()
  target_link_libraries(mp_ui INTERFACE mp_imgui)
endif()
include(app.cmake OPTIONAL)   # app: the page's shell (EMSCRIPTEN)
