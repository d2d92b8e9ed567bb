#!/bin/bash
# Tunnels of others to compare with, client and server of each on this machine, each kind in namespaces of its own:
#   baseline.sh up KIND      brings server and client up, or finds them up; prints what a measurement needs to know
#   baseline.sh env|status|down KIND
#   KIND: veth (no tunnel), openvpn-udp, openvpn-tcp, ocserv-tls, ocserv-dtls, wireguard-go,
#         softether (its own client; takes the server that softether.sh has up)
# Kinds can be up side by side. PEER_INSIDE is the server's end of the tunnel, with iperf3 on port 5201: no kind has a
# routed hop behind it.
KIND=${2:-}
PEER=baseline-$KIND
# shellcheck source=interop/peers/lib.sh
. "$(dirname "$0")/lib.sh"
SERVER=10.77.4.1

case $KIND in
  veth) CLI=bl-ve-cli SRV=bl-ve-srv INSIDE=$SERVER ;;
  openvpn-udp) CLI=bl-ou-cli SRV=bl-ou-srv INSIDE=10.77.104.1 ;;
  openvpn-tcp) CLI=bl-ot-cli SRV=bl-ot-srv INSIDE=10.77.104.1 ;;
  ocserv-tls) CLI=bl-oc-cli SRV=bl-oc-srv INSIDE=10.77.124.1 ;;
  ocserv-dtls) CLI=bl-od-cli SRV=bl-od-srv INSIDE=10.77.124.1 ;;
  wireguard-go) CLI=bl-wg-cli SRV=bl-wg-srv INSIDE=10.77.134.1 ;;
  softether) CLI=bl-so-cli SRV='' INSIDE=10.77.101.1 ;;
  *)
    echo "usage: $0 up|down|status|env veth|openvpn-udp|openvpn-tcp|ocserv-tls|ocserv-dtls|wireguard-go|softether" >&2
    exit 2
    ;;
esac
PEER_NS="$CLI $SRV"

openvpn_up() {
  need openvpn
  local proto_server=udp proto_client=udp
  [ "$KIND" = openvpn-udp ] || proto_server=tcp-server proto_client=tcp-client
  spawn server "$SRV" openvpn --dev tun0 --dev-type tun --proto "$proto_server" --port 1194 --topology subnet \
    --server 10.77.104.0 255.255.255.0 --ca "$RUN/pki/ca.crt" --cert "$RUN/pki/server.crt" --key "$RUN/pki/server.key" \
    --dh none --data-ciphers AES-256-GCM --keepalive 10 60 --verb 3
  wait_for 5 tun0 sh -c "ip -n $SRV -4 addr show tun0 | grep -q inet"
  spawn client "$CLI" openvpn --client --dev tun0 --dev-type tun --proto "$proto_client" --remote $SERVER 1194 --nobind \
    --ca "$RUN/pki/ca.crt" --cert "$RUN/pki/user.crt" --key "$RUN/pki/user.key" --data-ciphers AES-256-GCM \
    --verify-x509-name vpn.example.test name --verb 3
}

ocserv_up() {
  need ocserv openconnect
  local pass dtls=(--no-dtls)
  pass=$(secret 14)
  [ "$KIND" = ocserv-tls ] || dtls=()
  printf '%s\n%s\n' "$pass" "$pass" | ocpasswd -c "$RUN/ocpasswd" tester
  cat >"$RUN/ocserv.conf" <<-C
	auth = "plain[passwd=$RUN/ocpasswd]"
	tcp-port = 443
	$([ "$KIND" = ocserv-dtls ] && echo "udp-port = 443")
	run-as-user = root
	run-as-group = root
	socket-file = $RUN/ocserv.sock
	server-cert = $RUN/pki/server.crt
	server-key = $RUN/pki/server.key
	ca-cert = $RUN/pki/ca.crt
	isolate-workers = false
	keepalive = 300
	dpd = 60
	try-mtu-discovery = false
	max-ban-score = 0
	cookie-timeout = 300
	auth-timeout = 30
	use-occtl = false
	pid-file = $RUN/ocserv.pid
	device = vpns
	predictable-ips = true
	ipv4-network = 10.77.124.0
	ipv4-netmask = 255.255.255.0
	route = 10.77.124.0/255.255.255.0
	cisco-client-compat = false
	dtls-legacy = false
	C
  spawn server "$SRV" ocserv -f -c "$RUN/ocserv.conf"
  wait_for 5 "port 443" tcp_open "$SRV" $SERVER 443
  cat >"$RUN/script" <<-'C'
	#!/bin/sh
	[ "$reason" = connect ] || exit 0
	ip link set "$TUNDEV" mtu "$INTERNAL_IP4_MTU" up
	ip addr add "$INTERNAL_IP4_ADDRESS/32" dev "$TUNDEV"
	ip route add 10.77.124.0/24 dev "$TUNDEV"
	C
  chmod 755 "$RUN/script"
  (umask 077 && printf '%s\n' "$pass" >"$RUN/pass")
  # shellcheck disable=SC2016
  spawn client "$CLI" sh -c 'exec <"$0"; exec "$@"' "$RUN/pass" openconnect --user tester --passwd-on-stdin \
    --cafile "$RUN/pki/ca.crt" --interface tun0 --script "$RUN/script" "${dtls[@]}" \
    --resolve vpn.example.test:$SERVER https://vpn.example.test/
}

wireguard_up() {
  need wireguard-go wireguard-tools
  (umask 077 && wg genkey >"$RUN/s.key" && wg genkey >"$RUN/c.key")
  spawn server "$SRV" wireguard-go -f wgbls
  wait_for 5 wgbls test -S /run/wireguard/wgbls.sock
  ip netns exec "$SRV" wg set wgbls private-key "$RUN/s.key" listen-port 51820 \
    peer "$(wg pubkey <"$RUN/c.key")" allowed-ips 10.77.134.2/32
  ip -n "$SRV" addr add 10.77.134.1/24 dev wgbls
  ip -n "$SRV" link set wgbls mtu 1420 up
  spawn client "$CLI" wireguard-go -f wgblc
  wait_for 5 wgblc test -S /run/wireguard/wgblc.sock
  ip netns exec "$CLI" wg set wgblc private-key "$RUN/c.key" \
    peer "$(wg pubkey <"$RUN/s.key")" endpoint $SERVER:51820 allowed-ips 10.77.134.0/24
  ip -n "$CLI" addr add 10.77.134.2/24 dev wgblc
  ip -n "$CLI" link set wgblc mtu 1420 up
}

# a client namespace beside se-cli: two clients there would both want the route inside
softether_up() {
  need softether-vpnclient softether-vpncmd
  local theirs=$RUN_ROOT/softether/env server user pass
  [ -r "$theirs" ] || die "softether.sh is not up"
  server=10.77.5.1
  user=$(sed -n 's/^PEER_USER=//p' "$theirs") pass=$(sed -n 's/^PEER_PASS=//p' "$theirs")
  link "$CLI" eth0 10.77.5.2/24 se-srv eth1 $server/24
  # it keeps its files in fixed places: give it private ones (ip netns exec has a mount namespace of its own)
  mkdir -p /var/lib/softether /var/log/softether /run/softether "$RUN"/{lib,log,run}
  cat >"$RUN/start" <<-C
	mount --bind $RUN/lib /var/lib/softether
	mount --bind $RUN/log /var/log/softether
	mount --bind $RUN/run /run/softether
	exec /usr/libexec/softether/vpnclient/vpnclient execsvc
	C
  (umask 077 && cat >"$RUN/vpncmd.in") <<-C
	NicCreate vpn0
	AccountCreate a /SERVER:$server:443 /HUB:VPN /USERNAME:$user /NICNAME:vpn0
	AccountPasswordSet a /PASSWORD:$pass /TYPE:standard
	AccountDetailSet a /MAXTCP:1 /INTERVAL:1 /TTL:0 /HALF:no /BRIDGE:no /MONITOR:no /NOTRACK:no /NOQOS:yes /DISABLEUDP:yes
	AccountConnect a
	C
  spawn client "$CLI" sh "$RUN/start"
  wait_for 10 "the client's port" sh -c "ip netns exec $CLI ss -Hlnt | grep -q :9931"
  ip netns exec "$CLI" vpncmd 127.0.0.1 /CLIENT /IN:"$RUN/vpncmd.in" /OUT:"$RUN/vpncmd.out" >/dev/null ||
    { tail -5 "$RUN/vpncmd.out" >&2; die "vpncmd failed"; }
  rm -f "$RUN/vpncmd.in"
  ip -n "$CLI" addr add 10.77.101.50/24 dev vpn_vpn0
}

peer_up() {
  need iproute2 iperf3 iputils-ping busybox openssl procps
  local server_pid client_pid mtu=1500
  # shellcheck disable=SC2086
  ns_add $PEER_NS
  if [ "$KIND" = softether ]; then
    softether_up
    server_pid=$(awk '$2 == "vpnserver" {p = $1} END {print p}' "$RUN_ROOT/softether/pids")
  else
    # without a tunnel: as long as packets are inside the others, segmented by the same kernel
    [ "$KIND" != veth ] || mtu=1400
    link "$CLI" eth0 10.77.4.2/24 "$SRV" eth0 $SERVER/24 $mtu
    make_ca "$RUN/pki"
    issue "$RUN/pki" server vpn.example.test "DNS:vpn.example.test,IP:$SERVER" serverAuth
    issue "$RUN/pki" user tester "email:tester@example.test" clientAuth
    case $KIND in
      veth) ;;
      openvpn-*) openvpn_up ;;
      ocserv-*) ocserv_up ;;
      wireguard-go) wireguard_up ;;
    esac
    spawn iperf3 "$SRV" iperf3 -s -p 5201
    server_pid=$(pid_of server)
  fi
  client_pid=$(pid_of client)
  wait_for 15 "the tunnel" ip netns exec "$CLI" ping -n -c 1 -W 1 $INSIDE
  cat >"$RUN/env" <<-C
	PEER_CLIENT_NS=$CLI
	PEER_INSIDE=$INSIDE
	PEER_CLIENT_PID=$client_pid
	PEER_SERVER_PID=$server_pid
	C
}

peer_main "$@"
