package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountsTest {
    @TempDir
    Path folder;

    private Mounts mounts;

    @BeforeEach
    void write() throws IOException {
        String lines = "22 1 0:21 / / rw,relatime shared:1 - ext4 /dev/vda rw\n"
                + "40 22 0:36 / /home/b\u00fcro\\040one/a\\134b rw - tmpfs tmpfs rw\n"
                + "41 22 0:37 / /mnt/a\\011b\\012c rw - tmpfs tmpfs rw\n"
                + "short\n";
        Path table = folder.resolve("mountinfo");
        Files.writeString(table, lines);
        // a name that is no text in any encoding of more than a byte
        Files.write(
                table,
                "42 22 0:38 / /mnt/\u00ff\u00fe\u0080 rw - tmpfs tmpfs rw\n".getBytes(StandardCharsets.ISO_8859_1),
                StandardOpenOption.APPEND);
        Files.writeString(table, "43 22 0:39 / /srv/last rw - tmpfs tmpfs rw\n", StandardOpenOption.APPEND);
        mounts = new Mounts(table);
    }

    @Test
    void knowsEachByItsName_alsoBehindOneThatIsNoText() throws IOException {
        assertThat(mounts.isOne(Path.of("/"))).isTrue();
        assertThat(mounts.isOne(Path.of("/home/b\u00fcro one/a\\b"))).isTrue();
        assertThat(mounts.isOne(Path.of("/mnt/a\tb\nc"))).isTrue();
        assertThat(mounts.isOne(Path.of("/srv/last"))).isTrue();
        assertThat(mounts.isOne(Path.of("/srv"))).isFalse();
        assertThat(mounts.isOne(Path.of("/home/b\u00fcro"))).isFalse();
    }

    @Test
    void knowsWhatIsInside_alsoBehindOneThatIsNoText() throws IOException {
        assertThat(mounts.isAnyInside(Path.of("/home/b\u00fcro one"))).isTrue();
        assertThat(mounts.isAnyInside(Path.of("/srv"))).isTrue();
        assertThat(mounts.isAnyInside(Path.of("/srv/last"))).isFalse();
        assertThat(mounts.isAnyInside(Path.of("/sr"))).isFalse();
    }

    @Test
    void theMachinesOwnHasARoot() throws IOException {
        assertThat(Mounts.here().isOne(Path.of("/"))).isTrue();
    }
}
