# Does what the host writes to the serial console, in a system that has started: the same words as the
# virtual board speaks, see test/hil/rig/init.sh.
exec < /dev/ttyS0 > /dev/ttyS0 2>&1
stty -echo -opost
export HOME=/root LC_ALL=C.UTF-8
mkdir -p /media/stick
mount -o ro /dev/vdb /media/stick
echo "HIL ready $(uname -rm), $(nproc) processors, $(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo) MB, $(cut -d' ' -f1 /proc/uptime) s, $(systemctl --version | head -1)"
while read -r id command; do
  echo "$command" | base64 -d > /run/command
  sh /run/command < /dev/null > /run/said 2>&1
  status=$?
  echo "HIL begin $id"
  cat /run/said
  echo "HIL end $id $status"
done
