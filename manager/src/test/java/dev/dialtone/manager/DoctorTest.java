package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Finding;
import dev.dialtone.auth.AuthMethod;
import dev.dialtone.carriers.TlsOpener;
import dev.dialtone.carriers.Transport;
import dev.dialtone.core.Secret;
import dev.dialtone.core.Verdict;
import dev.dialtone.host.Host;
import dev.dialtone.host.Host.HostFinding;
import dev.dialtone.testkit.Answerer;
import dev.dialtone.testkit.AnswererConfig;
import dev.dialtone.testkit.AnswererSession;
import dev.dialtone.testkit.AnswererStep;
import dev.dialtone.testkit.CertificateProfile;
import dev.dialtone.testkit.DemoPki;
import dev.dialtone.testkit.MemoryHost;
import dev.dialtone.testkit.Misbehaviour;
import dev.dialtone.testkit.ServerIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The doctor with a real server on the loopback, and a host in memory.
@Timeout(60)
class DoctorTest {
    private static final String NAME = "vpn.dialtone.example";
    private static final DemoPki PKI = DemoPki.create();
    private static final ServerIdentity GOOD = PKI.server(NAME);
    private static final Secret PASSWORD = Secret.ofChars("a-password-of-tests".toCharArray());

    @TempDir
    Path folder;

    private final MemoryHost host = new MemoryHost();

    private Doctor doctor(Transport.Opener opener) {
        return new Doctor(
                new EntryVisit.Tools(host, opener, ThreadLoop::new, InstantSource.system(), new Random(1)),
                new FileCredentialStore(folder.resolve("credentials")),
                List::of);
    }

    private static Entry entry(int port) {
        return Entry.of("office")
                .with(EntryOption.SERVER, "127.0.0.1")
                .with(EntryOption.PORT, Integer.toString(port))
                .with(EntryOption.SERVER_NAME, NAME)
                .with(EntryOption.USER, "ann")
                .with(EntryOption.CA, PKI.caPem());
    }

    private Map<String, Finding> examined(Entry entry) {
        return doctor(new TlsOpener()).examine(Optional.of(entry), List.of(), true).stream()
                .collect(Collectors.toMap(Finding::subject, Function.identity()));
    }

    private Map<String, Finding> examined(ServerIdentity identity, UnaryOperator<AnswererConfig.Builder> differs) {
        try (Answerer answerer = start(identity, differs)) {
            return examined(entry(answerer.port()));
        }
    }

    private static Answerer start(ServerIdentity identity, UnaryOperator<AnswererConfig.Builder> differs) {
        return Answerer.start(
                differs.apply(AnswererConfig.of(identity).user("ann", PASSWORD)).build());
    }

    private static void skipped(Map<String, Finding> found, String why, String... subjects) {
        for (String subject : subjects) {
            assertThat(found.get(subject))
                    .isEqualTo(Finding.skipped(subject, "Not looked at, because " + why + " failed."));
        }
    }

    private static void failed(Finding finding, String text, String advice) {
        assertThat(finding.verdict()).as("%s", finding).isEqualTo(Verdict.FAILED);
        assertThat(finding.text()).contains(text);
        assertThat(finding.advice()).contains(advice);
    }

    @Test
    void goodServer_isGoodInAllChecks_andIsToldNothingOfUs() throws Exception {
        host.describe(new Host.Link("lo", "", 65_536, false));
        try (Answerer answerer = start(GOOD, answers -> answers)) {
            Map<String, Finding> found = examined(entry(answerer.port()));
            assertThat(found.values())
                    .allSatisfy(finding ->
                            assertThat(finding.verdict()).as("%s", finding).isEqualTo(Verdict.OK));
            assertThat(found.get("tls").text()).contains("TLSv1.3", "CN=" + NAME, "days left", "for " + NAME);
            assertThat(found.get("http").peer()).startsWith("\"HTTP/1.1 200 ");
            assertThat(found.get("sign-in offered").text()).contains("asks for mschapv2");
            assertThat(found.get("route").text()).contains("127.0.0.1 by lo");
            assertThat(found.get("mtu").text()).contains("fits into the 65535 of lo");
            AnswererSession called = answerer.sessions().stream()
                    .filter(session -> session.reached(AnswererStep.LCP))
                    .findFirst()
                    .orElseThrow();
            assertThat(called.awaitEnd(Duration.ofSeconds(10))).isPresent();
            assertThat(called.reached(AnswererStep.AUTHENTICATE)).isTrue();
            assertThat(called.reached(AnswererStep.AUTH_RESPONSE)).isFalse();
            assertThat(called.user()).isEmpty();
            assertThat(answerer.sessions()).noneMatch(AnswererSession::authenticated);
        }
    }

    @Test
    void certificateOfAnotherAuthority_isNamed() {
        Map<String, Finding> found = examined(DemoPki.create("another").server(NAME), answers -> answers);
        failed(found.get("tls"), "not among the trusted", "give the certificate of its CA");
        skipped(found, "tls", "http", "sign-in offered", "mtu");
    }

    @Test
    void certificateThatExpired_isNamed() {
        Map<String, Finding> found =
                examined(PKI.issue(CertificateProfile.of(NAME).expired()), answers -> answers);
        failed(found.get("tls"), "expired on", "renew it");
    }

    @Test
    void certificateNotYetValid_isNamed() {
        Map<String, Finding> found =
                examined(PKI.issue(CertificateProfile.of(NAME).notYetValid()), answers -> answers);
        failed(found.get("tls"), "is not valid before", "clock");
    }

    @Test
    void certificateThatSignedItself_isNamed() {
        Map<String, Finding> found =
                examined(PKI.issue(CertificateProfile.of(NAME).asSelfSigned()), answers -> answers);
        failed(found.get("tls"), "signed by itself", "CA");
    }

    @Test
    void certificateOfAnotherName_isNamed() {
        Map<String, Finding> found = examined(PKI.server("another.example"), answers -> answers);
        failed(found.get("tls"), "is for another.example, not " + NAME, "server name");
    }

    @Test
    void certificateThatEndsSoon_isAWarning() {
        var now = java.time.Instant.now();
        Map<String, Finding> found = examined(
                PKI.issue(CertificateProfile.of(NAME).valid(now.minusSeconds(60), now.plus(Duration.ofDays(5)))),
                answers -> answers);
        assertThat(found.get("tls").verdict()).isEqualTo(Verdict.WARNING);
        assertThat(found.get("tls").advice()).contains("renew CN=" + NAME);
        assertThat(found.get("sign-in offered").verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void middleBox_isToldInItsOwnWords() {
        Map<String, Finding> found = examined(
                GOOD,
                answers -> answers.misbehaviours(Misbehaviour.of(AnswererStep.HTTP, Misbehaviour.Kind.HTTP_STATUS)
                        .withCode(403)));
        failed(found.get("http"), "HTTP status 403", "check the host name and the port");
        assertThat(found.get("http").peer()).isEqualTo("\"HTTP/1.1 403 Forbidden\", Server: \"Dialtone answerer\"");
        skipped(found, "http", "sign-in offered");
        assertThat(found.get("tls").verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void methodThatTheEntryForbids_isNamed() {
        Map<String, Finding> found = examined(GOOD, answers -> answers.method(AuthMethod.PAP));
        failed(found.get("sign-in offered"), "share no authentication method. The entry allows mschapv2.", "");
        assertThat(found.get("sign-in offered").peer()).contains("authentication pap");
        assertThat(found.get("http").verdict()).isEqualTo(Verdict.OK);
    }

    /// It takes its demand back when that is refused, and lets go of the link some time after that only.
    @Test
    void methodThatTheEntryForbids_isNamedAlsoWhenTheServerIsSlow() {
        Misbehaviour slow =
                new Misbehaviour(AnswererStep.LCP, Misbehaviour.Kind.SLOW_TRICKLE, 0, "", Duration.ofMillis(20));
        Map<String, Finding> found =
                examined(GOOD, answers -> answers.method(AuthMethod.PAP).misbehaviours(slow));
        failed(found.get("sign-in offered"), "share no authentication method. The entry allows mschapv2.", "");
    }

    @Test
    void serverThatLetsEverybodyIn_isSaidToDoSo() {
        Map<String, Finding> found = examined(GOOD, answers -> answers.method(null));
        assertThat(found.get("sign-in offered").verdict()).isEqualTo(Verdict.WARNING);
        assertThat(found.get("sign-in offered").text()).contains("lets everybody in");
    }

    @Test
    void serverThatSaysNothing_isBounded() {
        long begun = System.nanoTime();
        Map<String, Finding> found = examined(
                GOOD, answers -> answers.misbehaviours(Misbehaviour.of(AnswererStep.LCP, Misbehaviour.Kind.SILENCE)));
        failed(found.get("sign-in offered"), "did not go on within 9 s", "");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Doctor.BOUND);
    }

    @Test
    void somethingElseOnThePort_isToldInItsFirstBytes() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> greetAll(server));
            Map<String, Finding> found = examined(entry(server.getLocalPort()));
            failed(found.get("port"), "spoke first", "SSTP is TLS from the first byte");
            assertThat(found.get("port").peer()).isEqualTo("\"220 mail.example ESMTP\\r\\n\"");
            skipped(found, "port", "tls", "http", "sign-in offered", "mtu");
        }
    }

    private static void greetAll(ServerSocket server) {
        try {
            while (true) {
                Socket client = server.accept();
                client.getOutputStream().write("220 mail.example ESMTP\r\n".getBytes());
            }
        } catch (IOException e) {
            // the test is over
            return;
        }
    }

    @Test
    void nameThatIsNone_skipsAllThatNeedsIt() {
        Map<String, Finding> found = examined(entry(443).with(EntryOption.SERVER, "no-such-host.invalid"));
        failed(found.get("name"), "no-such-host.invalid", "name servers");
        skipped(found, "name", "route", "port", "tls", "http", "sign-in offered", "mtu");
        assertThat(found.get("sign-in").verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void openerWithNothingBelow_skipsTheNetwork() {
        Transport.Opener simulated = (_, _, _) -> {
            throw new AssertionError("nothing is opened");
        };
        List<Finding> found = doctor(simulated).examine(Optional.of(entry(443)), List.of(), true);
        assertThat(found).extracting(Finding::verdict).contains(Verdict.SKIPPED).doesNotContain(Verdict.FAILED);
    }

    @Test
    void host_isToldFirst_andWhatIsOtherUsersOnlyToWhoMay_H7() throws Exception {
        host.find(List.of(new HostFinding("tun", Verdict.FAILED, "there is none", "load it")));
        host.findToo(List.of(
                new HostFinding("dns", Verdict.WARNING, "slow", ""),
                new HostFinding(Host.OTHER_PROGRAMS, Verdict.OK, "openvpn", "")));
        Doctor doctor = doctor(new TlsOpener());
        assertThat(doctor.examine(Optional.empty(), List.of("damaged"), true))
                .extracting(Finding::subject)
                .containsExactly("tun", "dns", Host.OTHER_PROGRAMS, "phone book");
        assertThat(doctor.examine(Optional.empty(), List.of(), false))
                .extracting(Finding::subject)
                .containsExactly("tun", "dns");
        assertThat(doctor.missing()).containsExactly("there is none");
    }
}
