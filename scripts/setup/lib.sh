# What every part of set-up uses: the cache folder, progress lines, errors that name their step.
# Sourced, never run.

CACHE="${MASKPOINT_CACHE:-$HOME/.cache/maskpoint}"
LOGS="$CACHE/logs"
DEPS="$REPO/build/deps"

say() { printf '%s\n' "$*" >&3; }

# fail SENTENCE: the one line that tells a person what to do. The step's log goes with it.
fail() {
  say "set-up: $*"
  exit 1
}

# step NAME DESCRIPTION: runs step_NAME with its output in a log. A step that finds its result in
# the cache prints nothing, so a second set-up is quiet.
step() {
  local name=$1 description=$2 log="$LOGS/$1.log" started=$SECONDS
  STEP_DID_WORK="$CACHE/.worked.$name"
  rm -f "$STEP_DID_WORK"
  STEP_DESCRIPTION=$description
  # A subshell keeps `cd` and `exit` of a step to itself; `set -e` needs the plain call.
  set +e
  (
    set -e
    "step_$name"
  ) >"$log" 2>&1
  local status=$?
  set -e
  if [ $status -ne 0 ]; then
    tail -n 15 "$log" | sed 's/^/    | /' >&3
    fail "step '$name' ($description) failed; the whole log is $log"
  fi
  if [ -e "$STEP_DID_WORK" ]; then
    rm -f "$STEP_DID_WORK"
    say "  $description: done in $((SECONDS - started)) s"
  fi
}

# working: tells the person that this step takes a while, once.
working() {
  [ -e "$STEP_DID_WORK" ] && return
  touch "$STEP_DID_WORK"
  say "  $STEP_DESCRIPTION …"
}

# cached KEY FUNCTION: makes the folder $CACHE/KEY by running FUNCTION inside an empty one.
# The name appears only when the content is whole, so an interrupted set-up leaves nothing half done.
cached() {
  local key=$1 make=$2
  [ -d "$CACHE/$key" ] && return
  working
  local unfinished
  unfinished=$(mktemp -d "$CACHE/.unfinished.$key.XXXXXX")
  (
    cd "$unfinished"
    set -e
    "$make"
  ) || return 1
  chmod 755 "$unfinished"
  mv "$unfinished" "$CACHE/$key"
}

# expose NAME TARGET: build/deps/NAME becomes a link to TARGET. Replaced only when it differs:
# build systems look at a link's time too.
expose() {
  local link="$DEPS/$1" target=$2
  [ -e "$target" ] || fail "nothing at $target to expose as build/deps/$1"
  [ "$(readlink "$link" 2>/dev/null)" = "$target" ] && return
  mkdir -p "$(dirname "$link")"
  rm -rf "$link"
  ln -s "$target" "$link"
}

# at_least VERSION OLDEST
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n1)" = "$2" ]; }

is_debian() {
  command -v apt-get >/dev/null && [ "$(. /etc/os-release 2>/dev/null && echo "$ID")" = debian ]
}
