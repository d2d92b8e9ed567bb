# Sourced by dist/package-test: the machine that the tree is, switched on and off. With systemd it is a container with
# systemd as its first process, as the unit's sandbox needs it; without, dist/test/systemctl stands in for systemd.

# cgroup_parent: prints a folder of cgroups of the second version in which this process may make one; fails without
cgroup_parent() {
  local at try
  at=$(findmnt -n -o TARGET -t cgroup2 | head -n 1)
  [ -n "$at" ] || return 1
  try=$at/dialtone-try-$$
  mkdir "$try" 2>/dev/null || return 1
  rmdir "$try"
  echo "$at"
}

# Devices, and a network with a way out that leads nowhere: a sleeping process holds it.
machine_begin() {
  mount -t proc proc "$tree/proc"
  mount -t tmpfs -o mode=755 tmpfs "$tree/dev"
  mkdir "$tree/dev/net" "$tree/dev/pts" "$tree/dev/shm"
  local device
  for device in 'null 1 3' 'zero 1 5' 'full 1 7' 'random 1 8' 'urandom 1 9' 'tty 5 0' 'net/tun 10 200'; do
    # shellcheck disable=SC2086 # name and two numbers
    set -- $device
    mknod -m 666 "$tree/dev/$1" c "$2" "$3"
  done
  ln -s /proc/self/fd "$tree/dev/fd"
  mount -t devpts -o newinstance,ptmxmode=666 devpts "$tree/dev/pts"
  ln -s pts/ptmx "$tree/dev/ptmx"
  unshare --net sleep infinity &
  network=$!
  # before it is in its own, what follows would be done to this machine
  within 5 elsewhere
  nsenter --net="/proc/$network/ns/net" sh -ec '
    ip link set lo up
    ip link add outer type veth peer name beyond
    ip address add 192.0.2.10/24 dev outer
    ip link set outer up
    ip link set beyond up
    ip route add default via 192.0.2.1'
  [ "$mode" != systemd ] || mkdir "$cgroup"
}
elsewhere() { [ "$(readlink "/proc/$network/ns/net")" != "$(readlink /proc/self/ns/net)" ]; }

remove_cgroups() {
  local _
  [ -d "$cgroup" ] || return 0
  # a process that was killed is gone a little later
  for _ in $(seq 50); do
    find "$cgroup" -depth -type d -exec rmdir {} + 2>/dev/null && return
    sleep 0.1
  done
}

clean=(env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin HOME=/root DEBIAN_FRONTEND=noninteractive)

# outside COMMAND...: in the tree while the machine is off
outside() { chroot "$tree" "${clean[@]}" "$@"; }

# inside COMMAND...: on the machine while it is on
inside() {
  case $mode in
    systemd) nsenter --target "$init" --mount --pid --net --ipc --uts -- "${clean[@]}" "$@" ;;
    *) nsenter --net="/proc/$network/ns/net" -- chroot "$tree" "${clean[@]}" "$@" ;;
  esac
}

on() {
  case $mode in
    systemd)
      # a new one for each boot: systemd gives its cgroup controllers, which then takes no process
      boots=$((${boots:-0} + 1))
      mkdir "$cgroup/$boots"
      nsenter --net="/proc/$network/ns/net" -- unshare --mount --pid --ipc --uts --fork --kill-child \
        "$root/dist/test/pid1" "$tree" "$cgroup/$boots" >"$work/systemd.log" 2>&1 &
      launcher=$!
      if ! within 5 first_process || ! within 60 up; then
        echo "package-test: systemd does not boot the tree:" >&2
        cat "$work/systemd.log" >&2
        return 1
      fi
      ;;
    *)
      mkdir -p "$tree/run/systemd/system"
      # apt-get gives maintainer scripts a PATH without /usr/local
      install -m 755 "$root/dist/test/systemctl" "$tree/usr/bin/systemctl"
      [ ! -L "$tree/etc/systemd/system/multi-user.target.wants/dialtone.service" ] || inside systemctl start dialtone.service
      ;;
  esac
}
first_process() {
  init=$(cat "/proc/$launcher/task/$launcher/children")
  init=${init%% *}
  [ -n "$init" ]
}
up() {
  case $(inside systemctl is-system-running 2>/dev/null) in
    running | degraded) ;;
    *) return 1 ;;
  esac
}

off() {
  case $mode in
    systemd)
      [ -n "${launcher:-}" ] || return 0
      inside systemctl poweroff --no-block >/dev/null 2>&1 || true
      within 30 ended || kill -KILL "$init"
      wait "$launcher" || true
      launcher=''
      ;;
    *)
      inside systemctl stop dialtone.service
      rm -rf "$tree/run/systemd" "$tree/run/dialtone" "$tree/run/dialtone.pid" "$tree/usr/bin/systemctl"
      ;;
  esac
}
ended() { ! kill -0 "$launcher" 2>/dev/null; }
