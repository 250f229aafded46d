#!/usr/bin/env bash
# Benchmarks: scripts/bench.sh [native|browser|page|images|encoder]...   (default: all)
#
#   native    Google Benchmark: kernels against the machine's measured peak, decodes beside native
#             ONNX Runtime; build/bench/native.json
#   browser   one Chromium page: both WebAssembly builds beside ONNX Runtime Web with the same weights,
#             embedding, prompts and threads, taking turns; then clicks in the annotator itself;
#             build/bench/browser.json
#   page      from opening the page to the first mask, embedding cached; build/bench/first_mask.json
#   images    a folder of 10,000 images: starting, listing, scrolling; build/bench/many_images.json
#   encoder   the page's own encoder: from a dropped photo to its first mask, what is downloaded, memory
#             over 100 photos (MASKPOINT_BENCH_PHOTOS); build/bench/encoder.json
#
# Sets up and builds what it needs first. Nothing else should run on the machine meanwhile.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/environment.sh
. scripts/environment.sh

inputs=build/bench/input

# The decoder with the very values of the ONNX file, and a photo's embedding in float32.
make_inputs() {
  local photo
  photo=$(node -p 'require("./tests/bench/prompts.json").photo')
  mkdir -p "$inputs"
  if [ ! -e "$inputs/decoder.f32.safetensors" ] || [ build/native/maskpoint -nt "$inputs/decoder.f32.safetensors" ]; then
    build/native/maskpoint model convert build/deps/models/sam.onnx --dtype f32 -o "$inputs/decoder.f32.safetensors" >&2
  fi
  # Embeds only what has changed.
  build/native/maskpoint embed "build/deps/photos/$photo" -o "$inputs" --dtype f32 --model build/models/mobilesam >&2
}

bench_native() {
  scripts/build.sh native:maskpoint_bench >&2
  node tests/bench/native.mjs
}

bench_browser() {
  scripts/build.sh wasm:decoder_bench wasm-relaxed:decoder_bench web >&2
  node tests/bench/browser.mjs
}

bench_page() {
  scripts/build.sh web >&2
  node tests/bench/first_mask.mjs
}

bench_images() {
  scripts/build.sh web >&2
  node tests/bench/many_images.mjs
}

bench_encoder() {
  scripts/build.sh web >&2
  node tests/bench/encoder.mjs
}

[ $# -gt 0 ] || set -- native browser page images encoder
for part in "$@"; do
  if ! declare -F "bench_$part" >/dev/null; then
    echo "no benchmark '$part'; there are: native browser page images encoder" >&2
    exit 2
  fi
done
mkdir -p build/logs build/bench
scripts/setup.sh --if-needed
scripts/build.sh server >&2
scripts/models.sh
make_inputs
for part in "$@"; do "bench_$part"; done
