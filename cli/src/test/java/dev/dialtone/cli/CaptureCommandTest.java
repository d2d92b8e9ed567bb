package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.CaptureOptions;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.NoManagerException;
import dev.dialtone.api.Pcapng;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class CaptureCommandTest {
    private static final byte[] BEGIN =
            joined(Pcapng.sectionHeader("t", ""), Pcapng.interfaceDescription("office", ""));
    private static final byte[] PACKET = Pcapng.packet(1, new byte[] {1, 2, 3}, 0, "");

    private final FakeAccess access = new FakeAccess();
    private final Run run = new Run(access);

    @TempDir
    private Path folder;

    private static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    private Path file() {
        return folder.resolve("x.pcapng");
    }

    private Run.Result capture(String... more) {
        String[] words = new String[4 + more.length];
        words[0] = "capture";
        words[1] = "office";
        words[2] = "-w";
        words[3] = file().toString();
        System.arraycopy(more, 0, words, 4, more.length);
        return run.command(words);
    }

    @Test
    void file_hasWhatCame_andIsItsUsersAlone() throws IOException {
        byte[] lost = Pcapng.packet(2, new byte[] {1, 2}, 5, "");
        access.capture
                .of(BEGIN, PACKET, joined(PACKET, lost), Pcapng.statistics(1, 2, 8, 7))
                .ends();

        Run.Result result = capture();

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .isEqualTo("Waiting for the next connection of \"office\"; end with Ctrl-C.\n"
                        + "3 frames, 7 lost (this reader was too slow) in " + file() + ".\n");
        assertThat(Files.readAllBytes(file()))
                .isEqualTo(joined(BEGIN, PACKET, PACKET, lost, Pcapng.statistics(1, 2, 8, 7)));
        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(access.captured).isEqualTo(CaptureOptions.ALL);
    }

    @Test
    void options_areHandedOn() {
        access.capture.ends();
        capture("--control", "--count", "7", "--seconds", "9");
        assertThat(access.captured).isEqualTo(new CaptureOptions(true, 7, Duration.ofSeconds(9)));
    }

    @Test
    void connectionThatIsThere_isNotWaitedFor() {
        access.with(new FakeConnection("c-1", "office").enter(ConnectionState.OPEN_PORT));
        access.capture.of(BEGIN).ends();
        assertThat(capture().err()).isEqualTo("0 frames in " + file() + ".\n");
    }

    @Test
    void standardOutput_hasTheCaptureAndNothingElse() {
        access.capture.of(BEGIN, PACKET).ends();
        Run.Result result = run.command("capture", "office", "-w", "-");
        assertThat(result.code()).isZero();
        assertThat(result.out().getBytes(StandardCharsets.UTF_8))
                .contains(PACKET)
                .hasSizeGreaterThan(BEGIN.length);
        assertThat(result.err()).endsWith("1 frames.\n");
    }

    @Test
    void json_tellsTheEndInOneObject() {
        access.capture.of(BEGIN, PACKET).ends();
        Run.Result result = capture("--json");
        assertThat(result.objects()).singleElement().satisfies(object -> {
            assertThat(object.text("file")).isEqualTo(file().toString());
            assertThat(object.number("frames")).isEqualTo(1);
            assertThat(object.number("dropped")).isZero();
        });
    }

    @Test
    void progress_isShownOnATerminal_andTakenAway() {
        access.capture.of(BEGIN, PACKET).ends();
        Run.Result result = new Run(access).styled().command("capture", "office", "-w", file().toString());
        assertThat(result.err())
                .contains("\r0 frames\u001b[K")
                .contains("\r\u001b[K")
                .endsWith("1 frames in " + file() + ".\n");
    }

    @Test
    void interrupted_endsWithAWholeFile() throws Exception {
        access.capture.of(BEGIN, PACKET);
        CompletableFuture<Run.Result> result = CompletableFuture.supplyAsync(this::capture);
        run.awaitError("Waiting for");
        run.interrupt();
        assertThat(result.get(10, TimeUnit.SECONDS).code()).isZero();
        assertThat(Files.readAllBytes(file())).isEqualTo(joined(BEGIN, PACKET));
    }

    @Test
    void refused_leavesTheFileAlone() throws IOException {
        Files.writeString(file(), "precious");
        access.refusal = RasException.of(RasError.CANNOT_FIND_PHONEBOOK_ENTRY, "there is no entry \"office\"");
        Run.Result result = capture();
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("RAS_ERROR=623");
        assertThat(Files.readString(file())).isEqualTo("precious");
    }

    @Test
    void fileThatCannotBeWritten_isNamed() {
        access.capture.ends();
        Run.Result result =
                run.command("capture", "office", "-w", folder.resolve("no/x").toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("no/x: there is no such folder", "RAS_ERROR=87");
    }

    @Test
    void managerThatDies_isExit3_andTheFileKeepsWhatCame() throws IOException {
        access.capture.of(BEGIN, PACKET);
        access.capture.breaks = new NoManagerException("it went away", "");
        Run.Result result = capture();
        assertThat(result.code()).isEqualTo(3);
        assertThat(Files.readAllBytes(file())).isEqualTo(joined(BEGIN, PACKET));
    }
}
