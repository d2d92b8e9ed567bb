package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real TUN interfaces at both ends, and behind the answerer's those who tell a network's clients about it in
/// the world: dnsmasq answers DHCPINFORM, radvd advertises the router. Nobody here wrote either.
@OwnMachines
@Timeout(180)
class InnerNetworkStrangersTest {
    /// All that a dial may change in the client's namespace, but for what changes by itself.
    private static final String STATE = "ip -4 route; ip -6 route; ip -6 address | grep inet6; cat /etc/resolv.conf";

    @TempDir
    Path folder;

    private static void dnsmasq(TunnelRig rig) {
        rig.startInServer(
                "dnsmasq",
                "-k",
                "-C",
                "/dev/null",
                "--user=root",
                "--pid-file=",
                "--interface=dts*",
                "--bind-dynamic",
                "--no-resolv",
                "--no-hosts",
                "--port=0",
                "--dhcp-leasefile=" + rig.folder().resolve("leases"),
                "--dhcp-range=10.99.0.0,static,255.255.255.0",
                "--dhcp-option=option:domain-name,corp.example",
                "--dhcp-option=option:domain-search,corp.example,lab.corp.example",
                "--dhcp-option=option:dns-server,10.99.0.1",
                "--dhcp-option=option:classless-static-route,10.98.0.0/16,10.99.0.1,172.20.0.0/14,10.99.0.1",
                "--log-dhcp",
                "--log-facility=-");
    }

    private static void radvd(TunnelRig rig) throws IOException {
        Path configuration = Files.writeString(rig.folder().resolve("radvd.conf"), """
                interface dts0 {
                    IgnoreIfMissing on;
                    AdvSendAdvert on;
                    AdvSourceLLAddress off;
                    MinRtrAdvInterval 3;
                    MaxRtrAdvInterval 4;
                    AdvDefaultLifetime 60;
                    AdvLinkMTU 1360;
                    prefix fd99::/64 { AdvOnLink on; AdvAutonomous on; };
                    route fd98::/48 { };
                    RDNSS fd99::1 { };
                    DNSSL six.example { };
                };
                """);
        rig.inServer("sh", "-c", "echo 1 >/proc/sys/net/ipv6/conf/all/forwarding");
        rig.startInServer(
                "radvd",
                "-n",
                "-m",
                "stderr",
                "-C",
                configuration.toString(),
                "-p",
                rig.folder().resolve("radvd.pid").toString());
    }

    private static List<String> told(JsonObject projection) {
        return projection.objects("learned").stream()
                .map(l -> l.text("what") + " " + l.text("value") + " " + l.text("from"))
                .toList();
    }

    @Test
    void dnsmasqAndRadvd_splitTunnelHasTheirRoutesAddressAndNames_andNothingIsLeft_H6() throws IOException {
        Requires.namespaces();
        Requires.programs("dnsmasq", "radvd");
        try (TunnelRig rig = TunnelRig.idle(folder, "")) {
            dnsmasq(rig);
            radvd(rig);
            String before = rig.inClient("sh", "-c", STATE);
            rig.entry("--split");
            rig.dial();
            rig.awaitInClient("ip -4 route", "10.98.0.0/16 dev dial0");
            rig.awaitInClient("ip -6 address show dev dial0", "inet6 fd99::");
            rig.awaitInClient("cat /etc/resolv.conf", "six.example");
            assertThat(rig.inClient("ip", "-4", "route")).contains("172.20.0.0/14 dev dial0");
            assertThat(rig.inClient("ip", "-6", "route"))
                    .contains("fd98::/48 dev dial0", "fd99::/64 dev dial0")
                    .doesNotContain("default", "proto ra");
            assertThat(rig.inClient("cat", "/etc/resolv.conf"))
                    .contains("nameserver 10.99.0.53", "search corp.example lab.corp.example six.example");
            assertThat(rig.inClient("ip", "link", "show", "dial0")).contains("mtu 1360");
            assertThat(told(rig.projection()))
                    .contains(
                            "route 10.98.0.0/16 dhcp",
                            "route 172.20.0.0/14 dhcp",
                            "route fd98::/48 ra",
                            "router ::/0 ra",
                            "domain lab.corp.example dhcp",
                            "domain six.example ra",
                            "dns 10.99.0.1 dhcp",
                            "dns fd99::1 ra",
                            "mtu 1360 ra");
            // what was told is what works
            rig.inClient("ping", "-6", "-c", "2", "-W", "5", "fd99::1");
            rig.hangUp();
            assertThat(rig.inClient("sh", "-c", STATE)).isEqualTo(before);
        }
    }

    @Test
    void radvd_everythingOfIpv6GoesThroughTheTunnel_untilItTakesItBack() throws IOException {
        Requires.namespaces();
        Requires.programs("radvd");
        try (TunnelRig rig = TunnelRig.idle(folder, "")) {
            radvd(rig);
            String before = rig.inClient("sh", "-c", STATE);
            rig.inServer("ip", "address", "add", "2001:db8:5::1/128", "dev", "lo");
            rig.entry();
            rig.dial();
            rig.awaitInClient("ip -6 route", "8000::/1 dev dial0");
            rig.inClient("ping", "-6", "-c", "2", "-W", "5", "2001:db8:5::1");
            // SIGTERM: radvd says that it is a router no more
            rig.inServer("sh", "-c", "kill $(cat " + rig.folder().resolve("radvd.pid") + ")");
            rig.awaitInClient("echo routes $(ip -6 route | grep -c ::/1)", "routes 0");
            rig.hangUp();
            assertThat(rig.inClient("sh", "-c", STATE)).isEqualTo(before);
        }
    }

    /// Our own answerer says the same, to show that it can.
    @Test
    void ownAnswerer_tellsToo() {
        try (TunnelRig rig = TunnelRig.idle(folder, " tells")) {
            rig.entry("--split");
            rig.dial();
            rig.awaitInClient("ip -4 route", "10.98.0.0/16 dev dial0");
            rig.awaitInClient("ip -6 address show dev dial0", "inet6 fd99::");
            rig.inClient("ping", "-6", "-c", "2", "-W", "5", "fd99::1");
            assertThat(told(rig.projection())).contains("domain inside.example dhcp", "router ::/0 ra");
        }
    }
}
