#!/usr/bin/env bash
# Builds: scripts/build.sh [server|web|native|native-asan|native-tsan|wasm|wasm-relaxed]...
# `server` is build/native/maskpoint, `web` is the page in build/web/ with both builds of its core;
# those two are the default. A preset's name builds all of it, tests too;
# PRESET:TARGET,TARGET builds these.
# Nothing but what changed is rebuilt; a quiet line a preset, the whole log under build/logs/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/environment.sh
. scripts/environment.sh

# build PRESET [TARGET...]
build() {
  local preset=$1 log="build/logs/$1.log" started=$SECONDS
  mkdir -p build/logs
  # Ninja does not lock its folder; two scripts at once would write the same files.
  exec 8>"build/logs/$preset.lock"
  flock 8
  # CMake re-runs itself when its lists change, but not for presets.
  if ! {
    if [ ! -e "build/$preset/build.ninja" ] || [ CMakePresets.json -nt "build/$preset/build.ninja" ]; then
      cmake --preset "$preset"
    fi && cmake --build --preset "$preset" ${2:+--target "${@:2}"}
  } >"$log" 2>&1; then
    # Ninja prints a failing command and its messages where they happened; the first is the cause.
    grep -n -m1 -A40 -E 'FAILED:|CMake Error|error:' "$log" | cut -c1-400 | head -60 >&2 || tail -n 40 "$log" >&2
    echo "build of $preset failed; the whole log is $log" >&2
    return 1
  fi
  echo "built $preset in $((SECONDS - started)) s"
}

[ $# -gt 0 ] || set -- server web
for target in "$@"; do
  case $target in
    server) build native maskpoint ;;
    web)
      build wasm maskpoint_web
      build wasm-relaxed maskpoint_web
      ;;
    *:*)
      IFS=, read -ra targets <<<"${target#*:}"
      build "${target%%:*}" "${targets[@]}"
      ;;
    *) build "$target" ;;
  esac
done
