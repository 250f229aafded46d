# The parts of scripts/soak.sh. Stages of their own, run and counted like those of scripts/test.sh.

soak_decoder() { run_stage decoder; }
soak_sanitizers() {
  run_stage asan
  run_stage tsan
}
soak_tidy() { run_stage tidy; }
soak_quality() {
  if [ -e ../shared/data/photos.json ]; then
    run_stage quality
  else
    echo "quality  not measured: there are no photos with ground truth in ../shared/data"
  fi
}

stage_decoder() {
  needed scripts/build.sh native:decoder_oracle,sam_test wasm:sam_test wasm-relaxed:sam_test || return
  needed build/native/tests/decoder_oracle build/test-data build/deps --random 25 || return
  local build
  for build in native wasm wasm-relaxed; do
    echo "--- $build"
    MASKPOINT_ORACLE=oracle-random ctest --preset "$build" -R '^sam$' -FS '.*' -V --timeout 3600 \
      >"build/logs/soak-$build.log" 2>&1
    cat "build/logs/soak-$build.log"
    count_gtest "build/logs/soak-$build.log"
  done
}

stage_quality() {
  needed scripts/models.sh || return
  needed scripts/build.sh native:mask_quality || return
  check "the mean IoU is ONNX Runtime's to 0.001" build/native/tests/mask_quality \
    ../shared/data build/models/mobilesam build/deps/models/sam.onnx build/test-data/quality.json
}
