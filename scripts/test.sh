#!/usr/bin/env bash
# The tests: set-up, builds, checks, TypeScript, native (its core again with ASan and UBSan), WebAssembly
# under Node, the page in a real browser.
#
#   scripts/test.sh              those stages
#   scripts/test.sh wasm asan    these stages (after set-up)
#
# asan, tsan, tidy, decoder, automatic, memory and quality are run by name and by scripts/soak.sh: they take longer
# than all of the others.
#
# A stage that fails does not stop the others. The last line is `N passed, N failed`, over all
# stages; the exit status is 0 only if nothing failed. Logs: build/logs/test-<stage>.log
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/environment.sh
. scripts/environment.sh
# shellcheck source=scripts/test/count.sh
. scripts/test/count.sh
# shellcheck source=scripts/test/stages.sh
. scripts/test/stages.sh

# Cheap ones first, so that a slip shows within seconds.
all_stages=(checks web native asan_core wasm e2e)
[ $# -gt 0 ] || set -- "${all_stages[@]}"
for stage in "$@"; do
  if ! declare -F "stage_$stage" >/dev/null; then
    echo "no stage '$stage'; there are: ${all_stages[*]} asan tsan tidy decoder automatic memory quality" >&2
    exit 2
  fi
done

mkdir -p build/logs
whole=$SECONDS
if ! scripts/setup.sh --if-needed; then
  echo "0 passed, 1 failed"
  exit 1
fi
for stage in "$@"; do run_stage "$stage"; done

printf '\nall in %d min %d s\n' $(((SECONDS - whole) / 60)) $(((SECONDS - whole) % 60))
closing_line
[ "$failed" -eq 0 ]
