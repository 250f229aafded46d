# The system's own packages. Only what is missing is installed.

step_debian() {
  if ! is_debian; then
    check_other_system
    return
  fi
  local missing=() package
  for package in "${DEBIAN_PACKAGES[@]}"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
      missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null ||
      fail "some Debian packages are missing, please run: sudo apt-get install ${missing[*]}"
    as_root=(sudo -n)
  fi
  working
  # Other package managers may hold the lock for a while; waiting beats failing.
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y
    -oDPkg::Lock::Timeout=900 -oAcquire::Retries=3)
  "${apt[@]}" update
  "${apt[@]}" install --no-install-recommends "${missing[@]}"
}

# Not Debian: nothing is installed for you, what is missing is said in one sentence.
check_other_system() {
  local tool missing=()
  for tool in cmake ninja pkg-config python3 node npm emcc clang-format-19 clang-tidy-19; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  [ ${#missing[@]} -eq 0 ] || fail "this is not Debian, so please install by hand and have on PATH:" \
    "${missing[*]} (and the libraries named in scripts/setup/versions.sh)"
}
