# Sourced by dist/package-test and dist/rootfs: Debian trees.

# debian_tree TAR OPTION...: makes one with mmdebstrap. How packages are fetched (a proxy, an archive that is kept as it
# once was) is as this machine's apt has it; DIALTONE_DEBIAN names another archive than Debian's.
debian_tree() {
  local tar=$1 setting options=()
  shift
  command -v mmdebstrap >/dev/null || need_packages mmdebstrap
  while IFS= read -r setting; do
    options+=("--aptopt=$setting")
  done < <(apt-config dump --format '%f "%v";%n' | grep -E '^Acquire::(Check-|https?::Proxy|ForceIPv)' || true)
  mmdebstrap --quiet ${options[@]+"${options[@]}"} "$@" bookworm "$tar" ${DIALTONE_DEBIAN:+"$DIALTONE_DEBIAN"}
}
