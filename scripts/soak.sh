#!/usr/bin/env bash
# The long checks that every test run would be too slow for: scripts/test.sh with these stages.
#
#   scripts/soak.sh [decoder|automatic|asan|tsan|tidy|memory|quality]...     all of them when none is named
#
# decoder   200 random prompts on 8 photos against ONNX Runtime, in every build, native and WebAssembly
# automatic the automatic masks of a 32×32 grid against the official definition on ONNX Runtime's logits
# asan      the native tests under AddressSanitizer and UBSan
# tsan      the threads' tests under ThreadSanitizer
# tidy      clang-tidy over every source
# memory    what the page holds after 500 images were opened, beside what it held after 20
# quality   mean IoU beside ONNX Runtime, and the automatic masks' recall, on the photos of ../shared/data, where
#           there are any
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ $# -eq 0 ]; then
  set -- decoder automatic asan tsan tidy memory
  if [ -e ../shared/data/photos.json ]; then
    set -- "$@" quality
  else
    echo "quality is left out: there are no photos with ground truth in ../shared/data"
  fi
fi
exec scripts/test.sh "$@"
