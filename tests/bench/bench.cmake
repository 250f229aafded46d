# The benchmarks (scripts/bench.sh), built only by name: decoder_bench is the decoder as a WebAssembly
# module for a page of its own, maskpoint_bench Google Benchmark natively.
set(bench "${CMAKE_CURRENT_LIST_DIR}")
if(EMSCRIPTEN)
  add_executable(decoder_bench EXCLUDE_FROM_ALL "${bench}/decoder_bench.cc")
  target_include_directories(decoder_bench PRIVATE "${bench}/..")
  target_link_libraries(decoder_bench PRIVATE mp_sam)
  if(MASKPOINT_RELAXED_SIMD)
    set(name decoder-relaxed)
  else()
    set(name decoder-simd128)
  endif()
  set_target_properties(decoder_bench PROPERTIES
    OUTPUT_NAME ${name} SUFFIX .mjs RUNTIME_OUTPUT_DIRECTORY "${CMAKE_SOURCE_DIR}/build/bench")
  set(exports start prepare prompt box prior decode plain logits batch same_bits meet heap_bytes
    image_bytes)
  list(TRANSFORM exports PREPEND _bench_)
  list(JOIN exports "," exports)
  # As the page's core is linked (web/CMakeLists.txt), without the page.
  target_link_options(decoder_bench PRIVATE
    -O2 --no-entry -sEXPORTED_FUNCTIONS=_malloc,_free,${exports} -sEXPORTED_RUNTIME_METHODS=wasmMemory
    -sMODULARIZE -sEXPORT_ES6 -sENVIRONMENT=web,worker -sFILESYSTEM=0 -sDYNAMIC_EXECUTION=0
    -sINITIAL_MEMORY=256MB -sSTACK_SIZE=1MB -sDEFAULT_PTHREAD_STACK_SIZE=1MB
    "-sPTHREAD_POOL_SIZE=Module['threads']-1" -sSUPPORT_LONGJMP=0)
  return()
endif()

find_package(benchmark QUIET)
if(NOT benchmark_FOUND OR NOT TARGET mp_server)
  message(STATUS "Google Benchmark is missing: maskpoint_bench is left out (run scripts/setup.sh)")
  return()
endif()
set(bench_sources bench_main.cc bench_inputs.cc decode_bench.cc kernel_bench.cc machine_peak.cc mask_bench.cc ort_click.cc)
list(TRANSFORM bench_sources PREPEND "${bench}/")
add_executable(maskpoint_bench EXCLUDE_FROM_ALL ${bench_sources})
target_include_directories(maskpoint_bench PRIVATE "${bench}/..")
target_include_directories(maskpoint_bench SYSTEM PRIVATE "${ONNXRUNTIME_INCLUDE}")
target_link_libraries(maskpoint_bench PRIVATE mp_server mp_session mp_sam mp_nn mp_json
  benchmark::benchmark "${ONNXRUNTIME_LIBRARY}")
