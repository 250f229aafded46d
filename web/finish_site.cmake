# Run after the site is built: lists which builds of the core lie there, and puts the decoder's weights
# beside the page when they have been converted (a server of its own has them too).
file(GLOB cores RELATIVE "${OUT}" "${OUT}/maskpoint-*.wasm")
set(names)
foreach(core ${cores})
  string(REGEX REPLACE "^maskpoint-(.*)\\.wasm$" "\"\\1\"" name "${core}")
  list(APPEND names ${name})
endforeach()
list(JOIN names ", " names)
file(CONFIGURE OUTPUT "${OUT}/builds.json" CONTENT "[${names}]\n")
if(EXISTS "${WEIGHTS}")
  file(MAKE_DIRECTORY "${OUT}/models")
  file(COPY_FILE "${WEIGHTS}" "${OUT}/models/decoder.safetensors" ONLY_IF_DIFFERENT)
endif()
