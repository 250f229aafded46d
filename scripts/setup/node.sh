# Node.js, and the npm packages locked in web/package-lock.json.

step_node() {
  local version
  version=$(node --version 2>/dev/null | tr -d v || true)
  if [ -n "$version" ] && at_least "$version" "$NODE_OLDEST"; then
    rm -f "$DEPS/node"
    return
  fi
  # Debian 12's Node.js 18 is too old for the tests, but its npm can fetch a newer one, which the
  # registry carries as a package.
  if ! command -v npm >/dev/null && is_debian; then
    DEBIAN_PACKAGES=(nodejs npm)
    step_debian
  fi
  command -v npm >/dev/null || fail "please install Node.js $NODE_OLDEST or newer"
  cached "node-$NODE_FALLBACK" unpack_node
  expose node "$CACHE/node-$NODE_FALLBACK"
}

unpack_node() {
  local cpu
  case $(uname -m) in
    x86_64) cpu=x64 ;;
    aarch64) cpu=arm64 ;;
    *) fail "please install Node.js $NODE_OLDEST or newer" ;;
  esac
  npm pack --silent "node-linux-$cpu@$NODE_FALLBACK"
  tar -x --strip-components=1 --no-same-owner -f ./*.tgz
  rm ./*.tgz
  # The package holds node alone; the system's npm runs on it.
  bin/node --version
}

# Called in setup.sh itself, since it changes PATH for the steps that follow.
use_node() {
  [ ! -x "$DEPS/node/bin/node" ] || PATH="$DEPS/node/bin:$PATH"
}

step_npm() {
  local key
  key=node_modules-$(cat "$REPO/web/package.json" "$REPO/web/package-lock.json" | sha256sum | cut -c1-16)
  cached "$key" install_npm
  expose node_modules "$CACHE/$key/node_modules"
  # Node looks for packages upwards from the importing file.
  local folder
  for folder in web tests; do
    mkdir -p "$REPO/$folder"
    [ "$(readlink "$REPO/$folder/node_modules" 2>/dev/null)" = ../build/deps/node_modules ] && continue
    rm -rf "$REPO/$folder/node_modules"
    ln -s ../build/deps/node_modules "$REPO/$folder/node_modules"
  done
}

install_npm() {
  cp "$REPO/web/package.json" "$REPO/web/package-lock.json" "$REPO/web/.npmrc" .
  # No install scripts: onnxruntime-node's wants a CUDA download, and nothing else needs one.
  npm ci --ignore-scripts
  # Four systems' libraries come in one package, and two formats of 1700 icons; keep what is used.
  rm -rf node_modules/onnxruntime-node/bin/napi-v*/{darwin,win32}
  rm -rf node_modules/lucide-static/{icons,dist,sprite.svg}
}
