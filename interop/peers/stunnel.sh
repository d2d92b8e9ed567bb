#!/bin/bash
# stunnel before the SoftEther server that softether.sh has up, with that server's certificate; it wants a certificate of the client:
#   st-cli (the client) -- st-prx (stunnel) -- se-srv (the server)
# The client has a default route to st-prx, which forwards nothing. Port 443 speaks TLS 1.3, port 444 nothing above 1.2.
PEER=stunnel
# shellcheck source=interop/peers/lib.sh
. "$(dirname "$0")/lib.sh"
PEER_NS="st-cli st-prx"
FRONT=10.77.18.1
SERVER=10.77.17.1

# front NAME PORT VERSION: one port that wants a certificate
front() {
  cat <<-C
	[$1]
	accept = $FRONT:$2
	connect = 127.0.0.1:8443
	cert = $PKI/server.crt
	key = $PKI/server.key
	CAfile = $PKI/ca.crt
	verifyChain = yes
	requireCert = yes
	sslVersionMax = $3
	C
}

peer_up() {
  need stunnel4 iproute2 curl
  local theirs=$RUN_ROOT/softether/env
  PKI=$RUN_ROOT/softether/pki
  [ -r "$theirs" ] || die "softether.sh is not up"
  # shellcheck disable=SC2086
  ns_add $PEER_NS
  link st-cli eth0 10.77.19.2/24 st-prx eth0 10.77.19.1/24
  link st-prx eth1 10.77.17.2/24 se-srv st0 $SERVER/24
  ip -n st-prx addr add $FRONT/32 dev lo
  ip -n st-cli route add default via 10.77.19.1
  {
    cat <<-C
	foreground = yes
	pid =
	syslog = no
	debug = info
	C
    front front 443 TLSv1.3
    front older 444 TLSv1.2
    cat <<-C
	[behind]
	client = yes
	accept = 127.0.0.1:8443
	connect = $SERVER:443
	C
  } >"$RUN/stunnel.conf"
  spawn stunnel st-prx stunnel "$RUN/stunnel.conf"
  local port
  for port in 443 444; do
    wait_for 20 "port $port" tcp_open st-cli $FRONT $port
  done
  grep -v -e '^PEER_CLIENT_NS=' -e '^PEER_SERVER_NS=' -e '^PEER_SERVER=' -e '^PEER_RUN=' "$theirs" >"$RUN/env.new"
  cat >>"$RUN/env.new" <<-C
	PEER_CLIENT_NS=st-cli
	PEER_SERVER_NS=st-prx
	PEER_SERVER=$FRONT
	PEER_USER_P12_PASS=test
	PEER_RUN=$RUN
	C
  mv "$RUN/env.new" "$RUN/env"
}
peer_main "$@"
