package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What may lie in the folder of a phone book besides entries.
@Timeout(30)
class HostileBookTest {
    private static final int STRANGER = 12_345;

    @TempDir
    Path places;

    private Path folder;
    private FilePhoneBook book;

    @BeforeEach
    void begin() {
        folder = places.resolve("entries.d");
        book = new FilePhoneBook(folder);
        book.set(Entry.of("office").with("server", "h"));
    }

    @Test
    void pipesAndDevicesAndFolders_holdNobodyUp() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe.toml").toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.createSymbolicLink(folder.resolve("endless.toml"), Path.of("/dev/zero"));
        Files.createDirectory(folder.resolve("folder.toml"));
        Files.createSymbolicLink(folder.resolve("nowhere.toml"), Path.of("/nonexistent"));
        assertThat(book.entries()).extracting(Entry::name).containsExactly("office");
        assertThat(book.problems())
                .hasSize(4)
                .anyMatch(problem -> problem.endsWith("endless.toml: is no file"))
                .anyMatch(problem -> problem.endsWith("pipe.toml: is no file"));
        assertThatThrownBy(() -> book.entry("endless"))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(625));
    }

    @Test
    void original_isAFileOrNothing() throws Exception {
        assertThat(new ProcessBuilder(
                                "mkfifo", folder.resolve("office.original").toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(book.entry("office").text(EntryOption.SERVER)).isEqualTo("h");
    }

    @Test
    void linkInThePlaceOfAFile_isReplacedAndNotWrittenThrough() throws IOException {
        Path target = Files.writeString(places.resolve("target"), "server = \"there.example\"\n");
        Files.createSymbolicLink(folder.resolve("linked.toml"), target);
        Files.createSymbolicLink(folder.resolve(".linked.toml.new"), target);
        assertThat(book.entry("linked").text(EntryOption.SERVER)).isEqualTo("there.example");
        book.set(Entry.of("linked").with("server", "here.example"));
        assertThat(target).hasContent("server = \"there.example\"\n");
        assertThat(Files.isSymbolicLink(folder.resolve("linked.toml"))).isFalse();
        assertThat(book.entry("linked").text(EntryOption.SERVER)).isEqualTo("here.example");
    }

    @Test
    void folderThatEverybodyMayWrite_isNotRead() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        for (Runnable use : uses()) {
            assertThatThrownBy(use::run)
                    .isInstanceOfSatisfying(
                            RasException.class, e -> assertThat(e.error()).isIn(621, 624))
                    .hasMessageContaining("everybody may write it");
        }
    }

    @Test
    void folderOfSomebodyElse_isNotRead() throws IOException {
        assumeTrue(Caller.ownUid() == 0, "only root may give a folder away");
        Files.setAttribute(folder, "unix:uid", STRANGER);
        for (Runnable use : uses()) {
            assertThatThrownBy(use::run)
                    .isInstanceOfSatisfying(
                            RasException.class, e -> assertThat(e.error()).isIn(621, 624))
                    .hasMessageContaining("its owner is the user " + STRANGER);
        }
    }

    private List<Runnable> uses() {
        return List.of(
                () -> book.entries(),
                () -> book.entry("office"),
                () -> book.text("office"),
                () -> book.set(Entry.of("new").with("server", "h")),
                () -> book.setText("new", "server = \"h\"\n"),
                () -> book.remove("office"));
    }

    @Test
    void nameThatWouldNotBeFound_isAProblemWithTheRightOne() throws IOException {
        Files.writeString(folder.resolve("a%41.toml"), "server = \"h\"\n");
        Files.writeString(folder.resolve("a%2Fb.toml"), "server = \"h\"\n");
        Files.writeString(folder.resolve("a%zz.toml"), "server = \"h\"\n");
        Files.writeString(folder.resolve("a b.toml"), "server = \"h\"\n");
        assertThat(book.entries()).extracting(Entry::name).containsExactly("office");
        assertThat(book.problems())
                .hasSize(4)
                .anyMatch(problem -> problem.endsWith("found this name, expected aA.toml for the entry \"aA\""))
                .anyMatch(problem -> problem.endsWith("found this name, expected a%20b.toml for the entry \"a b\""));
        assertThat(SafeFiles.decode("b\u00fcro")).isEqualTo("b\u00fcro");
    }

    @Test
    void nameThatIsTooLongForAFile_isRefused() {
        Entry longest = Entry.of("\u00fc".repeat(40)).with("server", "h");
        book.set(longest);
        assertThat(book.entry(longest.name())).isEqualTo(longest);
        assertThatThrownBy(() -> book.set(Entry.of("\u00fc".repeat(41))))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(123))
                .hasMessageContaining("takes 246 bytes of its file's name, and at most 240 are there");
    }

    @Test
    void bytesThatAreNoText_areToldByTheirPlace_E4() throws IOException {
        Files.write(
                folder.resolve("bytes.toml"),
                "server = \"h\"\nuser = \"\u00fc\u00fc\u00ff\"\n".getBytes(StandardCharsets.UTF_8));
        assertThat(book.entry("bytes").text(EntryOption.USER)).isEqualTo("\u00fc\u00fc\u00ff");
        Files.write(
                folder.resolve("bytes.toml"),
                "server = \"h\"\nuser = \"\u00ff\"\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> book.entry("bytes"))
                .hasMessageEndingWith("bytes.toml:2:9: found bytes that are no UTF-8, expected UTF-8");
    }

    /// Each adds one to a number that is stored; none is lost.
    @Test
    void changesAtOnce_areAllThere() throws Exception {
        int each = 20;
        book.set(Entry.of("office").with("server", "h").with("mtu", "600"));
        Callable<Void> counting = () -> {
            for (int i = 0; i < each; i++) {
                book.change("office", old -> old.with("mtu", Integer.toString(old.number(EntryOption.MTU) + 1)));
            }
            return null;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Void> done : threads.invokeAll(
                    IntStream.range(0, 4).mapToObj(_ -> counting).toList())) {
                done.get();
            }
        }
        assertThat(book.entry("office").number(EntryOption.MTU)).isEqualTo(600 + 4 * each);
        assertThat(folder.toFile().list()).containsExactly("office.toml");
    }
}
