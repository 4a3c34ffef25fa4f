# Which board this is, by its own word or by --board.
# shellcheck shell=sh

boardtalk() { "$root/opt/boardtalk/node/bin/node" "$root/opt/boardtalk/dist/boardtalk.js" "$@"; }

find_board() {
  [ -n "$board" ] || board=$(boardtalk board detect --root "$root/" 2> /dev/null | sed -n 's/^it is \([a-z0-9-]*\):.*/\1/p')
  if [ -n "$board" ]; then
    [ -f "$source/boards/$board/board.yaml" ] ||
      fail "there is no board $board" "there are: $(cd "$source/boards" && echo */board.yaml | sed 's|/board.yaml||g')"
    say "the board is $board"
  elif [ "$dry" = yes ] && [ ! -e "$root/opt/boardtalk/node" ]; then
    say 'which board this is will be seen once Node is here'
  else
    say 'this machine does not say which board it is; add --board ID (boardtalk board list)'
  fi
}
