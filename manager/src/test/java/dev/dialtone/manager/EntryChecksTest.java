package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Finding;
import dev.dialtone.carriers.Scout;
import dev.dialtone.carriers.TlsOpener;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import dev.dialtone.core.Verdict;
import dev.dialtone.host.Host;
import dev.dialtone.host.HostException;
import dev.dialtone.testkit.CertificateProfile;
import dev.dialtone.testkit.DemoPki;
import dev.dialtone.testkit.ForwardingHost;
import dev.dialtone.testkit.MemoryHost;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each check makes of what it is given.
class EntryChecksTest {
    private static final Instant NOW = Instant.parse("2026-11-26T04:00:00Z");
    private static final InetAddress SERVER = InetAddress.ofLiteral("198.51.100.7");
    private static final InetAddress OTHER = InetAddress.ofLiteral("2001:db8::7");
    private static final Entry OFFICE = Entry.of("office").with(EntryOption.SERVER, "vpn.example");

    @TempDir
    Path folder;

    private final MemoryHost host = new MemoryHost();

    private static void is(Finding finding, Verdict verdict, String text, String advice) {
        assertThat(finding.verdict()).as("%s", finding).isEqualTo(verdict);
        assertThat(finding.text()).contains(text);
        assertThat(finding.advice()).contains(advice);
    }

    private EntryVisit visit(Entry entry) {
        return visit(entry, host);
    }

    private static EntryVisit visit(Entry entry, Host host) {
        return new EntryVisit(
                entry,
                StoredSignIn.NOTHING,
                new EntryVisit.Tools(host, new TlsOpener(), ThreadLoop::new, InstantSource.fixed(NOW), new Random(1)));
    }

    @Test
    void settings_thatCannotBeDialled_areNamed() {
        is(new SettingsCheck(OFFICE).look(), Verdict.OK, "vpn.example port 443", "");
        is(
                new SettingsCheck(OFFICE.with(EntryOption.MOBILITY, "false")).look(),
                Verdict.OK,
                "by SSTP. Without effect yet: mobility waits for IKEv2.",
                "");
        is(
                new SettingsCheck(OFFICE.with(EntryOption.MACHINE_AUTHENTICATION, "psk")).look(),
                Verdict.FAILED,
                "machine-authentication: waits for IKEv2 and L2TP",
                "");
        is(new SettingsCheck(Entry.of("office")).look(), Verdict.FAILED, "names no server", "--server HOST");
        is(
                new SettingsCheck(OFFICE.with(EntryOption.IPV4, "false").with(EntryOption.IPV6, "false")).look(),
                Verdict.FAILED,
                "ipv4, ipv6",
                "dialtone entry set office");
    }

    @Test
    void placement_isThereOrMadeOrOutOfReach() {
        Entry placed = OFFICE.with(EntryOption.NETNS, "blue");
        assertThat(new PlacementCheck(visit(OFFICE)).look().verdict()).isEqualTo(Verdict.SKIPPED);
        is(new PlacementCheck(visit(placed)).look(), Verdict.OK, "blue is made by the dial", "");
        host.addNamespace("blue");
        is(new PlacementCheck(visit(placed)).look(), Verdict.OK, "blue is there", "");
        Host barred = new ForwardingHost(host) {
            @Override
            public boolean mayUseNamespaces() {
                return false;
            }
        };
        is(new PlacementCheck(visit(placed, barred)).look(), Verdict.FAILED, "may not enter any", "CAP_SYS_ADMIN");
    }

    @Test
    void table_isFreeOrSharedOrOutOfReach() {
        Entry placed = OFFICE.with(EntryOption.TABLE, "100");
        assertThat(new TableCheck(visit(OFFICE)).look().verdict()).isEqualTo(Verdict.SKIPPED);
        is(new TableCheck(visit(placed)).look(), Verdict.OK, "Nobody else has a route in the routing table 100", "");
        host.othersInTables(3);
        is(new TableCheck(visit(placed)).look(), Verdict.WARNING, "there are 3 routes of others", "ip route show");
        host.othersInTables(-1);
        is(new TableCheck(visit(placed)).look(), Verdict.FAILED, "no policy rules", "CONFIG_IP_MULTIPLE_TABLES");
    }

    @Test
    void firewallZone_isThereOrOfNoUseOrMissing() {
        Entry trusted = OFFICE.with(EntryOption.FIREWALL_ZONE, "trusted");
        assertThat(new FirewallZoneCheck(visit(OFFICE)).look().verdict()).isEqualTo(Verdict.SKIPPED);
        is(new FirewallZoneCheck(visit(trusted)).look(), Verdict.OK, "has the zone trusted", "");
        is(
                new FirewallZoneCheck(visit(trusted.with(EntryOption.NETNS, "blue"))).look(),
                Verdict.OK,
                "of no use in the network namespace blue",
                "");
        Host without = new ForwardingHost(host) {
            @Override
            public void requireFirewallZone(String zone) {
                throw new HostException(Failure.of(87, Layer.HOST, "firewall-zone: no zone " + zone)
                        .advise("Make it."));
            }
        };
        is(new FirewallZoneCheck(visit(trusted, without)).look(), Verdict.FAILED, "no zone trusted.", "Make it.");
    }

    @Test
    void signIn_needsAUserAndSaysWhatIsWeak() {
        FileCredentialStore credentials = new FileCredentialStore(folder.resolve("credentials"));
        is(new SignInCheck(OFFICE, credentials).look(), Verdict.FAILED, "No user is named; no password", "--user NAME");
        Entry ann = OFFICE.with(EntryOption.USER, "ann");
        is(new SignInCheck(ann, credentials).look(), Verdict.OK, "The user is ann; no password is stored.", "");
        credentials.set("office", "bob", "", Secret.ofChars("secret".toCharArray()));
        is(new SignInCheck(ann, credentials).look(), Verdict.OK, "The user is bob; a password is stored.", "");
        assertThat(credentials.info("office"))
                .isEqualTo(new CredentialsInfo("office", "bob", "", true, false, "files"));
        is(
                new SignInCheck(ann.with(EntryOption.ONE_TIME, "true"), credentials).look(),
                Verdict.OK,
                "The user is bob; the password is a one-time code, given for each dial.",
                "");
        is(
                new SignInCheck(ann.with(EntryOption.AUTHENTICATION, "mschapv2,pap"), credentials).look(),
                Verdict.WARNING,
                "weak sign-in: pap",
                "only mschapv2");
    }

    @Test
    void trust_isToldWithItsDates() {
        DemoPki pki = DemoPki.create();
        Instant now = Instant.now();
        is(new TrustCheck(OFFICE, InstantSource.fixed(now)).look(), Verdict.OK, "the system's certificates", "");
        Entry own = OFFICE.with(EntryOption.CA, pki.caPem());
        is(new TrustCheck(own, InstantSource.fixed(now)).look(), Verdict.OK, "days left", "");
        Instant end = pki.ca().getNotAfter().toInstant();
        is(
                new TrustCheck(own, InstantSource.fixed(end.minus(Duration.ofDays(3)))).look(),
                Verdict.WARNING,
                "(3 days left)",
                "--ca FILE");
        is(
                new TrustCheck(own, InstantSource.fixed(end.plusSeconds(1))).look(),
                Verdict.FAILED,
                "expired on",
                "--ca FILE");
        is(
                new TrustCheck(own, InstantSource.fixed(Instant.EPOCH)).look(),
                Verdict.FAILED,
                "not valid before",
                "--ca FILE");
    }

    @Test
    void chain_isToldCertificateByCertificate() {
        var identity = DemoPki.create("Demo").issue(CertificateProfile.of("vpn.example"));
        assertThat(CertificateText.chain(List.of(identity.certificate()), Instant.now()))
                .contains("CN=vpn.example", "issued by CN=Demo", "(364 days left)");
    }

    @Test
    void route_isToldAndIsMissedOnlyWhenNoAddressHasOne() {
        EntryVisit visit = visit(OFFICE);
        visit.found(List.of(SERVER, OTHER));
        is(
                new RouteCheck(visit).look(),
                Verdict.OK,
                "198.51.100.7 by eth0 via 192.0.2.1 from 192.0.2.10; 2001:db8::7 by eth0",
                "");
        host.loseDefaultRoute();
        host.reach(SERVER, new Host.NextHop("eth1", null, null));
        is(new RouteCheck(visit).look(), Verdict.OK, "198.51.100.7 by eth1; no way to 2001:db8:0:0:0:0:0:7", "");
        visit.found(List.of(OTHER));
        is(new RouteCheck(visit).look(), Verdict.FAILED, "no way to 2001:db8:0:0:0:0:0:7", "ip route");
    }

    @Test
    void routeThroughATunnel_isAWarning() {
        EntryVisit visit = visit(OFFICE);
        visit.found(List.of(SERVER));
        host.describe(new Host.Link("eth0", "", 1500, false));
        is(new RouteCheck(visit).look(), Verdict.OK, "by eth0", "");
        host.describe(new Host.Link("eth0", "wireguard", 1420, false));
        is(new RouteCheck(visit).look(), Verdict.WARNING, "other VPN software (wireguard)", "Take the other VPN down");
        host.describe(new Host.Link("eth0", "tun", 1400, true));
        is(new RouteCheck(visit).look(), Verdict.WARNING, "another connection of Dialtone", "Hang the other one up");
    }

    private static final Scout.Knock OPEN = new Scout.Knock.Open(12);
    private static final Scout.Knock SPOKE =
            new Scout.Knock.Spoke("SSH-2.0-x\r\n\u0001".getBytes(StandardCharsets.US_ASCII));
    private static final Scout.Knock CLOSED = new Scout.Knock.Closed(
            Failure.retryable(808, Layer.TCP, "Connection refused.").advise("nothing listens"));

    private Finding port(Scout.Knock... knocks) {
        return new PortCheck(visit(OFFICE)).judge(List.of(SERVER, OTHER).subList(0, knocks.length), List.of(knocks));
    }

    @Test
    void port_isGoodWhenADialWouldTakeIt() {
        is(port(OPEN), Verdict.OK, "198.51.100.7 port 443 accepts connections (12 ms).", "");
        is(port(OPEN, CLOSED), Verdict.OK, "Connection refused.", "");
        is(port(OPEN, SPOKE), Verdict.OK, "2001:db8::7 port 443 is open, but no TLS server.", "");
        is(
                port(CLOSED, OPEN),
                Verdict.WARNING,
                "Connection refused. 2001:db8::7 port 443 accepts",
                "a quarter of a second apart");
        is(port(CLOSED, CLOSED), Verdict.FAILED, "Connection refused. Connection refused.", "nothing listens");
    }

    @Test
    void portThatSpeaksFirst_isNoTlsServer() {
        is(port(SPOKE, OPEN), Verdict.FAILED, "spoke first", "check the host name and the port");
        assertThat(port(CLOSED, SPOKE).peer()).isEqualTo("\"SSH-2.0-x\\r\\n\\x01\"");
    }

    @ParameterizedTest
    @CsvSource({
        "mschapv2, OK, asks for mschapv2",
        "pap, WARNING, It is weak",
        "chap-md5, WARNING, It is weak",
        "none, WARNING, lets everybody in",
    })
    void methodThatIsAskedFor_isJudged(String method, Verdict verdict, String text) {
        is(OfferCheck.judge(method, List.of("mschapv2", "pap")), verdict, text, "");
    }

    @Test
    void serversTime_isToldWhenItIsFarOff() {
        is(ServerClockCheck.judge(Optional.of(NOW.minusSeconds(1)), NOW), Verdict.OK, "1 s ahead", "");
        is(
                ServerClockCheck.judge(Optional.of(NOW.plusSeconds(4000)), NOW),
                Verdict.WARNING,
                "4000 s behind",
                "timedatectl");
        is(ServerClockCheck.judge(Optional.empty(), NOW), Verdict.SKIPPED, "does not tell", "");
    }

    private static final PacketOverhead IPV4 = PacketOverhead.of("TLSv1.3", "TLS_AES_256_GCM_SHA384", SERVER);
    private static final PacketOverhead IPV6 = PacketOverhead.of("TLSv1.3", "TLS_AES_256_GCM_SHA384", OTHER);

    private static Finding mtu(int mtu, PacketOverhead overhead, int link, int path) {
        return MtuCheck.judge(
                mtu,
                overhead,
                link == 0 ? Optional.empty() : Optional.of(new Host.Link("eth0", "", link, false)),
                path == 0 ? OptionalInt.empty() : OptionalInt.of(path));
    }

    @Test
    void overhead_isThatOfTheSuite() {
        assertThat(IPV4.bytes()).isEqualTo(4 + 4 + 22 + 32 + 20);
        assertThat(IPV6.bytes()).isEqualTo(4 + 4 + 22 + 32 + 40);
        assertThat(PacketOverhead.of("TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", SERVER)
                        .tlsBytes())
                .isEqualTo(29);
        assertThat(PacketOverhead.of("TLSv1.2", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", SERVER)
                        .tlsBytes())
                .isEqualTo(21);
    }

    @Test
    void mtu_isJudgedByTheSmallestOfTheWay() {
        is(
                mtu(1400, IPV4, 1500, 1500),
                Verdict.OK,
                "1400 + 4 PPP + 4 SSTP + 22 TLS + 32 TCP + 20 IPv4 = 1482 fits into the 1500 of eth0.",
                "");
        is(mtu(1400, IPV6, 1500, 1500), Verdict.OK, "= 1502 does not fit into the 1500 of eth0", "");
        is(mtu(1400, IPV4, 1280, 1280), Verdict.WARNING, "= 1482 does not fit into the 1280 of eth0", "Set mtu=1198");
        is(
                mtu(1400, IPV4, 1500, 1400),
                Verdict.WARNING,
                "does not fit into the 1400 of the way to the server (eth0 has 1500)",
                "Set mtu=1318");
        is(mtu(576, IPV4, 600, 600), Verdict.WARNING, "does not fit", "Raise the MTU");
        is(mtu(1400, IPV4, 1500, 0), Verdict.OK, "the 1500 of eth0", "");
        is(mtu(1400, IPV4, 0, 1500), Verdict.OK, "the 1500 of the way", "");
        is(mtu(1400, IPV4, 0, 0), Verdict.SKIPPED, "does not know", "");
    }

    @Test
    void httpHead_isReadLeniently() {
        byte[] bytes = ("HTTP/1.1 403 Forbidden\r\nServer: Squid/5.7\u0007\r\n"
                        + "date: Thu, 26 Nov 2026 04:00:00 GMT\r\n\r\nrest")
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(HttpHead.end(bytes, bytes.length)).isEqualTo(bytes.length - "rest".length());
        HttpHead head = HttpHead.of(bytes).orElseThrow();
        assertThat(head.status()).isEqualTo(403);
        assertThat(head.words()).isEqualTo("\"HTTP/1.1 403 Forbidden\", Server: \"Squid/5.7\\x07\"");
        assertThat(head.date()).contains(NOW);
        assertThat(HttpHead.of("SSH-2.0".getBytes(StandardCharsets.US_ASCII))).isEmpty();
        assertThat(HttpHead.of("HTTP/1.1".getBytes(StandardCharsets.US_ASCII))
                        .orElseThrow()
                        .status())
                .isZero();
        assertThat(HttpHead.end(bytes, 10)).isNegative();
    }
}
