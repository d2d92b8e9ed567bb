#!/bin/sh
# /usr/lib/dialtone/make-cache: makes what lets the command line and the manager start fast. Run as the package is
# installed, because it fits one Java, one set of jars and the times of their files; run it again if /var/cache was cleaned.
set -eu
home=/usr/lib/dialtone
java=$home/runtime/bin/java
cache=/var/cache/dialtone
. $home/java.sh
. $home/cli-path
umask 022
mkdir -p $cache
trap 'rm -f $cache/*.new*' EXIT
# A run through the usual ways of the command line for each. Measured: see java.sh.
for ways in cli alone; do
  # shellcheck disable=SC2086 # one word for each option
  $java $training_options -XX:AOTCacheOutput=$cache/$ways.aot.new $cli_options -p "$cli_path" -m $training $ways \
    >/dev/null 2>&1
  mv $cache/$ways.aot.new $cache/$ways.aot
done
# The classes of a cycle of the demo, which are the manager's: it starts in less time, and has 9 MB less resident than with
# those of Java's own list (100 instead of 109, one connection up; its Java, which lies scattered in one file, stays closed).
# A demo that fails, for there is no loopback where this is installed, has named most of them.
# shellcheck disable=SC2086
$java -XX:DumpLoadedClassList=$cache/classes.new $daemon_options -p $home/lib -m $main demo >/dev/null 2>&1 || true
# shellcheck disable=SC2086
$java -Xshare:dump -XX:SharedClassListFile=$cache/classes.new -XX:SharedArchiveFile=$cache/daemon.jsa.new \
  $daemon_options -p $home/lib -m $main >/dev/null 2>&1
mv $cache/daemon.jsa.new $cache/daemon.jsa
