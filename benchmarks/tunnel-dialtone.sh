#!/bin/bash
# Dialtone's tunnels for benchmarks/tunnel, which has built what they run.
#   benchmarks/tunnel-dialtone.sh up|down|status|env dialtone         our daemon and our answerer, in bl-dt-cli and bl-dt-srv
#   benchmarks/tunnel-dialtone.sh up|down|status|env narrow           the same in bl-nw-cli and bl-nw-srv
#   benchmarks/tunnel-dialtone.sh up|down|status|env softether-sstp   our daemon in bl-ss-cli, dialling the SSTP of the
#                                                                     server that interop/peers/softether.sh has up
#   benchmarks/tunnel-dialtone.sh up|down|status|env tls              the serving end of TLS alone in bl-tls-srv; its
#                                                                     client is started by who measures
# With TUNNEL_JAVA_OPTIONS set, both ends have these flags as well.
# With TUNNEL_REKEY_BYTES set, both ends change their TLS 1.3 keys each time they have sent so much, and write that down.
KIND=${2:-}
PEER=tunnel-$KIND
home=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=interop/peers/lib.sh
. "$home/interop/peers/lib.sh"

case $KIND in
  dialtone) CLI=bl-dt-cli SRV=bl-dt-srv INSIDE=10.99.0.1 INSIDE_NET=10.99.0.0/24 ;;
  narrow) CLI=bl-nw-cli SRV=bl-nw-srv INSIDE=10.99.0.1 INSIDE_NET=10.99.0.0/24 ;;
  tls) CLI=bl-tls-cli SRV=bl-tls-srv INSIDE=10.77.7.1 INSIDE_NET='' ;;
  softether-sstp) CLI=bl-ss-cli SRV='' INSIDE=10.77.101.1 INSIDE_NET=10.77.101.0/24 ;;
  *)
    echo "usage: $0 up|down|status|env dialtone|narrow|softether-sstp|tls" >&2
    exit 2
    ;;
esac
PEER_NS="$CLI $SRV"

# has every JVM started from now on change its keys so often, and say so; the JDK does by itself after 2^37 bytes
rekey_often() {
  printf 'jdk.tls.keyLimits=%s KeyUpdate %s, %s KeyUpdate %s\n' AES/GCM/NoPadding "$1" ChaCha20-Poly1305 "$1" \
    >"$RUN/rekey.security"
  printf '%s\n' handlers=java.util.logging.ConsoleHandler java.util.logging.ConsoleHandler.level=FINE \
    dev.dialtone.carriers.TlsWriter.level=FINE >"$RUN/logging.properties"
  export JDK_JAVA_OPTIONS="-Djava.security.properties=$RUN/rekey.security -Djava.util.logging.config.file=$RUN/logging.properties"
}

# ready NAME SECONDS: waits for the word in the log of what was spawned as NAME
ready() {
  local i pid
  pid=$(pid_of "$1")
  for ((i = 0; i < $2 * 10; i++)); do
    ! grep -q ready "$RUN/$1.log" || return 0
    alive "$pid" || break
    sleep 0.1
  done
  die "the $1 did not start: $(grep -v '^[[:space:]]*at ' "$RUN/$1.log" | tail -n 1)"
}

# shellcheck disable=SC2016
# in_server NAME CLASS ARGUMENT...: a Java program in the server's namespace; ends when its standard input does
in_server() {
  # shellcheck disable=SC2034
  local java lib flags name=$1 class=$2
  shift 2
  # shellcheck source=/dev/null
  . "$home/target/dialtone/launch"
  mkdir -p "$RUN/$name"
  (umask 077 && mkfifo "$RUN/stdin")
  spawn stdin "$SRV" sh -c 'exec sleep 1000000 >"$0"' "$RUN/stdin"
  spawn "$name" "$SRV" sh -c 'exec <"$0"; shift; exec "$@"' "$RUN/stdin" - "$java" \
    -XX:+UseSerialGC -Xms16m -Xmn6m -Xmx128m -Xss512k -p "$lib:$home/target/tunnel/dev.dialtone.benchmarks" \
    --add-modules ALL-MODULE-PATH --enable-native-access=dev.dialtone.host,dev.dialtone.cli -m "$class" "$@"
}

# a TUN device of its own in the server's namespace
answerer_up() {
  in_server answerer dev.dialtone.testkit/dev.dialtone.testkit.TunnelServer "$RUN/answerer" "$SERVER" 443
  printf '%s\n' "$PASS" >"$RUN/stdin"
  ready answerer 20
  SERVER_NAME=answerer.dialtone.example CA=$RUN/answerer/ca.pem DIAL_USER=bench
}

tls_up() {
  # shellcheck disable=SC2086
  ns_add $PEER_NS
  link "$CLI" eth0 10.77.7.2/24 "$SRV" eth0 $INSIDE/24
  in_server tls dev.dialtone.benchmarks/dev.dialtone.benchmarks.tunnel.TlsFlow serve "$RUN/tls" $INSIDE 443
  ready tls 20
  cat >"$RUN/env" <<-C
	PEER_CLIENT_NS=$CLI
	PEER_INSIDE=$INSIDE
	PEER_SERVER_PID=$(pid_of tls)
	PEER_CLIENT_JVM=$CLI
	PEER_SERVER_JVM=$SRV
	PEER_TLS=$RUN/tls $INSIDE 443
	C
}

peer_up() {
  if [ "$KIND" = tls ]; then
    tls_up
    return
  fi
  need iproute2 iperf3 iputils-ping procps
  local SERVER PASS SERVER_NAME CA DIAL_USER server_pid theirs=$RUN_ROOT/softether/env
  # shellcheck disable=SC2086
  ns_add $PEER_NS
  [ -z "${TUNNEL_JAVA_OPTIONS:-}" ] || export JDK_JAVA_OPTIONS=$TUNNEL_JAVA_OPTIONS
  [ -z "${TUNNEL_REKEY_BYTES:-}" ] || rekey_often "$TUNNEL_REKEY_BYTES"
  if [ -n "$SRV" ]; then
    SERVER=10.77.4.1 PASS=$(secret 14)
    link "$CLI" eth0 10.77.4.2/24 "$SRV" eth0 $SERVER/24
    spawn iperf3 "$SRV" iperf3 -s -p 5201
    answerer_up
    server_pid=$(pid_of answerer)
  else
    [ -r "$theirs" ] || die "softether.sh is not up"
    SERVER=10.77.6.1 PASS=$(sed -n 's/^PEER_PASS=//p' "$theirs") CA=$(sed -n 's/^PEER_CA=//p' "$theirs")
    SERVER_NAME=$(sed -n 's/^PEER_SERVER_NAME=//p' "$theirs") DIAL_USER=$(sed -n 's/^PEER_USER=//p' "$theirs")
    link "$CLI" eth0 10.77.6.2/24 se-srv eth2 $SERVER/24
    server_pid=$(awk '$2 == "vpnserver" {p = $1} END {print p}' "$RUN_ROOT/softether/pids")
  fi
  export DIALTONE_SOCKET=$RUN/d.sock
  spawn daemon "$CLI" "$home/dialtone" daemon --socket "$DIALTONE_SOCKET" --config "$RUN/config" --state "$RUN/state"
  ready daemon 20
  unset JDK_JAVA_OPTIONS
  "$home/dialtone" entry set bench --protocol sstp --server "$SERVER" --ca "$CA" --user "$DIAL_USER" --split \
    --route "$INSIDE_NET" server-name="$SERVER_NAME" proxy=none >"$RUN/dial.log" 2>&1 || die "no entry: $(tail -n 1 "$RUN/dial.log")"
  printf '%s\n' "$PASS" | "$home/dialtone" dial bench --password-stdin >"$RUN/dial.log" 2>&1 ||
    die "the dial failed: $(grep -v '^$' "$RUN/dial.log" | tail -n 3 | tr '\n' ' ')"
  wait_for 15 "the tunnel" ip netns exec "$CLI" ping -n -c 1 -W 1 $INSIDE
  cat >"$RUN/env" <<-C
	PEER_CLIENT_NS=$CLI
	PEER_INSIDE=$INSIDE
	PEER_CLIENT_PID=$(pid_of daemon)
	PEER_SERVER_PID=$server_pid
	PEER_CLIENT_JVM=$CLI
	PEER_SERVER_JVM=$SRV
	PEER_CLIENT_LOG=$RUN/daemon.log
	PEER_SERVER_LOG=$RUN/answerer.log
	C
}

peer_main "$@"
