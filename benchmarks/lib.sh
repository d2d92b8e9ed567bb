# shellcheck shell=bash
# Sourced by ./bench, ./load, benchmarks/tunnel and benchmarks/endurance, which have set root.

# build_benchmarks NAME: Dialtone as ./dialtone builds it, which finds its JDK by dist/jdk.sh, and the benchmarks in
# target/NAME; sets java, lib, flags and classes
build_benchmarks() {
  "$root/dialtone" explain 691 >/dev/null
  # shellcheck source=/dev/null
  . "$root/target/dialtone/launch"
  classes=$root/target/$1/dev.dialtone.benchmarks
  rm -rf "${root:?}/target/$1"
  mkdir -p "$classes"
  # shellcheck disable=SC2046,SC2154
  "${java%/java}/javac" -d "$classes" -p "$lib" $(find "$root/benchmarks/src/main/java" -name '*.java')
}

# machine_line [MORE]: this machine, this moment and this commit, for a report
machine_line() {
  local memory model commit
  memory=$(awk '/^MemTotal/ {printf "%.0f GB", $2 * 1024 / 1e9}' /proc/meminfo)
  model=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)
  commit=$(git -C "$root" log -1 --format=%h 2>/dev/null || echo "no git")
  # shellcheck disable=SC2154
  echo "$(date +%F), $(nproc) cores of ${model:-unknown}, $memory, $(uname -sr), $("$java" --version | head -n 1)${1:+, $1}," \
    "load $(cut -d' ' -f1 /proc/loadavg) at start, $commit"
}
