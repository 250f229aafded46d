# Run after the site is built: lists which builds of the core lie there, and puts the model beside the
# page when it has been converted (a server of its own has the decoder too): the decoder's weights, and
# the encoder with a manifest that says what must arrive.
file(GLOB cores RELATIVE "${OUT}" "${OUT}/maskpoint-*.wasm")
set(names)
foreach(core ${cores})
  string(REGEX REPLACE "^maskpoint-(.*)\\.wasm$" "\"\\1\"" name "${core}")
  list(APPEND names ${name})
endforeach()
list(JOIN names ", " names)
file(CONFIGURE OUTPUT "${OUT}/builds.json" CONTENT "[${names}]\n")
file(MAKE_DIRECTORY "${OUT}/models")
foreach(name decoder.safetensors encoder.f16.onnx)
  if(EXISTS "${MODEL}/${name}")
    file(COPY_FILE "${MODEL}/${name}" "${OUT}/models/${name}" ONLY_IF_DIFFERENT)
  endif()
endforeach()
if(EXISTS "${MODEL}/encoder.f16.onnx")
  file(SIZE "${MODEL}/encoder.f16.onnx" bytes)
  file(SHA256 "${MODEL}/encoder.f16.onnx" sha256)
  file(READ "${MODEL}/model.json" model)
  string(JSON name GET "${model}" name)
  file(CONFIGURE OUTPUT "${OUT}/models/encoder.json" @ONLY CONTENT
    [[{"file": "encoder.f16.onnx", "bytes": @bytes@, "sha256": "@sha256@", "name": "@name@"}
]])
endif()
execute_process(
  COMMAND "${NODE}" "${CMAKE_CURRENT_LIST_DIR}/list_site.mjs" "${OUT}" "${SERVICE_WORKER}" COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${NODE}" "${CMAKE_CURRENT_LIST_DIR}/pack_site.mjs" "${OUT}" COMMAND_ERROR_IS_FATAL ANY)
