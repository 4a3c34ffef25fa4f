#!/bin/sh
# The kernel's own simulators of hardware, which Debian leaves out of its kernels, built against the
# headers of one of them. The sources are GPL-2: fetched and built here, never part of this tree.
#
#   kernel.sh sources DEB DIR                  unpacks what is needed of a linux-source package
#   kernel.sh modules DIR SOURCES ARCH CROSS   DIR/debs (linux-image, -headers, -kbuild) becomes
#       DIR/vmlinuz, device trees and DIR/root/lib/modules; ARCH as the kernel's make calls it, CROSS the prefix
#       of the compiler
set -eu
export PATH="$PATH:/sbin:/usr/sbin"

# With all that they depend on. What a kernel has built in needs no file.
WANTED='virtio_pci virtio_net virtio_blk ext4 configfs irq-sim gpio-sim i2c-dev i2c-stub lm75 iio_dummy industrialio-configfs'

sources() {
  dpkg-deb --fsys-tarfile "$1" | tar -xO --wildcards './usr/src/linux-source-*.tar.xz' |
    tar -xJ --strip-components=1 --one-top-level="$2" --wildcards \
      '*/drivers/gpio/gpio*.[ch]' '*/kernel/irq/irq_sim.c' '*/drivers/iio/dummy/*.[ch]' \
      '*/drivers/iio/industrialio-configfs.c' '*/drivers/iio/industrialio-sw-device.c' '*/drivers/i2c/i2c-stub.c'
}

modules() {
  cd "$1"
  for deb in debs/*.deb; do dpkg -x "$deb" kernel; done
  collect "$2"
  build "$3" "$4"
  stage "$4"
  cp kernel/boot/vmlinuz-* vmlinuz
  cp kernel/bin/busybox busybox
  # The board that QEMU has and cannot describe.
  find kernel/usr/lib -name bcm2837-rpi-3-b.dtb -exec cp {} . \;
  rm -rf debs kernel modules
}

# Two things keep the sources from being modules: irq_to_desc() is not exported, and irq_sim.c, which
# is always built in, names no licence.
collect() {
  mkdir -p modules
  cp "$1"/drivers/iio/dummy/*.[ch] "$1"/drivers/iio/industrialio-*.c "$1"/drivers/i2c/i2c-stub.c modules/
  cp "$1"/drivers/gpio/gpiolib*.h "$1"/drivers/gpio/gpio-sim.c modules/
  sed 's/handle_simple_irq(irq_to_desc(\(.*\)));/generic_handle_irq(\1);/' "$1/kernel/irq/irq_sim.c" > modules/irq-sim-main.c
  printf '#include <linux/module.h>\nMODULE_LICENSE("GPL");\n' > modules/irq-sim-licence.c
  cat > modules/Makefile <<'MAKE'
obj-m += irq-sim.o gpio-sim.o i2c-stub.o industrialio-configfs.o industrialio-sw-device.o iio_dummy.o
irq-sim-y := irq-sim-main.o irq-sim-licence.o
iio_dummy-y := iio_simple_dummy.o
MAKE
}

build() {
  headers=$(find kernel/usr/src -maxdepth 1 -name 'linux-headers-*' ! -name '*-common')
  # Debian's headers name the place where they would be installed.
  sed -i "s#include /usr/src#include $PWD/kernel/usr/src#" "$headers/Makefile"
  make -s -C "$headers" M="$PWD/modules" ARCH="$1" CROSS_COMPILE="$2" CC="${2}gcc" \
    CONFIG_DEBUG_INFO_BTF_MODULES= CONFIG_DEBUG_INFO_BTF= modules
  "${2}strip" --strip-debug modules/*.ko
}

stage() {
  version=$(basename kernel/lib/modules/*)
  from=kernel/lib/modules/$version to=root/lib/modules/$version
  mkdir -p "$from/extra" "$to"
  cp modules/*.ko "$from/extra/"
  depmod -b kernel "$version"
  for module in $WANTED; do
    modprobe -d kernel -S "$version" --show-depends "$module" | awk '/^insmod/ { print $2 }'
  done | sort -u | while read -r file; do
    mkdir -p "$to/$(dirname "${file#*"$version"/}")"
    cp "$file" "$to/${file#*"$version"/}"
  done
  cp "$from/modules.builtin" "$from/modules.builtin.modinfo" "$from/modules.order" "$to/"
  depmod -b root "$version"
}

"$@"
