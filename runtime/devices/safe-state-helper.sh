#!/bin/sh
# Brings outputs to their safe value when the runtime is gone, however it went: its standard input
# is a pipe that only the runtime holds open, so the end of input means that the runtime is dead.
# A shell, because it must wait beside every board: it costs 1 MB where a second Node costs 40.
#
#   usage: safe-state-helper.sh REPORT
#   input: "set TEXT PATH" = at the end write TEXT to PATH
#          "stand-down" = the runtime stops in order and has done it itself
#   REPORT gets one line a write: EPOCH-SECONDS ok|failed PATH
set -u
trap '' INT TERM HUP

report=$1
plan=
while IFS=' ' read -r word text path; do
  case $word in
    set) plan="$plan$text $path
" ;;
    stand-down) exit 0 ;;
  esac
done

# All at once: one register that hangs must not keep the others from their safe value.
now=$(date +%s)
printf '%s' "$plan" | {
  while IFS=' ' read -r text path; do
    {
      if printf '%s' "$text" > "$path"; then verdict=ok; else verdict=failed; fi
      printf '%s %s %s\n' "$now" "$verdict" "$path" >> "$report"
    } &
  done
  wait
}
