package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dialtone.host.Resolver.LinkDns;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolvConfResolverTest {
    private static final String OWN = "nameserver 192.0.2.1\noptions edns0";
    private static final LinkDns OFFICE =
            new LinkDns("dial0", List.of(InetAddress.ofLiteral("10.0.0.1")), List.of("corp.example"), true);
    private static final LinkDns LAB =
            new LinkDns("dial1", List.of(InetAddress.ofLiteral("10.1.0.1")), List.of(), true);

    @TempDir
    private Path directory;

    private Path path;
    private ResolvConfWatch watch;
    private ResolvConfResolver resolver;

    @BeforeEach
    void writeOwn() throws IOException {
        path = directory.resolve("resolv.conf");
        Files.writeString(path, OWN);
        watch = new ResolvConfWatch(path);
        resolver = new ResolvConfResolver(new ResolvConfFile(path), watch);
    }

    private Object inode() throws IOException {
        return Files.getAttribute(path, "unix:ino");
    }

    private List<Path> filesInDirectory() throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void applied_lastConnectionEnds_restoresByteForByte() throws IOException {
        HostChange prepared = resolver.prepare();
        resolver.apply(prepared, List.of(OFFICE));
        resolver.apply(prepared, List.of(LAB, OFFICE));
        assertThat(Files.readString(path)).contains("nameserver 10.1.0.1\nnameserver 10.0.0.1\n");
        resolver.apply(prepared, List.of(OFFICE));
        assertThat(Files.readString(path)).contains("nameserver 10.0.0.1\n").doesNotContain("10.1.0.1");
        resolver.apply(prepared, List.of());
        assertThat(path).hasContent(OWN);
        assertThat(Files.size(path)).isEqualTo(OWN.length());
    }

    @Test
    void applied_trouble_isNone_untilSomebodyElseWrites() throws IOException {
        resolver.apply(resolver.prepare(), List.of(OFFICE));
        assertThat(resolver.trouble(List.of(OFFICE))).isEmpty();
        Files.writeString(path, OWN);
        assertThat(resolver.trouble(List.of(OFFICE))).contains(path.toString());
        resolver.apply(resolver.prepare(), List.of(LAB, OFFICE));
        assertThat(resolver.trouble(List.of(LAB, OFFICE))).isEmpty();
        assertThat(resolver.trouble(List.of(OFFICE, LAB))).as("another order").isNotEmpty();
    }

    @Test
    void notOurs_trouble_saysWhoseItIs() {
        assertThat(new NoResolver(path).trouble(List.of(OFFICE))).contains(path.toString(), "--resolv-conf");
    }

    @Test
    void plainFile_apply_replacesItAndKeepsItsPermissions() throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        Object before = inode();
        resolver.apply(resolver.prepare(), List.of(OFFICE));
        assertThat(inode()).isNotEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-r-----");
        assertThat(filesInDirectory()).containsExactly(path);
    }

    @Test
    void sameConnections_apply_doesNotTouchTheFile() throws IOException {
        HostChange prepared = resolver.prepare();
        resolver.apply(prepared, List.of(OFFICE));
        Object before = inode();
        resolver.apply(prepared, List.of(OFFICE));
        assertThat(inode()).isEqualTo(before);
    }

    @Test
    void symbolicLink_apply_writesItsTargetInPlace() throws IOException {
        Path target = directory.resolve("elsewhere.conf");
        Files.move(path, target);
        Files.createSymbolicLink(path, target);
        Object before = Files.getAttribute(target, "unix:ino");
        HostChange prepared = resolver.prepare();
        resolver.apply(prepared, List.of(OFFICE));
        assertThat(path).isSymbolicLink();
        assertThat(Files.getAttribute(target, "unix:ino")).isEqualTo(before);
        assertThat(Files.readString(target)).contains("nameserver 10.0.0.1\n");
        resolver.apply(prepared, List.of());
        assertThat(Files.readString(target)).isEqualTo(OWN);
    }

    @Test
    void hardLink_apply_writesInPlace() throws IOException {
        Path other = directory.resolve("other");
        Files.createLink(other, path);
        resolver.apply(resolver.prepare(), List.of(OFFICE));
        assertThat(Files.readString(other)).contains("nameserver 10.0.0.1\n");
    }

    @Test
    void noFile_apply_makesOne() throws IOException {
        Files.delete(path);
        HostChange prepared = resolver.prepare();
        assertThat(prepared).isEqualTo(new HostChange.ResolvConf(path.toString(), ""));
        resolver.apply(prepared, List.of(OFFICE));
        assertThat(Files.readString(path)).contains("nameserver 10.0.0.1\n");
    }

    @Test
    void leftByDeadPredecessor_prepare_givesTheTextWithoutItsPart() {
        resolver.apply(resolver.prepare(), List.of(OFFICE));
        assertThat(resolver.prepare()).isEqualTo(new HostChange.ResolvConf(path.toString(), OWN));
    }

    @Test
    void leftByDeadPredecessor_undo_restores() throws IOException {
        var prepared = new HostChange.ResolvConf(path.toString(), OWN);
        resolver.apply(prepared, List.of(OFFICE));
        new LinuxHost(path).undo(prepared);
        assertThat(Files.readString(path)).isEqualTo(OWN);
    }

    @Test
    void rewrittenByOthers_undo_leavesIt() throws IOException {
        var prepared = new HostChange.ResolvConf(path.toString(), OWN);
        resolver.apply(prepared, List.of(OFFICE));
        Files.writeString(path, "nameserver 198.51.100.1\n");
        new LinuxHost(path).undo(prepared);
        assertThat(Files.readString(path)).isEqualTo("nameserver 198.51.100.1\n");
    }

    @Test
    void rewrittenByOthers_apply_buildsOnTheirText() throws IOException {
        HostChange prepared = resolver.prepare();
        resolver.apply(prepared, List.of(OFFICE));
        Files.writeString(path, "nameserver 198.51.100.1\n");
        resolver.apply(prepared, List.of(LAB));
        resolver.apply(prepared, List.of());
        assertThat(Files.readString(path)).isEqualTo("nameserver 198.51.100.1\n");
    }

    @Test
    void rewrittenByOthers_isNoticedUntilSetAgain() throws IOException {
        HostChange prepared = resolver.prepare();
        assertThat(watch.active()).isFalse();
        resolver.apply(prepared, List.of(OFFICE));
        assertThat(watch.active()).isTrue();
        assertThat(watch.rewritten()).isFalse();
        Files.writeString(path, "nameserver 198.51.100.1\n");
        assertThat(watch.rewritten()).isTrue();
        assertThat(watch.rewritten()).isTrue();

        resolver.apply(prepared, List.of(OFFICE));
        assertThat(watch.rewritten()).isFalse();
        assertThat(Files.readString(path)).contains("\nnameserver 10.0.0.1\n", "#dialtone# nameserver 198.51.100.1\n");

        resolver.apply(prepared, List.of());
        assertThat(watch.active()).isFalse();
        assertThat(watch.rewritten()).isFalse();
        assertThat(Files.readString(path)).isEqualTo("nameserver 198.51.100.1\n");
    }

    @Test
    void removedOrRenamedOver_isNoticed() throws IOException {
        resolver.apply(resolver.prepare(), List.of(OFFICE));
        Path same = Files.copy(path, directory.resolve("same"));
        Files.setLastModifiedTime(same, Files.getLastModifiedTime(path));
        Files.move(same, path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(watch.rewritten())
                .as("another file of the same time and size")
                .isTrue();
        watch.holds();
        Files.delete(path);
        assertThat(watch.rewritten()).isTrue();
    }

    @Test
    void partDamaged_undo_takesTheJournalsOriginal() throws IOException {
        Files.writeString(path, "# dialtone begin: cut off\nnameserver 10.0.0.1\n");
        new LinuxHost(path).undo(new HostChange.ResolvConf(path.toString(), OWN));
        assertThat(Files.readString(path)).isEqualTo(OWN);
    }

    @Test
    void enormousFile_prepare_isRefused() throws IOException {
        Files.writeString(path, "#".repeat(70_000));
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(resolver::prepare)
                .withMessageContaining("longer than 65536 bytes");
    }
}
