# render itself needs WebGL and lives in the page; its arithmetic is tested natively.
if(NOT EMSCRIPTEN)
  add_executable(render_test "${CMAKE_CURRENT_LIST_DIR}/object_map_test.cc"
                             "${CMAKE_SOURCE_DIR}/src/render/object_map.cc")
  target_link_libraries(render_test PRIVATE mp_session mp_gtest)
  add_test(NAME render COMMAND render_test)
endif()
