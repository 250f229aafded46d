#!/usr/bin/env bash
# The long checks that every test run would be too slow for: about half an hour on two cores.
#
#   scripts/soak.sh [decoder|sanitizers|tidy|quality]...     all of them when none is named
#
# decoder     200 random prompts on 8 photos against ONNX Runtime, in every build, native and WebAssembly
# sanitizers  the native tests under AddressSanitizer and UBSan, threads under ThreadSanitizer
# tidy        clang-tidy over every source
# quality     mean IoU beside ONNX Runtime on the photos of ../shared/data, where there are any
#
# The last line is `N passed, N failed`, as of scripts/test.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/environment.sh
. scripts/environment.sh
# shellcheck source=scripts/test/count.sh
. scripts/test/count.sh
# shellcheck source=scripts/test/stages.sh
. scripts/test/stages.sh
# shellcheck source=scripts/test/soak.sh
. scripts/test/soak.sh

[ $# -gt 0 ] || set -- decoder sanitizers tidy quality
for part in "$@"; do
  declare -F "soak_$part" >/dev/null || {
    echo "no part '$part'; there are: decoder sanitizers tidy quality" >&2
    exit 2
  }
done

mkdir -p build/logs
scripts/setup.sh --if-needed
set +e
for part in "$@"; do "soak_$part"; done
closing_line
[ "$failed" -eq 0 ]
