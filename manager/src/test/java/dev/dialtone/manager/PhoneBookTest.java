package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Secret;
import dev.dialtone.testkit.DemoPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhoneBookTest {
    @TempDir
    Path directory;

    @Test
    void roundTripsEveryKindOfOption() {
        FilePhoneBook book = new FilePhoneBook(directory.resolve("entries.d"));
        Entry entry = Entry.of("Büro – Süd 1.5")
                .with(EntryOption.SERVER, "vpn.example")
                .with(EntryOption.PORT, "4443")
                .with(EntryOption.CA, DemoPki.create().caPem())
                .with(EntryOption.USER, "a \"quoted\" \\ user")
                .with(EntryOption.AUTHENTICATION, "mschapv2,pap")
                .with(EntryOption.ROUTES, "10.0.0.0/8,fd00::/8")
                .with(EntryOption.DEFAULT_ROUTE, "false");
        book.set(entry);
        assertThat(book.entry(entry.name())).isEqualTo(entry);
        assertThat(book.entries()).containsExactly(entry);
        book.remove(entry.name());
        assertThat(book.entries()).isEmpty();
    }

    @Test
    void listedAgain_isReadAgainOnlyWhereAFileChanged() throws IOException {
        Path entries = directory.resolve("entries.d");
        FilePhoneBook book = new FilePhoneBook(entries);
        book.set(Entry.of("a").with(EntryOption.SERVER, "one.example"));
        book.set(Entry.of("b").with(EntryOption.SERVER, "two.example"));
        FileTime longAgo = FileTime.fromMillis(1_700_000_000_000L);
        Files.setLastModifiedTime(entries.resolve("a.toml"), longAgo);
        Files.setLastModifiedTime(entries.resolve("b.toml"), longAgo);
        List<Entry> first = book.entries();
        assertThat(book.entries().getFirst()).isSameAs(first.getFirst());
        // another file with the same size and time
        book.set(Entry.of("a").with(EntryOption.SERVER, "six.example"));
        Files.setLastModifiedTime(entries.resolve("a.toml"), longAgo);
        assertThat(book.entries().getFirst().text(EntryOption.SERVER)).isEqualTo("six.example");
        assertThat(book.entries().getLast()).isSameAs(first.getLast());
        // the same file, written in its place
        Files.writeString(entries.resolve("b.toml"), "server = \"new.example\"\nmtu = 1300\n");
        assertThat(book.entries().getLast().number(EntryOption.MTU)).isEqualTo(1300);
        Files.writeString(entries.resolve("b.toml"), "broken");
        assertThat(book.entries()).extracting(Entry::name).containsExactly("a");
        Files.delete(entries.resolve("a.toml"));
        assertThat(book.entries()).isEmpty();
    }

    @Test
    void originalOfAnEntry_liesBesideItAndIsReadWithIt() throws IOException {
        Path entries = directory.resolve("entries.d");
        FilePhoneBook book = new FilePhoneBook(entries);
        String original = "pbk utf-8 0123456789abcdef 1 Büro\n\uFEFF[Büro]\r\nKey=\"\\\u0085\t\"\r\n\n";
        Entry entry = Entry.of("Büro").with(EntryOption.SERVER, "h").with(EntryOption.ORIGINAL, original);
        book.set(entry);
        assertThat(book.entry("Büro")).isEqualTo(entry);
        assertThat(book.entries()).containsExactly(entry.with(EntryOption.ORIGINAL, ""));
        assertThat(Files.readString(entries.resolve("B%C3%BCro.original"))).isEqualTo(original);

        Files.writeString(entries.resolve("B%C3%BCro.original"), "damaged");
        assertThat(book.entry("Büro").text(EntryOption.SERVER)).isEqualTo("h");
        book.set(entry);
        book.set(entry.with(EntryOption.ORIGINAL, ""));
        assertThat(entries.resolve("B%C3%BCro.original")).doesNotExist();
        book.set(entry);
        book.remove("Büro");
        assertThat(entries).isEmptyDirectory();

        // by hand it may stand in the entry's own file
        assertThat(EntryToml.read("Büro", "place", EntryToml.write(entry))).isEqualTo(entry);
    }

    @Test
    void malformedFile_isErrorWithItsPlace_E4() throws IOException {
        Path entries = Files.createDirectories(directory.resolve("entries.d"));
        Files.writeString(entries.resolve("bad.toml"), "server = \"vpn.example\"\nport = \n");
        Files.writeString(entries.resolve("worse.toml"), "server = \"vpn.example\"\nport = 70000\n");
        Files.writeString(entries.resolve("odd.toml"), "sever = \"vpn.example\"\n");
        FilePhoneBook book = new FilePhoneBook(entries);
        assertThatThrownBy(() -> book.entry("bad"))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(625))
                .hasMessageContaining("bad.toml:2:");
        assertThatThrownBy(() -> book.entry("worse"))
                .hasMessageEndingWith(
                        "worse.toml:2:8 port: found 70000, expected what port takes: it is \"70000\"; must be a"
                                + " number from 1 to 65535");
        assertThatThrownBy(() -> book.entry("odd"))
                .hasMessageContaining("odd.toml:1:1 sever: found no such option, expected perhaps one of server, ");
        assertThat(book.problems()).hasSize(3);
        assertThat(entries.resolve("bad.toml")).exists();
    }

    @Test
    void unreadableCertificate_isRefusedAndTheOldEntryKept_E4() {
        FilePhoneBook book = new FilePhoneBook(directory.resolve("entries.d"));
        Entry good = Entry.of("office").with(EntryOption.SERVER, "vpn.example");
        book.set(good);
        Entry bad = good.with(EntryOption.CA, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
        assertThatThrownBy(() -> book.set(bad))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(87))
                .hasMessageContaining("ca");
        assertThat(book.entry("office")).isEqualTo(good);
    }

    @Test
    void hostileNames_stayInsideTheBook() {
        assertThatThrownBy(() -> Entry.of("../../etc/passwd")).isInstanceOf(RasException.class);
        assertThat(SafeFiles.encode("a/b%..\n")).isEqualTo("a%2Fb%25..%0A");
        assertThat(SafeFiles.decode(SafeFiles.encode("ä b/c"))).isEqualTo("ä b/c");
    }

    @Test
    void credentials_areKeptFromOthersAndNeverShown() throws IOException {
        CredentialStore store = new FileCredentialStore(directory.resolve("credentials.d"));
        try (Secret password = Secret.ofChars("pa\nß".toCharArray())) {
            store.set("office", "tester", "CORP", password);
        }
        store.set("office", "tester2", "CORP", null);
        assertThat(store.info("office").user()).isEqualTo("tester2");
        assertThat(store.info("office").passwordStored()).isTrue();
        assertThat(store.info("office").toString()).doesNotContain("pa\n");
        try (Secret stored = store.password("office").orElseThrow()) {
            assertThat(stored.<String>useChars(String::new)).isEqualTo("pa\nß");
        }
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("credentials.d/office"))))
                .isEqualTo("rw-------");
        store.clear("office");
        assertThat(store.info("office").passwordStored()).isFalse();
    }
}
