# Sourced by ./dialtone and ./verify: finds a JDK 25 or later, without starting a process where it can.

# is_jdk25 HOME: whether a JDK 25 or later with a compiler lies there
is_jdk25() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  local line major
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=\"*)
        major=${line#JAVA_VERSION=\"}
        major=${major%%[!0-9]*}
        [ "${major:-0}" -ge 25 ]
        return
        ;;
    esac
  done <"$1/release"
  return 1
}

# find_jdk25: sets and exports JAVA_HOME, or says in one line how to get a JDK
find_jdk25() {
  local home
  if [ -n "${DIALTONE_JAVA_HOME:-}" ] && ! is_jdk25 "$DIALTONE_JAVA_HOME"; then
    echo "dialtone: DIALTONE_JAVA_HOME=$DIALTONE_JAVA_HOME is not a JDK 25" >&2
    return 1
  fi
  for home in "${DIALTONE_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*25*; do
    if [ -n "$home" ] && is_jdk25 "$home"; then
      export JAVA_HOME=$home
      return 0
    fi
  done
  if home=$(command -v javac) && home=$(readlink -f "$home") && is_jdk25 "${home%/bin/javac}"; then
    export JAVA_HOME=${home%/bin/javac}
    return 0
  fi
  echo "Dialtone needs a JDK 25: install one (for example Debian's openjdk-25-jdk-headless, or Temurin 25)" \
    "or set JAVA_HOME" >&2
  return 1
}

# need_packages PACKAGE...: installs Debian packages as root; otherwise says in one line what is missing
need_packages() {
  [ $# -gt 0 ] || return 0
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "Installing $* with apt-get ..." >&2
    if DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >/dev/null 2>&1; then
      return 0
    fi
    apt-get update >/dev/null 2>&1 || true
    if DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >/dev/null; then
      return 0
    fi
  fi
  echo "Dialtone needs: $* (on Debian, as root: apt-get install $*)" >&2
  return 1
}

# run_maven LOG ARGUMENT...: runs Maven with the output in LOG, and tells on standard error which module it is at
run_maven() {
  local log=$1 line what at now=$SECONDS files=0 classes=0 tty=''
  shift
  mkdir -p "$(dirname "$log")"
  [ -t 2 ] && tty=yes
  # The pipe ends when Maven does; its own result is taken from PIPESTATUS.
  mvn -B -Dstyle.color=never "$@" 2>&1 | tee "$log" | while IFS= read -r line; do
    case $line in
      *'Downloaded from '*)
        files=$((files + 1))
        if [ -n "$tty" ]; then
          printf '\r\033[K  %4d s  %d files downloaded' $((SECONDS - now)) "$files" >&2
        elif [ $((files % 100)) -eq 0 ]; then
          printf '  %4d s  %d files downloaded\n' $((SECONDS - now)) "$files" >&2
        fi
        ;;
      *'Tests run: '*' -- in '*)
        classes=$((classes + 1))
        [ -z "$tty" ] || printf '\r\033[K  %4d s  %d test classes, %s' $((SECONDS - now)) "$classes" "${line##* -- in }" >&2
        ;;
      *'Building Dialtone '*'['*/*']')
        what=${line#*Building Dialtone }
        at=${line##*[}
        if [ -n "$tty" ]; then
          printf '\r\033[K  %4d s  %-6s %s' $((SECONDS - now)) "${at%]}" "${what%% *}" >&2
        else
          printf '  %4d s  %-6s %s\n' $((SECONDS - now)) "${at%]}" "${what%% *}" >&2
        fi
        ;;
    esac
  done
  local result=${PIPESTATUS[0]}
  [ -z "$tty" ] || printf '\r\033[K' >&2
  return "$result"
}
