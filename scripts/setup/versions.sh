# What set-up fetches, by name and version. Changing a version changes the cache key, so an old
# cache is never mistaken for a new one. npm packages are pinned in web/package-lock.json.

# Debian 12's own packages: compilers, libraries of the native build, browsers for the tests.
DEBIAN_PACKAGES=(
  build-essential g++ cmake ninja-build ccache pkg-config git curl ca-certificates xz-utils python3
  dpkg-dev
  clang-19 lld-19 llvm-19 libclang-rt-19-dev clang-tidy-19 clang-format-19
  libboost-dev libcpp-httplib-dev nlohmann-json3-dev libcli11-dev
  libsqlite3-dev libssl-dev
  libjpeg62-turbo-dev libpng-dev libwebp-dev libarchive-dev
  libprotobuf-dev protobuf-compiler libonnx-dev
  googletest libgtest-dev libgmock-dev libbenchmark-dev
  fonts-inter
  chromium firefox-esr xvfb xauth
)

# Debian 13's packages, unpacked into the cache; the system never sees them.
EMSCRIPTEN_VERSION=3.1.69
EMSCRIPTEN_OLDEST=3.1.60 # of an emcc on PATH: older ones write pre-standard relaxed-SIMD opcodes
BINARYEN_VERSION=120
SDL2_VERSION=2.32.4
IMGUI_VERSION=1.90.1
ONNXRUNTIME_HEADERS_VERSION=1.21.0
SKIMAGE_VERSION=0.25.2

# Emscripten, Playwright and the WASM tests need this; Debian 12 ships 18.
NODE_OLDEST=20
NODE_FALLBACK=22.23.3
