# Emscripten: the one on PATH if it is new enough, else Debian 13's in a private prefix, driving
# Debian 12's own LLVM 19.

step_emscripten() {
  if use_own_emscripten; then return; fi
  need_debian PATH "one that holds emcc $EMSCRIPTEN_OLDEST or newer"
  cached "binaryen-$BINARYEN_VERSION" unpack_binaryen
  local key="emscripten-$EMSCRIPTEN_VERSION-1"
  cached "$key" unpack_emscripten
  expose emscripten "$CACHE/$key"
  # Written every time, since it names folders that a person may have moved.
  write_emscripten_config "$CACHE/$key"
}

use_own_emscripten() {
  local version home
  command -v emcc >/dev/null || return 1
  version=$(emcc -dumpversion 2>/dev/null | cut -d- -f1)
  at_least "${version:-0}" "$EMSCRIPTEN_OLDEST" || return 1
  home=$(dirname "$(readlink -f "$(command -v emcc)")")
  [ -f "$home/cmake/Modules/Platform/Emscripten.cmake" ] || return 1
  expose emscripten "$home"
  expose emscripten.config "$("$home/em-config" EM_CONFIG)"
}

unpack_emscripten() {
  # Of 1.6 GB most is libraries for link-time optimisation and position-independent code, and the
  # project's own tests: we use none of them.
  d13_unpack emscripten -- --strip-components=4 \
    --exclude='*/wasm32-emscripten/lto' --exclude='*/wasm32-emscripten/lto-pic' \
    --exclude='*/wasm32-emscripten/pic' --exclude='*/emscripten/test' \
    ./usr/share/emscripten
  # Emscripten's optimiser passes need this at -O2 and above.
  mkdir -p node_modules
  cp -r "$(readlink -f "$DEPS/node_modules")/acorn" node_modules/acorn
  # Debian points a few of its folders at other packages; what dangles would only confuse.
  find . -xtype l -delete
  test -f emcc.py
}

write_emscripten_config() {
  local home=$1 config="$1/maskpoint.config" text
  text=$(
    cat <<END
# Written by set-up.
LLVM_ROOT = '/usr/bin'
CLANG_ADD_VERSION = '19'
LLVM_ADD_VERSION = '19'
BINARYEN_ROOT = '$CACHE/binaryen-$BINARYEN_VERSION'
EMSCRIPTEN_ROOT = '$home'
NODE_JS = '$(command -v node)'
CACHE = '$home/cache'
FROZEN_CACHE = True
END
  )
  [ "$(cat "$config" 2>/dev/null)" = "$text" ] || printf '%s\n' "$text" >"$config"
  expose emscripten.config "$config"
}

# Debian 13's Binaryen wants Debian 13's C library, so it brings its own and is started through
# that library's loader.
unpack_binaryen() {
  mkdir root bin
  (cd root && d13_unpack binaryen libc6 libstdc++6 libgcc-s1)
  local tool
  for tool in root/usr/bin/*; do
    tool=$(basename "$tool")
    cat >"bin/$tool" <<'END'
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")/../root
libraries=$(echo "$here"/usr/lib/*-linux-gnu)
exec "$libraries"/ld-linux-*.so.* --library-path "$libraries" "$here/usr/bin/$(basename "$0")" "$@"
END
    chmod +x "bin/$tool"
  done
  bin/wasm-opt --version | grep -q "version $BINARYEN_VERSION"
}
