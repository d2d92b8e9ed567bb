package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The real kernel, in a namespace of its own; `ip` is the witness.
@Tag("namespace")
class LinuxHostNamespaceTest {
    private TestNamespace namespace;

    @BeforeEach
    void makeNamespace() {
        namespace = new TestNamespace();
    }

    @AfterEach
    void deleteNamespace() {
        if (namespace != null) {
            namespace.close();
        }
    }

    private String state() {
        return namespace.run("ip", "-d", "address").output()
                + namespace.run("ip", "route", "show", "table", "all").output()
                + namespace.run("ip", "-6", "route", "show", "table", "all").output();
    }

    @Test
    void applied_undone_kernelIsAsBefore() {
        String before = state();
        String said = namespace.probe(
                "open dial0",
                "up dial0 1400",
                "address dial0 10.9.0.2 32 10.9.0.1",
                "address dial0 2001:db8::2 64",
                "address dial0 fe80::5 64",
                "route dial0 10.0.0.0/8 - 0",
                "route dial0 0.0.0.0/0 10.9.0.1 5",
                "route dial0 2001:db8:1::/48 - 0",
                "route dial0 ::/0 fe80::9 77",
                "run ip address show dev dial0",
                "run ip route",
                "run ip -6 route",
                "undo",
                "run ip address show dev dial0",
                "run ip route",
                "run ip -6 route",
                "close dial0");
        String[] parts = said.split("(?=\\$ ip address)");
        assertThat(parts).hasSize(2);
        assertThat(parts[0])
                .contains("mtu 1400", "POINTOPOINT", ",UP,", "inet 10.9.0.2 peer 10.9.0.1/32", "inet6 2001:db8::2/64")
                .contains("inet6 fe80::5/64", "default via 10.9.0.1 dev dial0 proto 209 metric 5")
                .contains(
                        "10.0.0.0/8 dev dial0 proto 209 scope link", "2001:db8:1::/48 dev dial0 proto 209 metric 1024")
                .contains("default via fe80::9 dev dial0 proto 209 metric 77");
        assertThat(parts[0].split("inet6 fe80", -1))
                .as("no link-local but ours")
                .hasSize(2);
        assertThat(parts[1]).contains("mtu 1500").doesNotContain("inet", ",UP,", "proto 209");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void killed_daemon_leavesNothingOnItsLink() {
        String before = state();
        assertThat(namespace
                        .run(TestNamespace.probeCommand(
                                "open dial0",
                                "up dial0 1400",
                                "address dial0 10.9.0.2 32 10.9.0.1",
                                "route dial0 0.0.0.0/0 10.9.0.1 5",
                                "die"))
                        .code())
                .isEqualTo(9);
        assertThat(state()).isEqualTo(before);
        // recovery: undoing what is gone is success
        assertThat(namespace.probe(
                        "unroute dial0 0.0.0.0/0 10.9.0.1 5",
                        "unaddress dial0 10.9.0.2 32",
                        "undoup dial0 1400",
                        "close dial0",
                        "free"))
                .isEqualTo("free dial0\n");
    }

    @Test
    void routeOfOurs_killed_isUndoneByTheNext() {
        namespace.ethernet("eth9");
        namespace.make("ip", "address", "add", "192.0.2.7/24", "dev", "eth9");
        String before = state();
        namespace.probe("route eth9 198.51.100.1/32 192.0.2.1 0", "die");
        assertThat(namespace.run("ip", "route").output()).contains("198.51.100.1 via 192.0.2.1 dev eth9 proto 209");
        assertThat(namespace.probe("unroute eth9 198.51.100.1/32 192.0.2.1 0")).isEmpty();
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void routesThatOnlyResembleOurs_undo_stay() {
        namespace.ethernet("eth9");
        namespace.make("ip", "address", "add", "192.0.2.7/24", "dev", "eth9");
        namespace.make("ip", "address", "add", "2001:db8:7::7/64", "dev", "eth9", "nodad");
        namespace.make("ip", "route", "add", "10.0.0.0/8", "via", "192.0.2.1", "metric", "7");
        namespace.make("ip", "route", "add", "10.0.0.0/8", "via", "192.0.2.2", "metric", "8", "proto", "209");
        namespace.make("ip", "route", "add", "10.1.0.0/16", "via", "192.0.2.1", "proto", "static");
        namespace.make("ip", "route", "add", "10.1.0.0/16", "via", "192.0.2.1", "metric", "9", "proto", "209");
        namespace.make("ip", "-6", "route", "add", "2001:db8:8::/48", "via", "2001:db8:7::1", "proto", "209");
        String before = state();
        assertThat(namespace.probe(
                        "unroute eth9 10.0.0.0/8 192.0.2.1 7",
                        "unroute eth9 10.0.0.0/8 192.0.2.1 0",
                        "unroute eth9 10.0.0.0/8 - 0",
                        "unroute eth9 10.1.0.0/16 192.0.2.1 0",
                        "unroute eth9 2001:db8:8::/48 - 0",
                        "unroute lo 10.0.0.0/8 - 7",
                        "unaddress eth9 192.0.2.7 32",
                        "unaddress eth9 192.0.2.8 24",
                        "undoup eth9 1400",
                        "close eth9"))
                .isEmpty();
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void identicalRouteOfAnother_apply_succeedsAndUndoLeavesIt() {
        namespace.ethernet("eth9");
        namespace.make("ip", "route", "add", "10.0.0.0/8", "dev", "eth9", "metric", "7");
        String before = state();
        assertThat(namespace.probe("route eth9 10.0.0.0/8 - 7", "undo")).isEmpty();
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void otherRouteInTheWay_apply_isRefusedWith716() {
        namespace.ethernet("eth9");
        namespace.make("ip", "route", "add", "10.0.0.0/8", "dev", "lo", "metric", "7");
        assertThat(namespace.probe("route eth9 10.0.0.0/8 - 7"))
                .startsWith("refused error=716 layer=host reason=cannot add the route to 10.0.0.0/8 over eth9")
                .contains("EEXIST");
    }

    @Test
    void gatewayOutOfReach_apply_isRefusedInTheKernelsWords() {
        assertThat(namespace.probe("open dial0", "up dial0 1400", "route dial0 10.0.0.0/8 192.0.2.1 0"))
                .startsWith("refused error=716 layer=host")
                .contains("kernel: Nexthop has invalid gateway", "ENETUNREACH");
    }

    @Test
    void nameTaken_open_isRefusedWith602() {
        namespace.make("ip", "link", "add", "dial0", "type", "veth", "peer", "name", "dial1");
        assertThat(namespace.probe("free", "open dial0"))
                .startsWith("free dial2\nrefused error=602 layer=host reason=cannot create interface dial0");
    }

    @Test
    void namePattern_open_isRefusedWith87() {
        assertThat(namespace.probe("open dial%d")).startsWith("refused error=87 layer=host");
    }

    @Test
    void linkMissing_apply_isRefused() {
        assertThat(namespace.probe("up dial0 1400"))
                .startsWith("refused error=633 layer=host")
                .contains("ENODEV");
    }

    @Test
    void withoutRights_everyChange_isRefusedWith5() {
        assertThat(namespace.run(withoutRights("examine", "open dial0")).output())
                .contains("subject=rights, verdict=FAILED")
                .contains("refused error=5 layer=host");
        assertThat(namespace.run(withoutRights("up lo 65536")).output()).contains("refused error=5 layer=host");
    }

    private static String[] withoutRights(String... steps) {
        String[] probe = TestNamespace.probeCommand(steps);
        String[] command = new String[probe.length + 3];
        command[0] = "setpriv";
        command[1] = "--bounding-set=-net_admin";
        command[2] = "--inh-caps=-net_admin";
        System.arraycopy(probe, 0, command, 3, probe.length);
        return command;
    }

    @Test
    void tunMissing_open_isRefusedWith633() {
        String java = String.join("' '", TestNamespace.probeCommand("examine", "open dial0"));
        assertThat(namespace
                        .run("sh", "-c", "mount -t tmpfs tmpfs /dev/net && '" + java + "'")
                        .output())
                .contains("subject=tun, verdict=FAILED", "/dev/net/tun is missing")
                .contains("refused error=633 layer=host reason=cannot open /dev/net/tun: ENOENT");
    }

    @Test
    void ready_examine_findsAllWellAndMakesNoInterface() {
        assertThat(namespace.probe(
                        "run ip tuntap add mode tun name tun1", "examine", "run ip tuntap add mode tun name tun2"))
                .contains("subject=rights, verdict=OK", "subject=tun, verdict=OK", "subject=names, verdict=OK")
                .doesNotContain("FAILED", "WARNING");
        // the kernel counts: what had been there between the two would have had a number of its own
        assertThat(index("tun2")).isEqualTo(index("tun1") + 1);
    }

    private int index(String link) {
        return Integer.parseInt(
                namespace.run("ip", "-o", "link", "show", link).output().split(":", 2)[0]);
    }

    @Test
    void survey_seesOtherTunnelsAndSilentNameServers() {
        namespace.make("ip", "tuntap", "add", "mode", "tun", "name", "tun7");
        namespace.make("ip", "address", "add", "10.8.0.2/24", "dev", "tun7");
        namespace.make("ip", "link", "set", "tun7", "up");
        namespace.make("ip", "route", "add", "default", "dev", "tun7");
        assertThat(namespace.probe("survey", "link tun7", "link nothing"))
                .contains("subject=other vpn, verdict=WARNING, text=Everything goes through tun7")
                .contains("subject=dns, verdict=WARNING, text=No name server answers")
                .contains("subject=namespaces, verdict=OK", "subject=clock, verdict=OK")
                .contains("link Optional[Link[name=tun7, kind=tun, mtuBytes=1500, ours=false]]")
                .contains("link Optional.empty");
    }

    @Test
    void up_echoRequest_isReadAndAnsweredThroughTheDevice() {
        String[] rest = {"up dial0 1400", "address dial0 10.9.0.2 32 10.9.0.1", "reach 10.9.0.1"};
        assertThat(namespace.probe("answer dial0", rest[0], rest[1], rest[2])).isEqualTo("reach true\n");
        assertThat(namespace.probe("open dial0", rest[0], rest[1], rest[2])).isEqualTo("reach false\n");
    }

    @Test
    void warm_packet_allocatesNothing() {
        assertThat(namespace.probe("allocate dial0")).isEqualTo("allocate 0\n");
    }

    @Test
    void openedAndClosed_often_leavesNoDescriptor() {
        assertThat(namespace.probe("churn 200")).isEqualTo("churn left 0 free dial0\n");
    }

    @Test
    void readerInPoll_close_wakesItAtOnce() {
        Matcher said = Pattern.compile("wake (\\d+) ms\n").matcher(namespace.probe("wake"));
        assertThat(said.matches()).isTrue();
        assertThat(Integer.parseInt(said.group(1))).isLessThan(100);
    }

    @Test
    void routed_routeTo_namesLinkGatewayAndSource() {
        namespace.ethernet("eth9");
        namespace.make("ip", "address", "add", "192.0.2.7/24", "dev", "eth9");
        namespace.make("ip", "route", "add", "default", "via", "192.0.2.1");
        assertThat(namespace.probe("to 198.51.100.1", "to 192.0.2.9", "to 2001:db8::1"))
                .startsWith("""
                        to NextHop[link=eth9, gateway=/192.0.2.1, source=/192.0.2.7]
                        to NextHop[link=eth9, gateway=null, source=/192.0.2.7]
                        refused error=716 layer=host reason=no way to 2001:db8:0:0:0:0:0:1""");
    }

    @Test
    void resolvConfIsABindMount_apply_writesInPlaceAndUndoRestores() throws Exception {
        String said = namespace.probe(
                "resolver",
                "open dial0",
                "dns dial0=10.0.0.53;corp.example;all",
                "cat /etc/resolv.conf",
                "resolver",
                "undo",
                "cat /etc/resolv.conf");
        assertThat(said).isEqualTo("""
                resolver resolv.conf dbus not loaded
                # dialtone begin: for dial0; taken out again when they end, the rest of the file stays
                nameserver 10.0.0.53
                search corp.example
                # dialtone end
                #dialtone# nameserver 192.0.2.1
                resolver resolv.conf dbus not loaded
                nameserver 192.0.2.1
                """);
        assertThat(Files.readString(namespace.resolvConf())).isEqualTo("nameserver 192.0.2.1\n");
    }
}
