#!/bin/busybox sh
# The first process: finds the card, and hands over to the system on it.
/bin/busybox mkdir -p /bin /proc /sys /dev /new
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
for module in virtio_pci virtio_blk crc32c_generic ext4; do modprobe "$module"; done
until [ -b /dev/vda ]; do usleep 100000; done
mount -t ext4 /dev/vda /new
# Those of the kernel that runs, as its package would put them there.
mkdir -p /new/lib/modules && cp -r /lib/modules/* /new/lib/modules/
umount /proc /sys
mount --move /dev /new/dev
exec switch_root /new /sbin/init --show-status=no --log-target=journal
