# Sourced by ./dialtone and by the package's /usr/bin/dialtone (sh): with which options Java runs what. No option has a
# space in it. Each start reads this: nothing here starts a process.

main=dev.dialtone.cli/dev.dialtone.cli.Main
training=dev.dialtone.cli/dev.dialtone.cli.Training

# The modules that the command line needs beside picocli.
cli_modules='dialtone-cli dialtone-client dialtone-phonebooks dialtone-api dialtone-core avaje-json-core jspecify'

# Measured on 2 quiet cores (JDK 25, `explain 691`, median of 15, the whole process): module path 225 ms; with AOT
# cache 130 ms; with picocli's classes in it 90 ms. Class path with AOT cache: no less. All modules instead of the
# eight that the command line needs: 60 ms more. -Djdk.reflect.useNativeAccessorOnly saves 10 ms: each annotation is
# read once. A young generation of 48 MB, of which a short command touches little: a list of 10,000 entries is told
# before it is full, and takes 30 ms of processor time less, of 375. The provider of channels is named: looking for one
# opens each jar, and `list` takes 8 ms longer, of 103.
cli_options='-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xmn48m -Xmx96m
  -Djdk.reflect.useNativeAccessorOnly=true
  -Djava.nio.channels.spi.SelectorProvider=sun.nio.ch.EPollSelectorProvider --enable-native-access=dev.dialtone.cli'

# For the run that the cache of the command line is made of. Without what it learns of hot methods, which every command
# would then compile ahead of need: `list` 122 ms instead of 146, and of `entry list` with 10,000 entries 25 ms less.
training_options='-XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining'

# Which cache the command starts from. What a cache holds is set up at the start, needed or not; those that are asked most
# have one of their own: on 2 cores that were not quiet `list` 112 ms instead of 135, and 22 ms less with 10,000 entries.
case "$*" in
  list | 'entry list') cli_cache=alone ;;
  *) cli_cache=cli ;;
esac

# Measured resident after one dial and idle: 143 MB -> 92 MB. The heap starts small, native memory of the compiler is
# given back each second, malloc keeps two arenas (MALLOC_ARENA_MAX=2); all compilers stay. The young generation grows
# with the old one, which it would be scanned for too often beside thousands of connections.
daemon_options="-XX:+UseSerialGC -Xms16m -XX:NewSize=6m -XX:MaxNewSize=48m -Xmx${DIALTONE_HEAP:-128m} -Xss512k
  -XX:TrimNativeHeapInterval=1000 -XX:+UseCompactObjectHeaders -XX:-UsePerfData
  --add-modules ALL-MODULE-PATH --enable-native-access=dev.dialtone.host,dev.dialtone.cli"

demo_options='-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xmx256m
  --add-modules ALL-MODULE-PATH --enable-native-access=dev.dialtone.host,dev.dialtone.cli'

# names and passwords are UTF-8, whatever the locale
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[uU][tT][fF]8* | *[uU][tT][fF]-8*) ;;
  *) export LC_ALL=C.UTF-8 ;;
esac
