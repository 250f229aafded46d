# Sourced by the scripts that build and run: the tools set-up may have brought itself.
[ ! -x build/deps/node/bin/node ] || PATH="$PWD/build/deps/node/bin:$PATH"
export PATH
# Emscripten starts python3 several times a file; version switchers in front of it cost more than the
# compiler does.
[ ! -x /usr/bin/python3 ] || export EMSDK_PYTHON="${EMSDK_PYTHON:-/usr/bin/python3}"
