#!/bin/sh
# A minimal Debian 12 that starts with systemd, on a disk image of 2 GB, with the console of the rig in it.
#
#   usage: make-system.sh MIRROR TREE IMAGE CONSOLE
set -eu
export PATH="$PATH:/sbin:/usr/sbin"
rm -rf "$2" "$3"
debootstrap --variant=minbase --include=systemd,systemd-sysv,udev,dbus,kmod,procps bookworm "$2" "$1"
rm -rf "$2"/var/cache/apt/archives/*.deb "$2"/var/lib/apt/lists/*
cp "$4" "$2/usr/local/sbin/rig-console"
cat > "$2/etc/systemd/system/rig-console.service" << 'END'
[Unit]
Description=The bench: does what is written to the serial console
After=multi-user.target
[Service]
ExecStart=/bin/sh /usr/local/sbin/rig-console
[Install]
WantedBy=graphical.target
END
systemctl --quiet --root="$2" enable rig-console.service
# They wait for a network that is not there, or want the console for themselves.
systemctl --quiet --root="$2" mask serial-getty@ttyS0.service getty@tty1.service apt-daily.timer apt-daily-upgrade.timer
mkfs.ext4 -q -d "$2" "$3" 2G
