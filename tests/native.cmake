# Native-only tools of the tests. decoder_oracle asks ONNX Runtime for the decoder's right answers and
# writes them to MASKPOINT_TEST_OUT, where the sam tests read them, under Node too.
if(EMSCRIPTEN OR NOT TARGET mp_server)
  return()
endif()

file(GLOB oracle_sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/oracle/*.cc")
add_executable(decoder_oracle ${oracle_sources})
target_include_directories(decoder_oracle PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
target_include_directories(decoder_oracle SYSTEM PRIVATE "${ONNXRUNTIME_INCLUDE}")
target_link_libraries(decoder_oracle PRIVATE mp_server mp_sam mp_mask mp_json
  ${ONNX_PROTO_LIBRARY} protobuf::libprotobuf "${ONNXRUNTIME_LIBRARY}")

add_test(NAME decoder_oracle
  COMMAND decoder_oracle "${CMAKE_SOURCE_DIR}/build/test-data" "${MASKPOINT_DEPS}")
set_tests_properties(decoder_oracle PROPERTIES FIXTURES_SETUP decoder_answers)
set_tests_properties(sam sam_baseline PROPERTIES FIXTURES_REQUIRED decoder_answers)
