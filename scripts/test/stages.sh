# The stages of scripts/test.sh, each a function that counts into passed and failed.

stage_checks() {
  check "the checks see what they are for" python3 -B -m unittest discover -s tests/checks -p '*_test.py'
  check "modules include only what their row allows" python3 -B tests/checks/layers.py
  check "files are short" python3 -B tests/checks/sizes.py
  check "C++ is laid out by clang-format 19" check_format
}

check_format() {
  git ls-files -z --cached --others --exclude-standard -- 'src/*.h' 'src/*.cc' 'tests/*.h' 'tests/*.cc' |
    xargs -0 -r clang-format-19 --dry-run --Werror
}

stage_web() {
  check "TypeScript is sound (tsc --strict)" build/deps/node_modules/.bin/tsc --strict --noEmit -p web
  check "the lock file names no download address" not_in '"resolved"' web/package-lock.json
}

not_in() { ! grep -n "$1" "$2"; }

stage_native() {
  needed scripts/build.sh native || return
  run_ctest native
}

stage_wasm() {
  # The decoder is held to ONNX Runtime's answers, which only the native build can ask for.
  if [ ! -e build/test-data/oracle/cases.json ]; then
    needed scripts/build.sh native || return
    needed ctest --preset native -R '^decoder_oracle$' || return
  fi
  needed scripts/build.sh wasm || return
  run_ctest wasm
  needed scripts/build.sh wasm-relaxed:nn_test,sam_test || return
  run_ctest wasm-relaxed
}

# The modules that read what comes from outside, and what they are made of: a minute, where all of them take ten.
stage_asan_core() {
  needed scripts/build.sh native-asan:base_test,geom_test,mask_test,encoding_test,doc_test || return
  run_ctest native-asan -R '^(base|geom|mask|encoding|doc)$'
}

stage_asan() {
  needed scripts/build.sh native-asan || return
  run_ctest native-asan
}

# ThreadSanitizer where the page's threads are; it slows the rest down for nothing.
stage_tsan() {
  needed scripts/build.sh native-tsan:base_test,nn_test,worker_test || return
  # GCC 12's runtime refuses address layouts more random than this (newer kernels' default).
  local under=()
  [ "$(cat /proc/sys/vm/mmap_rnd_bits 2>/dev/null || echo 28)" -le 28 ] || under=(setarch -R)
  run_ctest native-tsan -R '^(base|nn|worker)$'
}

# run_ctest PRESET [OPTIONS]; `under` may hold a command to run it under.
run_ctest() {
  local preset=$1 log="build/logs/ctest-$1.log"
  shift
  "${under[@]}" ctest --preset "$preset" -V --timeout 900 -j "$(nproc)" "$@" >"$log" 2>&1
  local status=$? before=$failed
  cat "$log"
  count_gtest "$log"
  # Whatever ctest itself found wrong (a missing program, no tests at all).
  [ $status -eq 0 ] || [ "$failed" -gt "$before" ] || fails "ctest --preset $preset"
}

stage_tidy() {
  needed scripts/build.sh native || return
  # The page's own modules are compiled for WebAssembly only.
  needed scripts/build.sh wasm || return
  check "clang-tidy" python3 -B scripts/test/tidy.py
}

stage_e2e() {
  needed scripts/build.sh server || return
  needed scripts/models.sh || return
  needed scripts/build.sh web wasm:decoder_bench || return
  local log=build/logs/node-e2e.log
  # A display for the browser that has no WebGL2 without one. One file at a time: two browsers on
  # two cores make each other's timings meaningless. What a failed test left running ends with its file.
  xvfb-run -a --server-args="-screen 0 1600x1000x24" \
    node --test --test-force-exit --test-concurrency=2 --test-reporter=tap tests/e2e/*.test.mjs >"$log" 2>&1
  local status=$? before=$failed
  cat "$log"
  count_node "$log"
  [ $status -eq 0 ] || [ "$failed" -gt "$before" ] || fails "node --test tests/e2e"
}

# The same tests as in native and wasm, on 200 random prompts instead of the everyday ones.
stage_decoder() {
  needed scripts/build.sh native:decoder_oracle,sam_test wasm:sam_test wasm-relaxed:sam_test || return
  needed build/native/tests/decoder_oracle build/test-data build/deps --random 25 || return
  local preset
  for preset in native wasm wasm-relaxed; do
    # Without the fixture, which asks for the everyday answers.
    MASKPOINT_ORACLE=oracle-random run_ctest "$preset" -R '^sam(_baseline)?$' -FS '.*'
  done
}

# The automatic masks of the full 32×32 grid, at every point of which ONNX Runtime is asked first.
stage_automatic() {
  needed scripts/build.sh native:decoder_oracle,sam_test || return
  needed build/native/tests/decoder_oracle build/test-data build/deps || return
  needed build/native/tests/decoder_oracle build/test-data build/deps --grid 32 || return
  check "the automatic masks are the official definition's" \
    env MASKPOINT_ORACLE_GRID=oracle-grid build/native/tests/sam_test --gtest_filter='OfficialMasks.*'
}

stage_quality() {
  needed scripts/models.sh || return
  needed scripts/build.sh native:mask_quality,automatic_recall || return
  check "the mean IoU is ONNX Runtime's to 0.001" build/native/tests/mask_quality \
    ../shared/data build/models/mobilesam build/deps/models/sam.onnx build/test-data/quality.json
  check "the quick grid keeps nine tenths of the automatic masks' recall" build/native/tests/automatic_recall \
    ../shared/data build/models/mobilesam build/deps/models/sam.onnx build/test-data/automatic.json
}

# Page memory over hundreds of images.
stage_memory() {
  needed scripts/build.sh server || return
  needed scripts/models.sh || return
  needed scripts/build.sh web || return
  check "after 500 images the page holds at most 5 % more than after 20" node tests/e2e/memory.mjs
}
