package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Detail;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Finding;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.client.RemoteClient;
import dev.dialtone.core.Secret;
import dev.dialtone.daemon.Daemon;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whole dials through an HTTP proxy: what a dialler is told, and that it is told in time.
@Timeout(120)
class ProxyDialTest {
    private static final String CHALLENGE = "HTTP/1.1 407 Sign in first\r\nProxy-Authenticate: Digest realm=\"r\","
            + " nonce=\"abc\", qop=\"auth\"\r\nProxy-Authenticate: Basic realm=\"r\"\r\n\r\n";

    private final Rig rig = new Rig();

    @AfterEach
    void end() {
        rig.close();
    }

    private DialRequest request(TestProxy proxy, UnaryOperator<Entry> more) {
        // the answerer's name is known to the proxy only
        Entry entry = rig.entry("proxied")
                .with(EntryOption.SERVER, Rig.SERVER_NAME)
                .with(EntryOption.SERVER_NAME, "")
                .with(EntryOption.PROXY, proxy.url());
        return DialRequest.of(more.apply(entry)).signIn(Rig.USER, "", Rig.PASSWORD);
    }

    private TestProxy proxy(TestProxy.Manners manners) {
        return new TestProxy(rig.answerer().port(), manners);
    }

    private static boolean asksFor(Socket client, String request, String scheme) throws java.io.IOException {
        boolean signedIn = request.contains("Proxy-Authorization: " + scheme + " ");
        TestProxy.say(client, signedIn ? "HTTP/1.1 200 OK\r\n\r\n" : CHALLENGE);
        return signedIn;
    }

    private Notification failure(DialRequest request) throws Exception {
        Recorder recorder = new Recorder();
        Notification completion =
                rig.manager().dial(request, recorder).completion().get(60, TimeUnit.SECONDS);
        recorder.awaitEnd(Rig.SOON);
        Told.isWhole(recorder.all());
        assertThat(completion.state()).isEqualTo(ConnectionState.CONNECT_DEVICE);
        rig.nothingLeft();
        return completion;
    }

    @Test
    void dial_goesThroughTheProxy_andTheStatusSaysSo_S1() throws Exception {
        try (TestProxy proxy = proxy(TestProxy.OPEN)) {
            Connection connection = rig.manager().dial(request(proxy, entry -> entry), new Recorder());
            assertThat(connection.completion().get(60, TimeUnit.SECONDS).isConnected())
                    .isTrue();
            ConnectionStatus status = connection.status();
            assertThat(status.proxy()).isEqualTo(proxy.url());
            assertThat("http://" + status.remoteEndpoint()).isEqualTo(proxy.url());
            assertThat(status.weak()).isEmpty();
            assertThat(proxy.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request)
                            .startsWith("CONNECT " + Rig.SERVER_NAME + ":"
                                    + rig.answerer().port() + " HTTP/1.1\r\n")
                            .contains("\r\nSSTPVERSION: 1.0\r\n"));
            connection.hangUp().get(10, TimeUnit.SECONDS);
            assertThat(connection.status().proxy()).isEqualTo(proxy.url());
        }
        rig.nothingLeft();
    }

    @Test
    void storedPassword_signsInByDigest_throughTheDaemon() throws Exception {
        Path socket = rig.places().resolve("sock");
        try (TestProxy proxy = proxy((client, request) -> asksFor(client, request, "Digest"));
                Daemon _ = Daemon.start(socket, rig.manager()::view);
                RemoteAccess client = RemoteClient.connect(socket);
                Secret password = Secret.ofChars("of-the-proxy".toCharArray())) {
            Entry entry = Objects.requireNonNull(
                    request(proxy, e -> e.with(EntryOption.PROXY_USER, "p-ann")).adHoc());
            client.setEntry(entry);
            client.setCredentials("proxied", Rig.USER, "", Rig.PASSWORD);
            client.setProxyPassword("proxied", password);
            assertThat(client.credentials("proxied").proxyPasswordStored()).isTrue();

            Connection connection = client.dial(DialRequest.of("proxied"), _ -> {});
            assertThat(connection.completion().get(60, TimeUnit.SECONDS).isConnected())
                    .isTrue();
            assertThat(connection.status().proxy()).isEqualTo(proxy.url());
            assertThat(proxy.requests()).hasSize(2);
            assertThat(proxy.requests().getLast())
                    .contains("username=\"p-ann\"")
                    .doesNotContain("of-the-proxy");
            assertThat(connection.hangUp().get(10, TimeUnit.SECONDS).ending()).isTrue();

            client.clearCredentials("proxied");
            assertThat(client.credentials("proxied").proxyPasswordStored()).isFalse();
        }
    }

    @Test
    void passwordOfTheDial_isSentByBasicWhereTheEntryAllowsIt_andMarkedWeak() throws Exception {
        try (TestProxy proxy = proxy((client, request) -> asksFor(client, request, "Basic"));
                Secret password = Secret.ofChars("of-the-proxy".toCharArray())) {
            DialRequest request = request(
                            proxy,
                            entry -> entry.with(EntryOption.PROXY_USER, "p-ann")
                                    .with(EntryOption.PROXY_AUTHENTICATION, "basic"))
                    .proxy(password);
            Connection connection = rig.manager().dial(request, new Recorder());
            assertThat(connection.completion().get(60, TimeUnit.SECONDS).isConnected())
                    .isTrue();
            assertThat(connection.status().weak()).isEqualTo("proxy-basic");
            connection.hangUp().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void refusedPassword_isNotRetried_E2_E3() throws Exception {
        try (TestProxy proxy = proxy((client, _) -> {
                    TestProxy.say(client, CHALLENGE);
                    return false;
                });
                Secret password = Secret.ofChars("wrong".toCharArray())) {
            Notification told = failure(request(
                            proxy,
                            entry -> entry.with(EntryOption.PROXY_USER, "p-ann").with(EntryOption.REDIAL_ATTEMPTS, "3"))
                    .proxy(password));
            assertThat(told.error()).isEqualTo(808);
            assertThat(told.retryInMillis()).isZero();
            Detail detail = Objects.requireNonNull(told.detail());
            assertThat(detail.layer()).isEqualTo("proxy");
            assertThat(detail.peerCode()).isEqualTo("HTTP 407");
            assertThat(detail.peerText()).isEqualTo("Sign in first");
            assertThat(detail.retryable()).isFalse();
            assertThat(proxy.requests()).hasSize(2);
        }
    }

    @Test
    void unreachableServer_isRetryable_E2() throws Exception {
        try (TestProxy proxy = proxy((client, _) -> {
            TestProxy.say(client, "HTTP/1.1 503 Service Unavailable\r\n\r\n");
            return false;
        })) {
            Notification told = failure(request(proxy, entry -> entry));
            assertThat(told.error()).isEqualTo(808);
            assertThat(Objects.requireNonNull(told.detail()).retryable()).isTrue();
        }
    }

    @Test
    void silentProxy_endsWithinTheLimitOfAState_C6() throws Exception {
        try (TestProxy proxy = proxy((client, _) -> client.getInputStream().read() >= 0)) {
            assertEndsInTime(request(proxy, entry -> entry));
        }
    }

    @Test
    void aByteNowAndThen_endsWithinTheLimitOfAState_C6() throws Exception {
        try (TestProxy proxy = proxy((client, _) -> {
            TestProxy.say(client, "HTTP/1.1 200 OK\r\nA: ");
            client.setSoTimeout(100);
            while (true) {
                TestProxy.say(client, "b");
                try {
                    if (client.getInputStream().read() < 0) {
                        return false;
                    }
                } catch (SocketTimeoutException e) {
                    // that was the pause
                    continue;
                }
            }
        })) {
            assertEndsInTime(request(proxy, entry -> entry));
        }
    }

    private void assertEndsInTime(DialRequest request) throws Exception {
        long begun = System.nanoTime();
        Notification told = failure(request.timeouts(Duration.ofSeconds(2), Duration.ofSeconds(6)));
        assertThat(told.error()).isEqualTo(809);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void hangUpWhileTheProxyIsSilent_completesAtOnce_C5_C6() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (TestProxy proxy = proxy((client, _) -> {
            asked.countDown();
            return client.getInputStream().read() >= 0;
        })) {
            Recorder recorder = new Recorder();
            Connection connection = rig.manager().dial(request(proxy, entry -> entry), recorder);
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            Notification end = connection.hangUp().get(5, TimeUnit.SECONDS);
            assertThat(end.state()).isEqualTo(ConnectionState.DISCONNECTED);
            assertThat(end.completion()).isTrue();
            recorder.awaitEnd(Rig.SOON);
            Told.isWhole(recorder.all());
        }
        rig.nothingLeft();
    }

    @Test
    void doctor_goesThroughTheProxy_withItsStoredPassword() throws Exception {
        try (TestProxy proxy = proxy((client, request) -> asksFor(client, request, "Digest"));
                Secret password = Secret.ofChars("of-the-proxy".toCharArray())) {
            rig.manager()
                    .setEntry(Objects.requireNonNull(request(
                                    proxy,
                                    e -> e.with(EntryOption.PROXY_USER, "p-ann").with(EntryOption.USER, Rig.USER))
                            .adHoc()));
            rig.manager().setProxyPassword("proxied", password);
            List<Finding> findings = rig.manager().doctor(Optional.of("proxied"));
            assertThat(findings).as("%s", findings).allMatch(Finding::ok);
            assertThat(text(findings, "name")).contains("It is the proxy on the way to " + Rig.SERVER_NAME);
            assertThat(text(findings, "sign-in")).contains("The proxy's is p-ann; a password is stored.");
            assertThat("http://" + text(findings, "port").replace(" port ", ":"))
                    .startsWith(proxy.url());
            assertThat(text(findings, "tls")).contains("the certificate is trusted");
            assertThat(text(findings, "sign-in offered")).contains("mschapv2");
        }
    }

    private static String text(List<Finding> findings, String subject) {
        return findings.stream()
                .filter(finding -> finding.subject().equals(subject))
                .map(Finding::text)
                .findFirst()
                .orElse("");
    }
}
