# Single packages of Debian 13, for the few things Debian 12 has in too old a version or not at
# all. apt works here with lists, cache and sources of its own: the system's configuration and
# package database are neither changed nor consulted.

D13="$CACHE/debian13"

# The mirror this machine already uses for its own Debian release.
debian_mirror() {
  local codename
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  apt-get indextargets --format '$(RELEASE) $(SITE)' 'Created-By: Packages' |
    awk -v own="$codename" '{ if (!n++) first = $2; if ($1 == own && !found) found = $2 }
                            END { print found ? found : first }'
}

d13_apt() {
  # The network side runs unsandboxed because apt's own user may not read a person's home folder.
  "${1:?}" -oDir::Etc::sourcelist="$D13/sources.list" -oDir::Etc::sourceparts=/dev/null \
    -oDir::State="$D13" -oDir::State::Lists="$D13/lists" -oDir::State::status="$D13/status" \
    -oDir::Cache="$D13/cache" -oAPT::Sandbox::User="" -oAcquire::Languages=none \
    -oAcquire::Retries=3 "${@:2}"
}

d13_update() {
  local mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  mirror=$(debian_mirror)
  [ -n "$mirror" ] || fail "apt knows no Debian mirror on this machine (apt-get indextargets is empty)"
  mkdir -p "$D13/lists/partial" "$D13/cache/archives/partial"
  : >"$D13/status"
  printf '%s [signed-by=%s] %s trixie main\n' deb "$keyring" "$mirror" deb-src "$keyring" "$mirror" \
    >"$D13/sources.list"
  d13_apt apt-get update
}

# The lists (20 MB) are fetched once a set-up, and only if something is to be downloaded. A sign
# of that is a file, not a variable: steps run in subshells.
d13_ready() {
  [ -e "$D13/.updated.$$" ] && return
  d13_update
  rm -f "$D13"/.updated.*
  touch "$D13/.updated.$$"
}

# d13_unpack PACKAGE... -- [tar options]: packages' files into the current folder.
d13_unpack() {
  local packages=() package
  while [ $# -gt 0 ] && [ "$1" != -- ]; do packages+=("$1"); shift; done
  [ $# -eq 0 ] || shift
  d13_ready
  mkdir .debs
  (cd .debs && d13_apt apt-get download "${packages[@]}")
  for package in .debs/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x --no-same-owner "$@"
  done
  rm -rf .debs
}

# d13_source PACKAGE: the upstream source, its single top folder stripped, into the current folder.
d13_source() {
  d13_ready
  mkdir .source
  (cd .source && d13_apt apt-get source --download-only --only-source "$1")
  tar -x --strip-components=1 --no-same-owner -f .source/*.orig.tar.*
  rm -rf .source
}
