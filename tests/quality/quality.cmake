# mask_quality: mean IoU against ground truth beside ONNX Runtime's decoder, for scripts/soak.sh and by hand.
if(EMSCRIPTEN OR NOT TARGET mp_server)
  return()
endif()
set(quality "${CMAKE_CURRENT_LIST_DIR}")
add_executable(mask_quality "${quality}/mask_quality.cc" "${quality}/distance.cc"
  "${quality}/../oracle/ort_decoder.cc")
target_include_directories(mask_quality PRIVATE "${quality}/..")
target_include_directories(mask_quality SYSTEM PRIVATE "${ONNXRUNTIME_INCLUDE}")
target_link_libraries(mask_quality PRIVATE mp_server mp_sam mp_mask mp_json
  ${ONNX_PROTO_LIBRARY} protobuf::libprotobuf "${ONNXRUNTIME_LIBRARY}")
