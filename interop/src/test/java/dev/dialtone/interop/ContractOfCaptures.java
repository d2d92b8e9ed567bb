package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Answer;
import dev.dialtone.api.Capture;
import dev.dialtone.api.CaptureOptions;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Projection;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.auth.AuthMethod;
import dev.dialtone.core.Secret;
import dev.dialtone.manager.Caller;
import dev.dialtone.testkit.MemoryDevice;
import dev.dialtone.testkit.Ping;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The PPP of a connection as its user may see it, without its secrets.
abstract class ContractOfCaptures extends ContractOfHolders {
    private static final CaptureOptions CONTROL = new CaptureOptions(true, 0, Duration.ZERO);
    private static final String PASSWORD = Rig.PASSWORD.useChars(String::new);
    private static final SecretForms FORMS = new SecretForms(PASSWORD);

    private void store(String... users) {
        rig.manager()
                .setEntry(rig.entry("office")
                        .with(EntryOption.AUTHENTICATION, "mschapv2,chap-md5,pap")
                        .with(EntryOption.USERS, String.join(",", users)));
        rig.manager().setCredentials("office", Rig.USER, "", Rig.PASSWORD);
    }

    private Connection dialled(RemoteAccess client) throws Exception {
        Connection connection = client.dial(DialRequest.of("office"), new Recorder());
        assertThat(await(connection.completion()).isConnected()).isTrue();
        return connection;
    }

    private void ping(Connection connection) throws Exception {
        Projection projection = connection.projection();
        MemoryDevice device = rig.memory().devices().get(projection.link());
        InetAddress ours = InetAddress.ofLiteral(String.valueOf(projection.ipv4()));
        InetAddress theirs = InetAddress.ofLiteral(String.valueOf(projection.ipv4Peer()));
        assertThat(Ping.once(device, ours, theirs, SOON)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"MSCHAPV2,<CHAP 1|>CHAP 2|<CHAP 3", "CHAP_MD5,<CHAP 1|>CHAP 2|<CHAP 3", "PAP,>PAP 1|<PAP 2"})
    void startedBeforeTheDial_hasAllOfItInOrder_andNoSecret(AuthMethod method, String signIn) throws Exception {
        anotherServer(new Rig(answers -> answers.method(method)));
        store();
        CompletableFuture<CapturedFrames> reading =
                CapturedFrames.reading(access.capture("office", CaptureOptions.ALL));
        Connection connection = dialled(access);
        ping(connection);
        await(connection.hangUp());
        CapturedFrames captured = CapturedFrames.await(reading);

        assertThat(captured.words().getFirst()).endsWith("LCP 1");
        assertThat(captured.words()).containsSubsequence(">LCP 1", "<LCP 2").containsSubsequence("<LCP 1", ">LCP 2");
        assertThat(captured.words()).containsSubsequence(signIn.split("\\|"));
        assertThat(captured.words())
                .containsSubsequence(signIn.split("\\|")[0], ">IPCP 1", "<IPCP 2", ">IP", "<IP", ">LCP 5", "<LCP 6");
        assertThat(captured.isWhole()).isTrue();
        assertThat(FORMS.in(captured.file())).as("secrets in the file").isEmpty();
        assertThat(new String(captured.file(), StandardCharsets.ISO_8859_1))
                .contains("connection " + connection.id() + " of the entry \"office\"");
        switch (method) {
            case PAP -> {
                assertThat(new String(captured.frame(">PAP 1"), StandardCharsets.ISO_8859_1))
                        .endsWith((char) Rig.USER.length()
                                + Rig.USER
                                + (char) PASSWORD.length()
                                + "*".repeat(PASSWORD.length()));
            }
            case CHAP_MD5 -> {
                byte[] challenge = captured.frame("<CHAP 1");
                MessageDigest md5 = MessageDigest.getInstance("MD5");
                md5.update(challenge[5]);
                md5.update(PASSWORD.getBytes(StandardCharsets.UTF_8));
                md5.update(challenge, 9, challenge[8]);
                assertThat(indexOf(captured.file(), Arrays.copyOf(md5.digest(), 8)))
                        .isNegative();
                assertResponse(captured, 16);
            }
            case MSCHAPV2 -> {
                assertResponse(captured, 49);
                assertThat(new String(captured.frame("<CHAP 3"), 8, 42, StandardCharsets.ISO_8859_1))
                        .isEqualTo("S=" + "*".repeat(40));
            }
        }
    }

    private static void assertResponse(CapturedFrames captured, int bytes) {
        byte[] response = captured.frame(">CHAP 2");
        assertThat(response[8]).isEqualTo((byte) bytes);
        assertThat(new String(response, 9, bytes, StandardCharsets.ISO_8859_1)).isEqualTo("*".repeat(bytes));
        assertThat(new String(response, 9 + bytes, response.length - 9 - bytes, StandardCharsets.UTF_8))
                .isEqualTo(Rig.USER);
    }

    private static int indexOf(byte[] in, byte[] wanted) {
        for (int i = 0; i <= in.length - wanted.length; i++) {
            if (Arrays.equals(in, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void changedPassword_isInNoFrame() throws Exception {
        anotherServer(new Rig(answers -> answers.expiredUser(Rig.USER, Rig.PASSWORD)));
        store();
        CompletableFuture<CapturedFrames> reading = CapturedFrames.reading(access.capture("office", CONTROL));
        Recorder recorder = new Recorder();
        Connection connection = access.dial(
                DialRequest.of("office").options(DialOptions.STANDARD.withPauses(Duration.ofMinutes(1))), recorder);
        recorder.await(n -> n.state() == ConnectionState.PASSWORD_EXPIRED, SOON);
        String fresh = "another-password-of-tests";
        try (Secret secret = Secret.ofChars(fresh.toCharArray())) {
            connection.answer(new Answer(connection.status().seq(), Map.of(), secret));
        }
        assertThat(await(connection.completion()).isConnected()).isTrue();
        await(connection.hangUp());
        CapturedFrames captured = CapturedFrames.await(reading);

        assertThat(captured.words()).containsSubsequence(">CHAP 2", "<CHAP 4", ">CHAP 7", "<CHAP 3", ">IPCP 1");
        assertThat(FORMS.in(captured.file())).isEmpty();
        assertThat(new SecretForms(fresh).in(captured.file())).isEmpty();
        assertThat(new String(captured.frame(">CHAP 7"), 8, 582, StandardCharsets.ISO_8859_1))
                .isEqualTo("*".repeat(582));
    }

    @Test
    void startedWhenConnected_hasWhatComesFromThenOn() throws Exception {
        store();
        Connection connection = dialled(access);
        CompletableFuture<CapturedFrames> reading =
                CapturedFrames.reading(access.capture(connection.id(), CaptureOptions.ALL));
        CompletableFuture<CapturedFrames> control = CapturedFrames.reading(access.capture("office", CONTROL));
        CompletableFuture<CapturedFrames> two =
                CapturedFrames.reading(access.capture("office", new CaptureOptions(false, 2, Duration.ZERO)));
        ping(connection);
        ping(connection);
        assertThat(CapturedFrames.await(two).words()).containsExactly(">IP", "<IP");
        await(connection.hangUp());

        assertThat(CapturedFrames.await(reading).words())
                .containsSubsequence(">IP", "<IP", ">IP", "<IP", ">LCP 5", "<LCP 6")
                .doesNotContain(">LCP 1", "<IPCP 2");
        assertThat(CapturedFrames.await(control).words()).contains(">LCP 5").doesNotContain(">IP", "<IP");
        assertThat(refused(() -> access.capture(connection.id(), CaptureOptions.ALL))
                        .error())
                .isEqualTo(RasError.NO_CONNECTION);
    }

    @Test
    void entryThatIsUnknown_is623() {
        assertThat(refused(() -> access.capture("nobody", CaptureOptions.ALL)).error())
                .isEqualTo(RasError.CANNOT_FIND_PHONEBOOK_ENTRY);
    }

    @Test
    void whoseItIs_seesTheNegotiation_whoseItIsNot_nothing_H7() throws Exception {
        store("50001");
        RemoteAccess owner = doorway.newClient(new Caller(50_001, false));
        RemoteAccess stranger = doorway.newClient(new Caller(50_002, false));
        assertThat(refused(() -> stranger.capture("office", CONTROL)).error()).isEqualTo(RasError.ACCESS_DENIED);
        assertThat(refused(() -> owner.capture("office", CaptureOptions.ALL)).getMessage())
                .contains("every user of this host");

        CompletableFuture<CapturedFrames> waiting = CapturedFrames.reading(owner.capture("office", CONTROL));
        Connection connection = dialled(owner);
        assertThat(refused(() -> stranger.capture(connection.id(), CONTROL)).error())
                .isEqualTo(RasError.ACCESS_DENIED);
        ping(connection);
        await(connection.hangUp());
        assertThat(CapturedFrames.await(waiting).words())
                .contains("<CHAP 1", ">IPCP 1")
                .doesNotContain(">IP", "<IP");
    }

    @Test
    void closed_endsAtOnce_andTheConnectionStays() throws Exception {
        store();
        Capture capture = access.capture("office", CaptureOptions.ALL);
        CompletableFuture<CapturedFrames> reading = CapturedFrames.reading(capture);
        Connection connection = dialled(access);
        capture.close();
        assertThat(CapturedFrames.await(reading).words()).doesNotContain(">LCP 5");
        assertThat(connection.status().active()).isTrue();
    }

    @Test
    void managerThatEnds_endsWhoWaits() throws Exception {
        store();
        CompletableFuture<CapturedFrames> reading =
                CapturedFrames.reading(access.capture("office", CaptureOptions.ALL));
        rig.manager().close();
        assertThat(reading.get(10, TimeUnit.SECONDS).isWhole()).isTrue();
    }
}
