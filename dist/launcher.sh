#!/bin/sh
# Dialtone as its package installs it: /usr/bin/dialtone. `dialtone --help` explains the commands.
set -f # an asterisk among the options is no file
home=/usr/lib/dialtone
java=$home/runtime/bin/java
# made when the package was installed (make-cache); without it all works, only slower
cache=/var/cache/dialtone
. $home/java.sh

# shellcheck disable=SC2086 # one word for each option
case ${1:-} in
  daemon)
    [ ! -e $cache/daemon.jsa ] ||
      daemon_options="-XX:SharedArchiveFile=$cache/daemon.jsa -Xlog:cds*=off -Xlog:aot*=off $daemon_options"
    MALLOC_ARENA_MAX=2 exec $java $daemon_options -p $home/lib -m $main "$@"
    ;;
  demo)
    exec $java $demo_options -p $home/lib -m $main "$@"
    ;;
  *)
    . $home/cli-path
    [ ! -e $cache/$cli_cache.aot ] || cli_options="-XX:AOTCache=$cache/$cli_cache.aot -Xlog:disable $cli_options"
    exec $java $cli_options -p "$cli_path" -m $main "$@"
    ;;
esac
