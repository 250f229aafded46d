# Against ground truth, for scripts/soak.sh and by hand: mask_quality, the mean IoU of prompted masks beside ONNX
# Runtime's decoder; automatic_recall, what the automatic masks find, and how long they take beside it.
if(EMSCRIPTEN OR NOT TARGET mp_server)
  return()
endif()
set(quality "${CMAKE_CURRENT_LIST_DIR}")
foreach(program mask_quality automatic_recall)
  add_executable(${program} "${quality}/${program}.cc" "${quality}/distance.cc" "${quality}/ground_truth.cc"
    "${quality}/../oracle/ort_decoder.cc")
  target_include_directories(${program} PRIVATE "${quality}/..")
  target_include_directories(${program} SYSTEM PRIVATE "${ONNXRUNTIME_INCLUDE}")
  target_link_libraries(${program} PRIVATE mp_server mp_sam mp_mask mp_json
    ${ONNX_PROTO_LIBRARY} protobuf::libprotobuf "${ONNXRUNTIME_LIBRARY}")
endforeach()
