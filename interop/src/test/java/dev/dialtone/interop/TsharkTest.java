package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Capture;
import dev.dialtone.api.CaptureOptions;
import dev.dialtone.api.Connection;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.EntryOption;
import dev.dialtone.auth.AuthMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What `dialtone capture` writes, read by Wireshark's own program.
@Timeout(240)
class TsharkTest {
    private static final String PASSWORD = Rig.PASSWORD.useChars(String::new);

    private static void awaitThat(BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @EnumSource(AuthMethod.class)
    void everyMethodOfSigningIn_isDissected_withoutItsSecret(AuthMethod method, @TempDir Path folder) throws Exception {
        Requires.programs("tshark");
        Path file = folder.resolve("x.pcapng");
        try (Rig rig = new Rig(answers -> answers.method(method))) {
            rig.manager().setEntry(rig.entry("office").with(EntryOption.AUTHENTICATION, "mschapv2,chap-md5,pap"));
            Capture capture = rig.manager().capture("office", CaptureOptions.ALL);
            CompletableFuture<CapturedFrames> reading = CapturedFrames.reading(capture);
            Connection connection =
                    rig.manager().dial(DialRequest.of("office").signIn(Rig.USER, "", Rig.PASSWORD), _ -> {});
            assertThat(connection.completion().get(20, TimeUnit.SECONDS).isConnected())
                    .isTrue();
            connection.hangUp().get(10, TimeUnit.SECONDS);
            CapturedFrames captured = CapturedFrames.await(reading);
            Files.write(file, captured.file());

            Tshark tshark = new Tshark(file);
            String signIn = method == AuthMethod.PAP ? "PAP" : "CHAP";
            assertThat(tshark.protocols())
                    .hasSameSizeAs(captured.words())
                    .containsSubsequence(
                            "0 PPP LCP", "1 PPP LCP", "0 PPP " + signIn, "1 PPP " + signIn, "0 PPP IPCP", "1 PPP IPCP");
            assertThat(tshark.fields("_ws.malformed", "frame.number")).isEmpty();
            assertThat(tshark.fields("frame.number == 1", "frame.comment"))
                    .containsExactly("connection " + connection.id() + " of the entry \"office\"");
            switch (method) {
                case PAP ->
                    assertThat(tshark.fields("pap.code == 1", "pap.peer_id", "pap.password"))
                            .containsExactly(Rig.USER + " " + "*".repeat(PASSWORD.length()));
                case CHAP_MD5 ->
                    assertThat(tshark.fields("chap.code == 2", "chap.name", "chap.value"))
                            .containsExactly(Rig.USER + " " + "2a".repeat(16));
                case MSCHAPV2 -> {
                    assertThat(tshark.fields("chap.code == 2", "chap.name", "chap.value"))
                            .containsExactly(Rig.USER + " " + "2a".repeat(49));
                    assertThat(tshark.fields("chap.code == 3", "chap.message"))
                            .allMatch(message -> message.startsWith("S=" + "*".repeat(40)));
                }
            }
            assertThat(new SecretForms(PASSWORD).in(tshark.everything()))
                    .as("secrets in what tshark says")
                    .isEmpty();
        }
    }

    @Test
    void commandStartedFirst_andInterrupted_leavesAFileWithTheWholeDialAndItsPackets(@TempDir Path folder)
            throws Exception {
        Requires.namespaces();
        Requires.programs("tshark");
        Path file = folder.resolve("good.pcapng");
        try (Programs programs = new Programs(folder);
                PeerProcess capture = programs.start("capture", AnswererProgram.GOOD, "-w", file.toString())) {
            awaitThat(() -> capture.errors().contains("Waiting for the next connection"));
            PeerProcess dial = programs.start("dial", AnswererProgram.GOOD).await();
            assertThat(dial.code()).as("%s", dial).isZero();
            PeerProcess ping = programs.ping("10.99.0.1");
            assertThat(ping.code()).as("%s", ping).isZero();
            awaitThat(() ->
                    new Tshark(file).fields("icmp.type == 0", "frame.number").size() == 2);

            PeerProcess.run("kill", "-INT", Long.toString(capture.pid()));
            capture.await();
            assertThat(capture.code()).as("%s", capture).isZero();
            assertThat(capture.errors()).contains(" frames in " + file);
            PeerProcess hangUp = programs.start("hangup", AnswererProgram.GOOD).await();
            assertThat(hangUp.code()).as("%s", hangUp).isZero();
        }
        Tshark tshark = new Tshark(file);
        assertThat(tshark.protocols())
                .containsSubsequence(
                        "0 PPP LCP",
                        "1 PPP LCP",
                        "1 PPP CHAP",
                        "0 PPP CHAP",
                        "1 PPP CHAP",
                        "0 PPP IPCP",
                        "1 PPP IPCP",
                        "0 ICMP",
                        "1 ICMP");
        assertThat(new SecretForms(PASSWORD).in(file)).isEmpty();
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    }

    @Test
    void softEther_isCapturedFromLcpToItsFarewell(@TempDir Path folder) throws Exception {
        Requires.programs("tshark");
        Path file = folder.resolve("softether.pcapng");
        try (PeerRig rig = PeerRig.up("softether", folder)) {
            PeerDialtone dialtone = rig.dialtone();
            String password = rig.server().get("PEER_PASS");
            String passwordFile = rig.secretFile("password", password);
            rig.entry("se");
            try (PeerProcess capture = dialtone.start("capture", "se", "--control", "-w", file.toString())) {
                awaitThat(() -> capture.errors().contains("Waiting for the next connection"));
                dialtone.done("dial", "se", "--password-file", passwordFile);
                dialtone.done("hangup", "se");
                // it ends with the connection
                assertThat(capture.await().code()).as("%s", capture).isZero();
            }
            rig.assertHostAsBefore();

            Tshark tshark = new Tshark(file);
            List<String> protocols = tshark.protocols();
            assertThat(protocols)
                    .containsSubsequence(
                            "0 PPP LCP", "1 PPP LCP", "0 PPP CHAP", "1 PPP CHAP", "0 PPP IPCP", "1 PPP IPCP");
            assertThat(protocols.getLast()).endsWith("PPP LCP");
            assertThat(tshark.fields("_ws.malformed", "frame.number")).isEmpty();
            assertThat(tshark.fields("chap.code == 2", "chap.value"))
                    .isNotEmpty()
                    .allMatch(value -> value.equals("2a".repeat(49)));
            assertThat(new SecretForms(password).in(file)).isEmpty();
        }
    }
}
