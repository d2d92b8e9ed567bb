package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A long book's list is kept, and no change by hand is missed for that.
class ListedEntriesTest {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_700_000_000_000L);

    @TempDir
    Path root;

    private Path folder;
    private FilePhoneBook book;

    @BeforeEach
    void begin() throws IOException {
        folder = Files.createDirectory(root.resolve("entries.d"));
        for (int i = 0; i < ListedEntries.WORTH_WATCHING; i++) {
            write(String.format("site-%03d", i), "one.example");
        }
        book = new FilePhoneBook(folder);
    }

    @AfterEach
    void end() {
        book.close();
    }

    private void write(String name, String server) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".toml"), "server = \"" + server + "\"\n");
        // the same size and the same time as before: nothing but the watch can tell
        Files.setLastModifiedTime(file, LONG_AGO);
    }

    /// From here on the same list is given as long as nothing changes.
    private List<Entry> kept() {
        List<Entry> kept = book.entries();
        assertThat(book.entries()).isSameAs(kept);
        return kept;
    }

    private String serverOfFirst() {
        return book.entries().getFirst().text(EntryOption.SERVER);
    }

    @Test
    void changesByHand_areListedAtOnce() throws IOException {
        List<Entry> first = kept();
        assertThat(first).hasSize(ListedEntries.WORTH_WATCHING);

        Files.writeString(folder.resolve("site-000.toml"), "server = \"two.example\"\n");
        assertThat(serverOfFirst()).isEqualTo("two.example");
        Files.writeString(folder.resolve("new.toml"), "server = \"h\"\n");
        assertThat(book.entries()).hasSize(first.size() + 1);
        Files.move(folder.resolve("new.toml"), folder.resolve("newer.toml"));
        assertThat(book.entries().getFirst().name()).isEqualTo("newer");
        Files.delete(folder.resolve("newer.toml"));
        assertThat(book.entries())
                .extracting(Entry::name)
                .isEqualTo(first.stream().map(Entry::name).toList());
        book.set(Entry.of("site-000").with(EntryOption.SERVER, "six.example"));
        assertThat(serverOfFirst()).isEqualTo("six.example");
        book.remove("site-000");
        assertThat(book.entries().getFirst()).isEqualTo(first.get(1));
        write("site-000", "one.example");
        assertThat(kept()).isEqualTo(first);
    }

    @Test
    void oneThatCannotBeRead_isLookedAtEachTime() throws IOException {
        kept();
        Files.writeString(folder.resolve("site-000.toml"), "broken");
        book.entries();
        assertThat(book.entries()).isNotSameAs(book.entries()).hasSize(ListedEntries.WORTH_WATCHING - 1);
    }

    @Test
    void fileThatIsALink_isLookedAtEachTime() throws IOException {
        Path elsewhere = Files.writeString(root.resolve("elsewhere"), "server = \"one.example\"\n");
        Path link = folder.resolve("a.toml");
        Files.createSymbolicLink(link, elsewhere);
        book.entries();
        assertThat(serverOfFirst()).isEqualTo("one.example");
        Files.writeString(elsewhere, "server = \"two.example\"\nmtu = 1300\n");
        assertThat(serverOfFirst()).as("changed where it lies").isEqualTo("two.example");

        Files.delete(link);
        Files.createLink(link, elsewhere);
        book.entries();
        Files.writeString(elsewhere, "server = \"six.example\"\n");
        assertThat(serverOfFirst()).as("changed by its other name").isEqualTo("six.example");
    }

    @Test
    void folderPutInItsPlace_isListed() throws IOException {
        kept();
        Files.move(folder, root.resolve("old"));
        Files.createDirectory(folder);
        assertThat(book.entries()).isEmpty();
        write("other", "h");
        assertThat(book.entries()).extracting(Entry::name).containsExactly("other");
    }

    @Test
    void folderThatEverybodyMayWrite_isNotRead() throws IOException {
        kept();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(book::entries)
                .isInstanceOf(RasException.class)
                .hasMessageContaining("everybody may write it");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        kept();
    }

    @Test
    void bookThatIsShortAgain_isWatchedNoMore() throws IOException {
        kept();
        Files.delete(folder.resolve("site-000.toml"));
        List<Entry> shorter = book.entries();
        assertThat(book.entries()).isEqualTo(shorter).isNotSameAs(shorter);
        book.close();
        write("site-000", "one.example");
        kept();
    }
}
