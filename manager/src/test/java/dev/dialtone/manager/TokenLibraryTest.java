package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dialtone.api.RasError;
import dev.dialtone.carriers.ClientIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whose code the manager loads for a token.
class TokenLibraryTest {
    @TempDir
    Path folder;

    private Path library;

    @BeforeEach
    void begin() throws IOException {
        folder = folder.toRealPath();
        Path directory = Files.createDirectory(folder.resolve("lib"));
        library = Files.writeString(directory.resolve("token.so"), "no library");
        mode(directory, "rwxr-xr-x");
        mode(library, "rw-r--r--");
    }

    private static void mode(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static void refused(Path named, int own, Path culprit, String why) {
        assertThatThrownBy(() -> TokenLibrary.trusted(named, new FileTrust(own)))
                .isInstanceOfSatisfying(ClientIdentity.Unusable.class, e -> {
                    assertThat(e.failure().error()).isEqualTo(RasError.NO_CERTIFICATE);
                    assertThat(e.failure().reason()).contains(culprit + " " + why);
                    assertThat(e.failure().advice()).isNotEmpty();
                });
    }

    @Test
    void ownOrRootsLibrary_isLoaded_withoutTheLinkToIt() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.so"), library);
        assertThat(TokenLibrary.trusted(link)).isEqualTo(library);
        assertThat(TokenLibrary.trusted(Path.of("/bin/sh"), new FileTrust(4_000_000)))
                .isEqualTo(Path.of("/bin/sh").toRealPath());
    }

    @Test
    void libraryThatOthersCanWrite_isNotLoaded() throws Exception {
        mode(library, "rw-r--rw-");
        refused(library, OwnUser.uid(), library, "can be written by its group or by everybody");
    }

    @Test
    void libraryThatOthersCanReplace_isNotLoaded() throws Exception {
        mode(library.getParent(), "rwxr-xrwx");
        refused(library, OwnUser.uid(), library.getParent(), "can be written by its group or by everybody");
        Path link = Files.createSymbolicLink(folder.resolve("link.so"), library);
        refused(link, OwnUser.uid(), library.getParent(), "can be written by its group or by everybody");
    }

    /// A member of the group dialtone may name a library, and must not become root by that.
    @Test
    void libraryOfAnotherUser_isNotLoaded() throws Exception {
        assumeTrue(OwnUser.uid() == 0, "needs root");
        Files.setAttribute(library, "unix:uid", 4_000_000);
        refused(library, 0, library, "belongs to user 4000000");
        Files.setAttribute(library, "unix:uid", 0);
        Files.setAttribute(library.getParent(), "unix:uid", 4_000_000);
        refused(library, 0, library.getParent(), "belongs to user 4000000");
        Files.setAttribute(library.getParent(), "unix:uid", 0);
        Files.setAttribute(library, "unix:gid", 4_000_000);
        mode(library, "rw-rw-r--");
        refused(library, 0, library, "can be written by its group or by everybody");
    }

    /// The link is another's to turn elsewhere, whatever it leads to now.
    @Test
    void linkOfAnotherUser_isNotFollowed() throws Exception {
        assumeTrue(OwnUser.uid() == 0, "needs root");
        Path link = Files.createSymbolicLink(folder.resolve("link.so"), library);
        Files.setAttribute(link, "unix:uid", 4_000_000, LinkOption.NOFOLLOW_LINKS);
        refused(link, 0, link, "belongs to user 4000000");
    }

    @Test
    void libraryThatIsNotThere_isSaidSo() {
        Path none = folder.resolve("none.so");
        refused(none, OwnUser.uid(), none, "is not there");
    }
}
