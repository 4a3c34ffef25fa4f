#!/bin/sh
# For the service manager, after the runtime is gone however it went: writes the safe values that the
# runtime left in its plan. After an orderly stop there is no plan and nothing to do.
#
#   usage: make-safe.sh DATA-DIRECTORY
set -u
plan=$1/safe-state.plan
dist=$(dirname "$0")/dist
[ -f "$plan" ] || exit 0
case $(uname -m) in
  aarch64) arch=arm64 ;;
  x86_64) arch=x64 ;;
  *) arch=arm ;;
esac
exec /bin/sh "$dist/devices/safe-state-helper.sh" "$1/safe-state.report" \
  "$dist/native/lib/$arch/safe-write" < "$plan"
