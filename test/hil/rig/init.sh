#!/bin/busybox sh
# The first process of the virtual board: mounts what a system has, loads the simulators, and then
# does what the host writes to the console. Nothing of the runtime is in here: it is the bench.
#
#   in:  ID COMMAND-IN-BASE64
#   out: "HIL begin ID", what the command printed, "HIL end ID STATUS"
/bin/busybox mkdir -p /bin /usr/bin /sbin /proc /sys /dev /tmp /run /root /etc
/bin/busybox --install -s /bin
export PATH=/bin:/usr/bin:/sbin HOME=/root
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
mount -t tmpfs none /tmp
mkdir -p /dev/pts && mount -t devpts none /dev/pts
mount -t debugfs none /sys/kernel/debug

for module in virtio_pci virtio_net configfs gpio-sim i2c-dev; do modprobe "$module"; done
mount -t configfs none /sys/kernel/config
printf 'root:x:0:0:root:/root:/bin/sh\nguest:x:1000:1000::/tmp:/bin/sh\n' > /etc/passwd
printf 'root:x:0:\ngpio:x:997:\nguest:x:1000:\n' > /etc/group
hostname virtual-board
ip link set lo up
# QEMU's user network gives the first guest this address; nothing but the host's forwarded port uses it.
ip addr add 10.0.2.15/24 dev eth0 && ip link set eth0 up

console=/dev/$(sed -n 's/.*console=\([^ ]*\).*/\1/p' /proc/cmdline)
exec < "$console" > "$console" 2>&1
stty -echo -opost
echo "HIL ready $(uname -rm), $(nproc) processors, $(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo) MB, $(cut -d' ' -f1 /proc/uptime) s"
while read -r id command; do
  echo "$command" | base64 -d > /tmp/command
  sh /tmp/command < /dev/null > /tmp/said 2>&1
  status=$?
  echo "HIL begin $id"
  cat /tmp/said
  echo "HIL end $id $status"
done
poweroff -f
