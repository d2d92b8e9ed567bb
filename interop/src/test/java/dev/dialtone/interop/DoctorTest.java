package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Finding;
import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.RasError;
import dev.dialtone.core.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The doctor on a healthy host and on broken ones, each of which it must name. Daemon, servers and commands are
/// processes in a namespace of the test's own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class DoctorTest {
    private static final String WELL = "well";
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final List<String> ALL_OF_AN_ENTRY =
            List.of("entry", "sign-in", "trust", "name", "route", "port", "tls", "http", "sign-in offered", "mtu");

    private DoctorRig rig;

    @BeforeAll
    void begin() throws IOException {
        Requires.namespaces();
        rig = new DoctorRig(Files.createTempDirectory("dtd"));
        rig.daemon(WELL);
    }

    @AfterAll
    void end() {
        if (rig != null) {
            rig.close();
        }
    }

    /// A doctor changes nothing (H6 has nothing to undo).
    @AfterEach
    void hostIsAsBefore() {
        assertThat(rig.isAsBefore()).isTrue();
    }

    private Map<String, Finding> examined(String name, String peer, Map<EntryOption, String> more) {
        rig.entry(WELL, name, peer, more);
        return rig.doctor(WELL, name);
    }

    private static void is(Finding finding, Verdict verdict, String text, String advice) {
        assertThat(finding.verdict()).as("%s", finding).isEqualTo(verdict);
        assertThat(finding.text()).as("%s", finding).contains(text);
        assertThat(finding.advice()).as("%s", finding).contains(advice);
    }

    private static void skipped(Map<String, Finding> found, String why, String... subjects) {
        for (String subject : subjects) {
            is(found.get(subject), Verdict.SKIPPED, "because " + why + " failed", "");
        }
    }

    private static void onlyFailed(Map<String, Finding> found, String subject) {
        assertThat(found.values())
                .filteredOn(finding -> !finding.ok())
                .extracting(Finding::subject)
                .containsExactly(subject);
    }

    @Test
    void healthy_isGoodInEveryCheck() {
        Map<String, Finding> found = examined("healthy", "healthy", Map.of());
        assertThat(found.values())
                .allSatisfy(f -> assertThat(f.verdict()).as("%s", f).isEqualTo(Verdict.OK));
        assertThat(found.keySet())
                .containsAll(ALL_OF_AN_ENTRY)
                .contains("rights", "tun", "names", "namespaces", "dns", "clock", "other vpn", "other vpn programs");
        assertThat(found.get("name").text()).contains(Rig.SERVER_NAME + " is 192.0.2.10 (");
        assertThat(found.get("dns").text()).contains("192.0.2.53 answers (NOERROR");
        assertThat(found.get("tls").text()).contains("TLSv1.3", "issued by CN=Example CA", "days left");
        assertThat(found.get("mtu").text()).contains("fits into the 65535 of lo");
    }

    @Test
    void healthy_commandEndsWith0AndTellsATable() {
        rig.entry(WELL, "healthy", "healthy", Map.of());
        PeerProcess told = rig.command(WELL, "doctor", "healthy");
        assertThat(told.code()).as("%s", told).isZero();
        assertThat(told.text())
                .startsWith("VERDICT  CHECK               SEEN\nok       rights              The manager runs as root")
                .doesNotContain("warning ", "FAILED ", "skipped ");
    }

    @Test
    void withoutCapability_rightsAndTunAreNamed() {
        rig.daemon("no-rights", "setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin");
        rig.entry("no-rights", "office", "healthy", Map.of());
        Map<String, Finding> found = rig.doctor("no-rights", "office");
        is(found.get("rights"), Verdict.FAILED, "root without CAP_NET_ADMIN", "give it CAP_NET_ADMIN");
        is(found.get("tun"), Verdict.FAILED, "EPERM", "give it CAP_NET_ADMIN");
        is(found.get("tls"), Verdict.OK, "TLSv1.3", "");
    }

    @Test
    void withoutTun_itIsNamed() {
        rig.daemon("no-tun", "sh", "-c", "mount -t tmpfs tmpfs /dev/net && exec \"$@\"", "sh");
        rig.entry("no-tun", "office", "healthy", Map.of());
        Map<String, Finding> found = rig.doctor("no-tun", "office");
        is(found.get("tun"), Verdict.FAILED, "/dev/net/tun is missing", "modprobe tun");
        onlyFailed(found, "tun");
    }

    @Test
    void somethingElseOnThePort_isToldByItsFirstBytes() {
        Map<String, Finding> found = examined("banner", "banner", Map.of());
        is(found.get("port"), Verdict.FAILED, "no TLS server listens there", "check the host name and the port");
        assertThat(found.get("port").peer()).isEqualTo("\"SSH-2.0-OpenSSH_9.2p1\\r\\n\"");
        onlyFailed(found, "port");
        skipped(found, "port", "tls", "http", "sign-in offered", "mtu");
    }

    @Test
    void closedPort_isNamed() {
        Map<String, Finding> found = examined("closed", "1", Map.of());
        is(found.get("port"), Verdict.FAILED, "192.0.2.10 port 1: Connection refused", "nothing listens on this port");
        onlyFailed(found, "port");
        skipped(found, "port", "tls", "http", "sign-in offered", "mtu");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "other-ca   | issued by CN=Another CA, which is not among the trusted | give the certificate of its CA",
                "expired    | expired on                                              | has to renew it",
                "other-name | is for another.example, not answerer.dialtone.example   | server name of the entry",
            })
    void badCertificate_isNamedByItsFault(String peer, String text, String advice) {
        Map<String, Finding> found = examined(peer, peer, Map.of());
        is(found.get("tls"), Verdict.FAILED, text, advice);
        assertThat(found.get("tls").peer()).startsWith("sha256:");
        onlyFailed(found, "tls");
        skipped(found, "tls", "http", "sign-in offered", "mtu");
    }

    @Test
    void forbidden_isToldInTheServersWords_andEndsTheCommandWith1() {
        Map<String, Finding> found = examined("forbidden", "forbidden", Map.of());
        is(found.get("http"), Verdict.FAILED, "HTTP status 403", "that SSTP is enabled on the server");
        assertThat(found.get("http").peer()).isEqualTo("\"HTTP/1.1 403 Forbidden\", Server: \"Dialtone answerer\"");
        onlyFailed(found, "http");
        skipped(found, "http", "sign-in offered");
        PeerProcess told = rig.command(WELL, "doctor", "forbidden", "--json");
        assertThat(told.code()).as("%s", told).isEqualTo(1);
        assertThat(told.errors()).contains("RAS_ERROR=" + RasError.PORT_NOT_AVAILABLE);
        List<JsonObject> objects =
                told.lines().stream().map(line -> Json.object(line.text())).toList();
        assertThat(objects)
                .filteredOn(object -> !object.flag("ok", true))
                .singleElement()
                .satisfies(object -> {
                    assertThat(object.text("subject")).isEqualTo("http");
                    assertThat(object.text("verdict")).isEqualTo("failed");
                    assertThat(object.text("peer")).contains("403 Forbidden");
                });
    }

    @Test
    void deadNameServer_isNamedInTime() {
        rig.run("sh", "-c", "echo nameserver 192.0.2.54 > /etc/resolv.conf");
        try {
            long begun = System.nanoTime();
            Map<String, Finding> found =
                    examined("dead", "healthy", Map.of(EntryOption.SERVER, "dead.dialtone.example"));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONGEST);
            is(found.get("dns"), Verdict.WARNING, "192.0.2.54 does not answer within 2 s", "`nameserver` lines");
            is(found.get("name"), Verdict.FAILED, "dead.dialtone.example", "name servers");
            onlyFailed(found, "name");
            skipped(found, "name", "route", "port", "tls", "http", "sign-in offered", "mtu");
        } finally {
            rig.run("sh", "-c", "echo nameserver 192.0.2.53 > /etc/resolv.conf");
        }
    }

    @Test
    void smallMtu_isNamedWithTheSum() {
        rig.run("ip", "link", "set", "lo", "mtu", "1280");
        try {
            Map<String, Finding> found = examined("small", "healthy", Map.of());
            is(
                    found.get("mtu"),
                    Verdict.WARNING,
                    "1400 + 4 PPP + 4 SSTP + 22 TLS + 32 TCP + 20 IPv4 = 1482 does not fit into the 1280 of lo",
                    "Set mtu=1198 in the entry");
            assertThat(found.values()).allMatch(Finding::ok);
            is(examined("small", "healthy", Map.of(EntryOption.MTU, "1198")).get("mtu"), Verdict.OK, "= 1280 fits", "");
        } finally {
            rig.run("ip", "link", "set", "lo", "mtu", "65536");
        }
    }

    @Test
    void otherVpn_thatTakesEverything_isNamed() {
        rig.run("ip", "tuntap", "add", "mode", "tun", "name", "tun7");
        try {
            rig.run("ip", "link", "set", "tun7", "up");
            rig.run("ip", "route", "add", "0.0.0.0/1", "dev", "tun7");
            rig.run("ip", "route", "add", "128.0.0.0/1", "dev", "tun7");
            Map<String, Finding> found = examined("far", "443", Map.of(EntryOption.SERVER, "198.51.100.1"));
            is(found.get("other vpn"), Verdict.WARNING, "Everything goes through tun7", "Take the other VPN down");
            is(found.get("route"), Verdict.WARNING, "198.51.100.1 by tun7", "Take the other VPN down");
        } finally {
            rig.run("ip", "link", "del", "tun7");
        }
    }
}
