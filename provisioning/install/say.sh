# How the installer speaks, and how it changes anything: every change goes through `change`, so that
# --dry-run can say what would be done, and the end knows whether anything was.
# shellcheck shell=sh

changes=0

say() { printf '%s\n' "$*"; }

# WHAT [WHAT-TO-DO-NEXT]
fail() {
  printf 'install.sh: %s\n' "$1" >&2
  [ $# -lt 2 ] || printf '  %s\n' "$2" >&2
  exit 1
}

# WHAT COMMAND…
change() {
  changes=$((changes + 1))
  if [ "$dry" = yes ]; then
    say "would: $1"
    return
  fi
  say "$1"
  shift
  "$@"
}

# FROM TO: a file or a folder, where it differs; what was found out about a library on this board is no difference.
place() {
  if [ -e "$root$2" ] && diff -rqx "*.probed.json" "$1" "$root$2" > /dev/null 2>&1; then return; fi
  change "writes $2" replace "$1" "$root$2"
}

# Whole or not at all: the old one stays until the new one is there.
replace() {
  mkdir -p "$(dirname "$2")"
  rm -rf "$2.new"
  cp -R "$1" "$2.new"
  settle "$2.new" "$2"
}

# What is complete, and on the same file system, takes its place.
settle() {
  chmod -R go+rX,go-w "$1"
  chown -R 0:0 "$1"
  rm -rf "$2"
  mv "$1" "$2"
}

remove() {
  { [ ! -e "$root$1" ] && [ ! -L "$root$1" ]; } || change "removes $1" rm -rf "$root$1"
}
