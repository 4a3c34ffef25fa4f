# Whether this system can have a node at all. Nothing is changed here.
# shellcheck shell=sh

# Node, the program, and a copy of each while it is replaced.
NEEDED_MB=400

os_field() { sed -n "s/^$1=//p" "$root/etc/os-release" | tr -d "\"'"; }

check_system() {
  [ -f "$root/etc/os-release" ] || fail "there is no $root/etc/os-release, so this system cannot be told"
  # Raspberry Pi OS (64 bit) and Armbian call themselves debian or ubuntu.
  case $(os_field ID) in
    debian | raspbian) oldest=12 ;;
    ubuntu) oldest=22 ;;
    *) fail "this is $(os_field PRETTY_NAME), where Boardtalk was never installed" \
      'supported: Raspberry Pi OS, Debian, Ubuntu, Armbian' ;;
  esac
  # The native parts need the C library of these, and the unit their systemd. Debian's testing has no number.
  release=$(os_field VERSION_ID)
  [ "${release:+${release%%.*}}" = '' ] || [ "${release%%.*}" -ge "$oldest" ] ||
    fail "$(os_field PRETTY_NAME) is too old" "from $oldest on it works: take a newer image of your system"
  [ -e "$root/usr/bin/systemctl" ] || [ -e "$root/bin/systemctl" ] ||
    fail 'this system has no systemd, which starts the service and watches over it'
  check_processor
}

# The system's own word, not the kernel's: 32 bit systems run on kernels of 64 bit.
check_processor() {
  architecture=$(sed -n '/^Package: dpkg$/,/^$/s/^Architecture: //p' "$root/var/lib/dpkg/status")
  case $architecture in
    amd64) arch=x64 ;;
    arm64) arch=arm64 ;;
    # Nobody publishes this Node for it as a package of npm; nodejs.org has one of its own.
    armhf)
      arch=arm
      [ -n "$package" ] || [ -e "$root/opt/boardtalk/node" ] || fail 'this system has 32 bit, for which npm has no Node of this version' \
        'best: the 64 bit image of your system. Else fetch node-v20…-linux-armv7l.tar.gz from nodejs.org, and add: --node FILE'
      ;;
    *) fail "there is no Boardtalk for the processor $architecture" 'there is for: amd64, arm64, armhf' ;;
  esac
}

check_source() {
  [ -f "$source/dist/boardtalk.js" ] || fail "there is no $source/dist" 'build it first: make build'
  [ -f "$source/dist/native/lib/$arch/gpio.node" ] ||
    fail "dist/ was built without its native part for $arch" \
      'build on such a board, or install a C compiler for it where you build; then: make build'
}

check_space() {
  needed=$NEEDED_MB
  [ ! -e "$root/opt/boardtalk/node" ] || needed=$((NEEDED_MB / 2))
  free=$(df -Pk "$root/opt" | awk 'NR == 2 { print int($4 / 1024) }')
  [ "$free" -ge "$needed" ] ||
    fail "only $free MB are free for $root/opt, and installing takes up to $needed" \
      'make room (apt-get clean; journalctl --vacuum-size=50M), or take a larger card'
}
