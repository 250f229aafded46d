# Sourced by the scripts that build and run: the tools set-up may have brought itself.
[ ! -x build/deps/node/bin/node ] || PATH="$PWD/build/deps/node/bin:$PATH"
export PATH
