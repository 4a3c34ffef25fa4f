# The site in /etc/boardtalk: yours is checked and left alone; where there is none, a first one is written.
# shellcheck shell=sh

# By the program that is about to be installed: a site that it would not take is no reason to lose the one that runs.
check_site() {
  [ -e "$root/etc/boardtalk/platform.yaml" ] && [ -z "$root" ] && [ -x /opt/boardtalk/node/bin/node ] || return 0
  /opt/boardtalk/node/bin/node "$source/dist/boardtalk.js" config check /etc/boardtalk > /dev/null ||
    fail 'your site in /etc/boardtalk has mistakes; they stand above' 'mend them, then try again; nothing was changed'
}

write_first_site() {
  [ -n "$board" ] && [ ! -e "$root/etc/boardtalk/platform.yaml" ] || return 0
  change 'writes a first site into /etc/boardtalk' write_site "$root/etc/boardtalk"
}

write_site() {
  mkdir -p "$1"
  cat > "$1/platform.yaml" << 'END'
site:
  id: home
  title: Home
  language: en
END
  cat > "$1/devices.yaml" << END
# What is wired to the board, and what people see of it: docs/configuration.md has every key. An edit
# is in force within seconds; its mistakes are listed by: sudo boardtalk config check
areas: {}

boards:
  main:
    board: $board
    parts: {}
    things: {}
END
  # Tokens may stand there.
  chown -R 0:"$(sed -n 's/^boardtalk:[^:]*:\([0-9]*\):.*/\1/p' "$root/etc/group")" "$1"
  chmod 0750 "$1"
  chmod 0640 "$1"/*.yaml
  [ -n "$root" ] || boardtalk config check "$1" > /dev/null || fail 'the first site has mistakes; they stand above'
}
