package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RemoteAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A host as the kernel, nft and resolv.conf show it, byte for byte: before a dial, during, and after it ended in
/// whatever way.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@OwnMachines
@Timeout(120)
final class HostUndoneTest {
    private static final String SECOND = "second";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private Programs programs;

    @BeforeAll
    void begin(@TempDir Path folder) throws IOException {
        Requires.namespaces();
        programs = new Programs(folder);
        try (RemoteAccess client = programs.client()) {
            Entry good = client.entry(AnswererProgram.GOOD);
            client.setEntry(good.renamed(SECOND).with(EntryOption.DOMAINS, "second.example"));
            client.setCredentials(SECOND, Rig.USER, "", Rig.PASSWORD);
        }
    }

    @AfterAll
    void end() {
        if (programs != null) {
            programs.close();
        }
    }

    @AfterEach
    void hangUpWhatIsLeft() {
        programs.ensureDaemon();
        try (RemoteAccess client = programs.client()) {
            for (ConnectionStatus status : client.list()) {
                client.connection(status.connection())
                        .hangUp()
                        .orTimeout(PATIENCE_NANOS, TimeUnit.NANOSECONDS)
                        .join();
            }
        }
    }

    private void succeed(String... arguments) {
        PeerProcess process = programs.start(arguments).await();
        assertThat(process.code()).as("%s", process).isZero();
    }

    /// What is read until it fits.
    private static String await(Path file, String part) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        String text = Files.readString(file);
        while (!text.contains(part)) {
            assertThat(System.nanoTime()).as("%s has %s: %s", file, part, text).isLessThan(end);
            // a process that does nothing: the file is looked at some hundred times a second
            PeerProcess.run("true");
            text = Files.readString(file);
        }
        return text;
    }

    @Test
    void dialAndHangUp_leaveNothing_H6() {
        succeed("dial", AnswererProgram.GOOD);
        assertThat(programs.state()).contains("dial0", "0.0.0.0/1", "nameserver 10.99.0.53");
        succeed("hangup", AnswererProgram.GOOD);
        programs.assertNothingLeft();
    }

    @Test
    void twoConnections_theOlderEndsFirst_theOthersPartStaysWhole_H6() {
        succeed("dial", AnswererProgram.GOOD);
        succeed("dial", SECOND);
        succeed("hangup", AnswererProgram.GOOD);
        assertThat(programs.state())
                .contains("128.0.0.0/1 dev dial1", "nameserver 10.99.0.53", "search second.example")
                .doesNotContain("dial0");
        succeed("hangup", SECOND);
        programs.assertNothingLeft();
    }

    @Test
    void twoConnections_theNewerEndsFirst_theFirstIsAsItWasAlone_H6() {
        succeed("dial", AnswererProgram.GOOD);
        String alone = programs.state();
        succeed("dial", SECOND);
        assertThat(programs.state()).contains("search second.example");
        succeed("hangup", SECOND);
        assertThat(programs.state()).isEqualTo(alone);
        succeed("hangup", AnswererProgram.GOOD);
        programs.assertNothingLeft();
    }

    static Stream<Halt> halts() {
        return Arrays.stream(Halt.values()).filter(halt -> halt.step().isPresent());
    }

    @ParameterizedTest
    @MethodSource("halts")
    void daemonKilledWhileDialling_nextOneLeavesNothing_H6(Halt halt) {
        PeerProcess dial = programs.start("dial", halt.name(), "--json");
        programs.awaitHeld(halt.name());
        dial.line(line -> line.contains("\"" + halt.state().word() + "\""));
        programs.killDaemon();
        dial.await();
        programs.restartDaemon();
        programs.assertNothingLeft();
        programs.awaitEnded(halt.name());
    }

    @Test
    void daemonKilledWithTwoUp_nextOneLeavesNothing_H6() {
        succeed("dial", AnswererProgram.GOOD);
        succeed("dial", SECOND);
        programs.killDaemon();
        assertThat(programs.state()).as("until then").contains("nameserver 10.99.0.53");
        programs.restartDaemon();
        programs.assertNothingLeft();
    }

    @Test
    void resolvConfRewrittenMeanwhile_isSetAgain_andGivenBackAsTheyWroteIt_H6() throws IOException {
        Path file = programs.resolvConf();
        String before = Files.readString(file);
        succeed("dial", AnswererProgram.GOOD);
        await(file, "nameserver 10.99.0.53");

        String renewed = "# by a DHCP client\nnameserver 198.51.100.53\nsearch lease.example\n";
        // in place: a bind mount, as `ip netns exec` makes it, shows the file that was there at its start
        Files.writeString(file, renewed, StandardOpenOption.TRUNCATE_EXISTING);
        String again = await(file, "nameserver 10.99.0.53");
        assertThat(again).contains("#dialtone# nameserver 198.51.100.53", "search lease.example");

        succeed("hangup", AnswererProgram.GOOD);
        assertThat(Files.readString(file)).isEqualTo(renewed);
        Files.writeString(file, before, StandardOpenOption.TRUNCATE_EXISTING);
        programs.assertNothingLeft();
    }
}
