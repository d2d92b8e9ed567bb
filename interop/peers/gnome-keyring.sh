#!/bin/bash
# gnome-keyring.sh FOLDER: Debian's GNOME keyring, unpacked into FOLDER unless it is there; it is not installed, so that no
# session of this machine begins to use it. Tests run it on a bus of their own.
PEER=gnome-keyring
# shellcheck source=interop/peers/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[ "$(id -u)" = 0 ] || die "must run as root"
folder=${1:?a folder}
# libraries and programs only, nothing that runs by itself
need dbus libgck-1-0 libgcr-base-3-1 libgcrypt20 libglib2.0-0
mkdir -p "$folder"
exec 9>"$folder/lock"
flock 9
if [ ! -e "$folder/complete" ]; then
  cd "$folder"
  apt-get download gnome-keyring >&2 || { apt-get update -qq && apt-get download gnome-keyring >&2; }
  dpkg-deb -x gnome-keyring_*.deb .
  touch complete
fi
