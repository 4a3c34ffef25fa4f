# Turns on the buses that the board's file names, where that is one line in a file of the boot loader:
# I2C and SPI. What takes pins from other uses (a serial console, PWM, 1-wire) is said, for people to
# choose. The file as it was before lies beside it; uninstalling says so and takes nothing back.
# shellcheck shell=sh

reboot=no
SAVED=before-boardtalk

# In a board's file: "LINE in FILE", or a sentence.
enable_buses() {
  [ -n "$board" ] || return 0
  described=$source/boards/$board/board.yaml
  wishes=$(sed -n 's/^ *enable: *//p' "$described" | tr -d "'\"" | sort -u)
  set -f
  IFS='
'
  for wish in $wishes; do enable_bus "$wish"; done
  unset IFS
  set +f
  # Else there is no /dev/i2c-*, whatever the boot loader says.
  if [ "$buses" = yes ] && grep -q '^i2c:' "$described"; then load_i2c_dev; fi
}

enable_bus() {
  line=${1% in /*}
  file=/${1##* in /}
  case $buses-$line in
    yes-dtparam=i2c_arm=on | yes-dtparam=spi=on) add_line ;;
    yes-overlays=*i2c* | yes-overlays=*spi*) add_overlay "${line#overlays=}" ;;
    *) say "if you use it, turn on: $1" ;;
  esac
}

# Raspberry Pi OS and Ubuntu.
add_line() {
  # Before Debian 12 the file was one folder higher.
  [ -f "$root$file" ] || file=/boot/config.txt
  if [ ! -f "$root$file" ]; then
    say "turn on by hand, since there is no config.txt: $line"
  elif grep -qxF "$line" "$root$file"; then
    return 0
  elif grep -qi 'generated' "$root$file"; then
    say "turn on by hand, as $file says, since it is generated: $line"
  else
    change "adds $line to $file" edit append_line "$line"
    reboot=yes
  fi
}

# Armbian, and Orange Pi's own systems: one line with all overlays, each a file of the kernel.
add_overlay() {
  for file in /boot/armbianEnv.txt /boot/orangepiEnv.txt ''; do
    [ ! -f "$root$file" ] || break
  done
  prefix=''
  [ -z "$file" ] || prefix=$(sed -n 's/^overlay_prefix=//p' "$root$file")
  if [ -z "$file" ] || [ -z "$(find -L "$root/boot" -name "$prefix-$1.dtbo" 2> /dev/null)" ]; then
    say "turn on by hand, since this system has no overlay of this name: $1"
  elif ! sed -n 's/^overlays=//p' "$root$file" | tr ' ' '\n' | grep -qxF "$1"; then
    change "adds the overlay $1 to $file" edit append_overlay "$1"
    reboot=yes
  fi
}

# Whole or not at all: a board whose boot file is half written does not start.
edit() {
  [ -e "$root$file.$SAVED" ] || cp "$root$file" "$root$file.$SAVED"
  "$@" < "$root$file" > "$root$file.new"
  sync
  mv "$root$file.new" "$root$file"
}

# After [all], since what is above may hold for other boards only.
append_line() {
  cat
  printf '\n[all]\n%s\n' "$1"
}

append_overlay() {
  sed "s/^overlays=.*/& $1/"
  grep -q '^overlays=' "$root$file" || printf 'overlays=%s\n' "$1"
}

load_i2c_dev() {
  list=/etc/modules-load.d/boardtalk.conf
  [ -e "$root$list" ] || change "writes $list: i2c-dev" write_modules "$root$list"
}

write_modules() {
  mkdir -p "$(dirname "$1")"
  echo i2c-dev > "$1"
  [ -n "$root" ] || modprobe i2c-dev || say 'this kernel has no i2c-dev, so there is no I2C'
}
