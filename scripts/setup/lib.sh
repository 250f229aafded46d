# What every part of set-up uses: the cache folder, progress lines, errors that name their step.
# Sourced, never run.

CACHE="${MASKPOINT_CACHE:-$HOME/.cache/maskpoint}"
LOGS="$CACHE/logs"
DEPS="$REPO/build/deps"

say() { printf '%s\n' "$*" >&3; }

# fail SENTENCE: the one line that tells a person what to do. Its exit status tells step() that
# everything has been said.
fail() {
  say "set-up: $*"
  exit 3
}

# step NAME DESCRIPTION: runs step_NAME with its output in a log. A step that finds its result in
# the cache prints nothing, so a second set-up is quiet.
step() {
  local name=$1 description=$2 log="$LOGS/$1.log" started=$SECONDS
  STEP_DID_WORK="$CACHE/.worked.$name"
  rm -f "$STEP_DID_WORK"
  STEP_DESCRIPTION=$description
  # A subshell keeps `cd` and `exit` of a step to itself. It stands alone, since bash ignores
  # `set -e` inside anything that `||`, `&&` or `if` looks at.
  set +e
  (
    set -e
    "step_$name"
  ) >"$log" 2>&1
  local status=$?
  set -e
  [ $status -ne 3 ] || exit 1
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
  set +e
  (
    set -e
    cd "$unfinished"
    "$make"
  )
  local status=$?
  set -e
  [ $status -eq 0 ] || exit $status
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

# A folder given by a variable stands in for a download: `given VARIABLE FILE-IT-MUST-HOLD`.
given() {
  local folder=${!1:-}
  [ -n "$folder" ] || return 1
  [ -e "$folder/$2" ] || fail "$1=$folder holds no $2"
}

# On other systems there is no Debian 13 to take from.
need_debian() {
  is_debian || fail "this is not Debian, so please set $1 to $2"
}
