# The program, its user and its service: put there, started, taken away.
# shellcheck shell=sh

UNIT=/etc/systemd/system/boardtalk.service
RULES=/etc/udev/rules.d/60-boardtalk.rules
COMMAND=/usr/local/bin/boardtalk

install_program() {
  for part in dist boards models; do place "$source/$part" "/opt/boardtalk/$part"; done
  place "$here/system/make-safe.sh" /opt/boardtalk/make-safe.sh
  place "$here/system/boardtalk" "$COMMAND"
}

install_user() {
  for group in gpio i2c spi dialout video; do
    grep -q "^$group:" "$root/etc/group" ||
      change "adds the group $group" groupadd ${root:+--root "$root"} --system "$group"
  done
  grep -q '^boardtalk:' "$root/etc/passwd" ||
    change 'adds the user boardtalk' useradd ${root:+--root "$root"} --system --user-group \
      --home-dir /var/lib/boardtalk --no-create-home --shell /usr/sbin/nologin boardtalk
}

install_unit() {
  place "$here/system/60-boardtalk.rules" "$RULES"
  place "$here/system/boardtalk.service" "$UNIT"
}

start() {
  if [ "$dry" = no ] && [ ! -e "$root/etc/boardtalk/platform.yaml" ]; then
    say 'starts nothing yet: write a site into /etc/boardtalk, then: systemctl enable --now boardtalk'
  elif [ -n "$root" ]; then
    [ -L "$root/etc/systemd/system/multi-user.target.wants/boardtalk.service" ] ||
      change 'lets the service start with that system' systemctl --root="$root" enable --quiet boardtalk.service
  elif [ "$changes" != 0 ] || ! systemctl --quiet is-active boardtalk.service; then
    change 'starts the service' start_service
  fi
  [ "$changes" != 0 ] || say 'nothing to change: all of this is installed already'
}

start_service() {
  if udevadm control --reload 2> /dev/null; then
    udevadm trigger --action=change --subsystem-match=gpio --subsystem-match=i2c-dev \
      --subsystem-match=spidev --subsystem-match=pwm
    udevadm settle
  fi
  systemctl daemon-reload
  systemctl enable --quiet boardtalk.service
  systemctl restart boardtalk.service || fail 'it is installed, and does not start' 'see: journalctl -u boardtalk'
  say 'it runs. What it says, the claim code too: journalctl -u boardtalk'
}

stop() {
  [ -n "$root" ] || [ ! -e "$UNIT" ] || change 'stops the service' stop_service
}

stop_service() {
  systemctl disable --now --quiet boardtalk.service
  # What still holds lines, if it died before.
  systemctl kill --kill-whom=all boardtalk.service 2> /dev/null || true
}

remove_program() {
  for path in /etc/systemd/system/multi-user.target.wants/boardtalk.service "$UNIT" \
    "$RULES" "$COMMAND" /opt/boardtalk; do remove "$path"; done
  [ -n "$root" ] || [ "$dry" = yes ] || systemctl daemon-reload
}

remove_data() {
  for path in /etc/boardtalk /etc/default/boardtalk /etc/systemd/system/boardtalk.service.d /var/lib/boardtalk; do remove "$path"; done
  ! grep -q '^boardtalk:' "$root/etc/passwd" ||
    change 'removes the user boardtalk' userdel ${root:+--root "$root"} boardtalk
}

# Others may rely on it by now.
tell_what_stays() {
  for saved in "$root"/boot/firmware/*."$SAVED" "$root"/boot/*."$SAVED"; do
    [ ! -e "$saved" ] || say "buses stay on; the file as it was before: $saved"
  done
  [ ! -e "$root/etc/modules-load.d/boardtalk.conf" ] || say 'i2c-dev is still loaded at start: /etc/modules-load.d/boardtalk.conf'
  say 'the groups gpio, i2c and spi stay'
}
