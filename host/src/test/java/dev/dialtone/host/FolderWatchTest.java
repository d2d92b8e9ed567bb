package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
    @TempDir
    Path root;

    private Path folder;
    private Path file;
    private FolderWatch watch;

    @BeforeEach
    void begin() throws IOException {
        folder = Files.createDirectory(root.resolve("with spaces"));
        file = Files.writeString(folder.resolve("a"), "one");
        watch = FolderWatch.of(folder).orElseThrow();
        assertThat(watch.changed()).isFalse();
    }

    @AfterEach
    void end() {
        watch.close();
    }

    private interface Change {
        void make() throws IOException;
    }

    private void sees(Change change) throws IOException {
        change.make();
        assertThat(watch.changed()).isTrue();
        assertThat(watch.changed()).isFalse();
    }

    @Test
    void everyChange_isSeenAtOnceAndOnce() throws IOException {
        sees(() -> Files.writeString(file, "two", StandardOpenOption.WRITE));
        sees(() -> Files.writeString(file, "", StandardOpenOption.TRUNCATE_EXISTING));
        sees(() -> Files.setLastModifiedTime(file, FileTime.fromMillis(0)));
        sees(() -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------")));
        sees(() -> Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx")));
        sees(() -> Files.createFile(folder.resolve("b")));
        sees(() -> Files.move(folder.resolve("b"), root.resolve("c")));
        sees(() -> Files.move(root.resolve("c"), folder.resolve("d")));
        sees(() -> Files.createSymbolicLink(folder.resolve("e"), file));
        sees(() -> Files.delete(file));
        assertThat(Files.list(folder)).hasSize(2);
        assertThat(watch.changed()).as("looking is no change").isFalse();
    }

    @Test
    void moreChangesThanAreKept_areAChange() throws IOException {
        int more = Integer.parseInt(Files.readString(Path.of("/proc/sys/fs/inotify/max_queued_events"))
                .strip());
        assumeTrue(more <= 1 << 16);
        for (int i = 0; i <= more; i++) {
            // two that alternate: equal ones that follow each other are one
            Files.setLastModifiedTime(file, FileTime.fromMillis(i));
            Files.setLastModifiedTime(folder, FileTime.fromMillis(i));
        }
        assertThat(watch.changed()).isTrue();
        assertThat(watch.changed()).isFalse();
        sees(() -> Files.writeString(file, "two"));
    }

    @Test
    void folderReplacedByAnother_isNotThere() throws IOException {
        assertThat(watch.isThere()).isTrue();
        Files.move(folder, root.resolve("old"));
        Files.createDirectory(folder);
        assertThat(watch.isThere()).isFalse();
        assertThat(watch.changed()).isTrue();
        assertThat(FolderWatch.of(root.resolve("none"))).isEmpty();
        assertThat(FolderWatch.of(Path.of("/proc/self")))
                .as("where no change is told of")
                .isEmpty();
    }

    @Test
    void afterItsEnd_allHasChanged() {
        watch.close();
        watch.close();
        assertThat(watch.changed()).isTrue();
        assertThat(watch.changed()).isTrue();
    }

    @Test
    void fileThatLiesElsewhereToo_isNotSeen() throws IOException {
        Path other = Files.writeString(folder.resolve("b"), "");
        assertThat(watch.changed()).isTrue();
        assertThat(watch.seesAll(List.of(file, other))).isTrue();
        Path elsewhere = Files.createLink(root.resolve("b"), other);
        assertThat(watch.seesAll(List.of(file, other))).isFalse();
        Files.writeString(elsewhere, "two");
        assertThat(watch.changed()).as("why").isFalse();
        Files.delete(elsewhere);
        assertThat(watch.seesAll(List.of(file, other))).isTrue();
        assertThat(watch.seesAll(List.of(file, Files.createSymbolicLink(folder.resolve("c"), other))))
                .isFalse();
        assertThat(watch.seesAll(List.of(root.resolve("none")))).isFalse();
        assertThat(watch.seesAll(List.of(folder))).isFalse();
    }
}
