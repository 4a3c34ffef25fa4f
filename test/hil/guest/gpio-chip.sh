#!/bin/sh
# Makes a GPIO chip of the kernel's simulator and prints the directory of its lines, each with `pull`
# (what the world puts on it) and `value` (what a meter on it shows):
# Documentation/admin-guide/gpio/gpio-sim.rst of the kernel.
#
#   usage: gpio-chip.sh LABEL SIZE [OFFSET HOLDER]   HOLDER holds that line, as kernels do for their own use
set -eu
chip=/sys/kernel/config/gpio-sim/$1
bank=$chip/bank0
mkdir -p "$bank"
echo "$1" > "$bank/label"
echo "$2" > "$bank/num_lines"
if [ $# -gt 2 ]; then
  mkdir -p "$bank/line$3/hog"
  echo "$4" > "$bank/line$3/hog/name"
  echo output-low > "$bank/line$3/hog/direction"
fi
echo 1 > "$chip/live"
echo "/sys/devices/platform/$(cat "$chip/dev_name")/$(cat "$bank/chip_name")"
