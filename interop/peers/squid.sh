#!/bin/bash
# A real HTTP proxy (Debian's squid) before the SoftEther server that softether.sh has up:
#   px-cli (the client) -- px-prx (squid) -- se-srv (the server)
# The client has a default route to px-prx, which forwards nothing: the server can be reached through the proxy only,
# and only the proxy knows its name. Ports: 3128 asks nobody, 3129 wants Digest, 3130 wants Basic.
PEER=squid
# shellcheck source=interop/peers/lib.sh
. "$(dirname "$0")/lib.sh"
PEER_NS="px-cli px-prx"
PROXY=10.77.8.1
SERVER=10.77.7.1

# instance NAME AUTHENTICATION-LINES: one squid without a cache, in the foreground
instance() {
  cat >"$RUN/$1.conf" <<-C
	$2
	visible_hostname proxy.example.test
	pid_filename none
	cache_mem 8 MB
	cache deny all
	cache_log $RUN/$1-cache.log
	access_log stdio:$RUN/$1-access.log
	cache_store_log none
	coredump_dir none
	pinger_enable off
	icp_port 0
	hosts_file $RUN/hosts
	dns_nameservers 127.0.0.1
	dns_timeout 2 seconds
	dns_retransmit_interval 1 second
	max_filedescriptors 1024
	shutdown_lifetime 0 seconds
	C
  spawn "$1" px-prx squid -N -n "dialtone$1" -f "$RUN/$1.conf"
}

peer_up() {
  need squid openssl iproute2 curl
  local theirs=$RUN_ROOT/softether/env user=pat pass realm=proxy helpers=/usr/lib/squid
  [ -r "$theirs" ] || die "softether.sh is not up"
  pass=$(secret 14)
  # shellcheck disable=SC2086
  ns_add $PEER_NS
  link px-cli eth0 10.77.9.2/24 px-prx eth0 10.77.9.1/24
  link px-prx eth1 10.77.7.2/24 se-srv px0 $SERVER/24
  ip -n px-prx addr add $PROXY/32 dev lo
  ip -n px-cli route add default via 10.77.9.1
  echo "$SERVER vpn.example.test" >"$RUN/hosts"
  (umask 077
    printf '%s:%s:%s\n' $user $realm "$(printf '%s:%s:%s' $user $realm "$pass" | openssl md5 -r | cut -d' ' -f1)" \
      >"$RUN/digest"
    printf '%s:%s\n' $user "$(openssl passwd -apr1 "$pass")" >"$RUN/basic")
  # squid runs as a user of its own
  chown -R proxy: "$RUN"
  instance open "http_port $PROXY:3128
	acl tunnels port 443
	http_access allow tunnels
	http_access deny all"
  instance digest "http_port $PROXY:3129
	auth_param digest program $helpers/digest_file_auth -c $RUN/digest
	auth_param digest children 1
	auth_param digest realm $realm
	acl known proxy_auth REQUIRED
	http_access allow known
	http_access deny all"
  instance basic "http_port $PROXY:3130
	auth_param basic program $helpers/basic_ncsa_auth $RUN/basic
	auth_param basic children 1
	auth_param basic realm $realm
	acl known proxy_auth REQUIRED
	http_access allow known
	http_access deny all"
  local port
  for port in 3128 3129 3130; do
    wait_for 20 "port $port" tcp_open px-cli $PROXY $port
  done
  grep -v -e '^PEER_CLIENT_NS=' -e '^PEER_SERVER_NS=' -e '^PEER_SERVER=' -e '^PEER_RUN=' "$theirs" >"$RUN/env.new"
  cat >>"$RUN/env.new" <<-C
	PEER_CLIENT_NS=px-cli
	PEER_SERVER_NS=px-prx
	PEER_SERVER=vpn.example.test
	PEER_PROXY=$PROXY
	PEER_PROXY_WAY=10.77.9.1
	PEER_PROXY_OPEN=http://$PROXY:3128
	PEER_PROXY_DIGEST=http://$PROXY:3129
	PEER_PROXY_BASIC=http://$PROXY:3130
	PEER_PROXY_USER=$user
	PEER_PROXY_PASS=$pass
	PEER_RUN=$RUN
	C
  mv "$RUN/env.new" "$RUN/env"
}
peer_main "$@"
