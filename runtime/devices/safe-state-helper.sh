#!/bin/sh
# Brings outputs to their safe value when the runtime is gone, however it went: its standard input
# is a pipe that only the runtime holds open, so the end of input means that the runtime is dead.
# A shell, because it must wait beside every board: it costs 1 MB where a second Node costs 40.
#
#   usage: safe-state-helper.sh REPORT [WRITER]
#   input: "set TEXT PATH" = at the end write TEXT to PATH
#          "line 0|1|in CHIP OFFSET", "i2c BYTES[/MASK] DEVICE ADDRESS" = have WRITER do it (safe-write.c)
#          "hold" = then hold the lines until somebody sends SIGTERM to this process group
#          "stand-down" = the runtime stops in order and has done it itself
#   REPORT gets one line a write: EPOCH-SECONDS ok|failed PATH (or CHIP OFFSET, or DEVICE ADDRESS)
#
# The plan that the runtime keeps in its data directory is such an input without "hold", so that a
# service manager can do the same afterwards: safe-state-helper.sh REPORT WRITER < safe-state.plan
set -u
trap '' INT TERM HUP

report=$1
writer=${2:-}
hold=leave
plan=
while IFS=' ' read -r word text place; do
  case $word in
    set | line | i2c) plan="$plan$word $text $place
" ;;
    hold) hold=hold ;;
    stand-down) exit 0 ;;
  esac
done

# WRITER reports what it did itself, since one that holds a line does not end.
now=$(date +%s)
act() {
  case $1 in
    set) if printf '%s' "$2" > "$3"; then verdict=ok; else verdict=failed; fi ;;
    # shellcheck disable=SC2086 # a device and what is meant on it
    *)
      "$writer" "$report" "$hold" "$1" "$2" $3
      # 143: SIGTERM, so it was let go after it had done and reported it.
      case $? in 0 | 143) return ;; *) verdict=failed ;; esac
      ;;
  esac
  printf '%s %s %s\n' "$now" "$verdict" "$3" >> "$report"
}

# All at once: one register that hangs must not keep the others from their safe value.
printf '%s' "$plan" | {
  while IFS=' ' read -r word text place; do
    act "$word" "$text" "$place" &
  done
  wait
}
