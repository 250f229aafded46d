#!/usr/bin/env bash
# Makes this machine ready to build: installs what Debian has, fetches and builds the rest into a
# cache outside the checkout, and links it into build/deps/. Safe to run twice and to interrupt.
#
#   scripts/setup.sh              check every part (seconds, when nothing is missing)
#   scripts/setup.sh --if-needed  return at once if nothing changed since the last set-up
#
#   MASKPOINT_CACHE   the cache folder, default ~/.cache/maskpoint
#
# To use your own copy of something (needed on systems other than Debian):
#   emcc 3.1.60 or newer on PATH
#   ONNXRUNTIME_ROOT        ONNX Runtime, with include/ and lib/
#   MASKPOINT_SDL2_SOURCE   sources of SDL2
#   MASKPOINT_IMGUI         sources of Dear ImGui
#   MASKPOINT_INTER         folder of Inter-{Regular,Medium,SemiBold}.otf
#   MASKPOINT_PHOTOS        folder of sample photos
#   MASKPOINT_GOOGLETEST    sources of GoogleTest
#   MASKPOINT_NLOHMANN      folder of nlohmann/json's headers
set -euo pipefail
exec 3>&2

REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
for part in versions lib debian debian13 node packages emscripten sdl2; do
  # shellcheck source=/dev/null
  . "$REPO/scripts/setup/$part.sh"
done

# Everything set-up's result depends on: its own scripts, the packages asked for, the variables.
stamp() {
  cat "$REPO"/scripts/setup.sh "$REPO"/scripts/setup/* "$REPO"/web/package*.json | sha256sum
  printf '%s\n' "$CACHE" "${ONNXRUNTIME_ROOT:-}" "${MASKPOINT_SDL2_SOURCE:-}" "${MASKPOINT_IMGUI:-}" \
    "${MASKPOINT_INTER:-}" "${MASKPOINT_PHOTOS:-}" "${MASKPOINT_GOOGLETEST:-}" "${MASKPOINT_NLOHMANN:-}"
}
if [ "${1:-}" = --if-needed ] && [ "$(stamp)" = "$(cat "$DEPS/.stamp" 2>/dev/null)" ] &&
  [ -z "$(find "$DEPS" -xtype l -print -quit)" ] && [ -e "$REPO/web/node_modules" ]; then
  exit 0
fi

mkdir -p "$CACHE" "$LOGS" "$DEPS"
rm -f "$DEPS/.stamp"
# Two checkouts may share the cache; one at a time.
exec 9>"$CACHE/.lock"
flock -n 9 || { say "another set-up is running, waiting for it"; flock 9; }
rm -rf "$CACHE"/.unfinished.* "$CACHE"/.worked.*

started=$SECONDS
step debian "packages of the system"
step node "Node.js"
use_node
step npm "packages of npm"
step models "model weights"
step onnxruntime "ONNX Runtime"
step photos "sample photos"
step system_links "header-only libraries"
step fonts "fonts"
step imgui "Dear ImGui $IMGUI_VERSION"
step emscripten "Emscripten"
step sdl2 "SDL2 $SDL2_VERSION for WebAssembly"
rm -f "$CACHE"/debian13/.updated.*
stamp >"$DEPS/.stamp"
say "set-up: ready in $((SECONDS - started)) s"
