#!/bin/bash
# managers.sh FOLDER: Debian's firewalld and NetworkManager, unpacked into FOLDER unless they are there. They are not
# installed: as packages they would begin to rule this machine's own network. Tests run them in namespaces of their own
# and on a bus of their own.
PEER=managers
# shellcheck source=interop/peers/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[ "$(id -u)" = 0 ] || die "must run as root"
folder=${1:?a folder}
# libraries and programs only, nothing that runs by itself
need dbus nftables python3 python3-dbus python3-gi gir1.2-glib-2.0 libglib2.0-0 libcurl3-gnutls libpsl5
mkdir -p "$folder"
exec 9>"$folder/lock"
flock 9
if [ ! -e "$folder/complete" ]; then
  cd "$folder"
  packages=(firewalld python3-firewall python3-nftables network-manager libnm0 libndp0)
  apt-get download "${packages[@]}" >&2 || { apt-get update -qq && apt-get download "${packages[@]}" >&2; }
  for package in *.deb; do
    dpkg-deb -x "$package" .
  done
  touch complete
fi
