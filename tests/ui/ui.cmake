# ui is tested natively: Dear ImGui without a renderer, the session's own test desk behind it.
if(TARGET mp_ui AND NOT EMSCRIPTEN)
  maskpoint_test(ui)
  target_sources(ui_test PRIVATE session/desk.cc)
endif()
