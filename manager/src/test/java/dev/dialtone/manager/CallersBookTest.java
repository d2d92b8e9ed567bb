package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallersBookTest {
    private static final Caller ANN = new Caller(1001, 100, false, "ann");
    private static final Caller BOB = new Caller(1002, 100, false, "bob");
    private static final Caller NOBODY = new Caller(1003, 100, false, "eve");
    private static final Caller MEMBER = new Caller(1004, 990, true, "max");
    private static final Caller ROOT = new Caller(0, 0, true, "root");

    @TempDir
    private Path folder;

    private FilePhoneBook system;
    private FileUserBooks users;

    @BeforeEach
    void begin() {
        system = new FilePhoneBook(folder.resolve("entries.d"));
        system.set(Entry.of("office")
                .with(EntryOption.SERVER, "system.example")
                .with(EntryOption.USERS, "1001,1002,2001"));
        system.set(Entry.of("closed").with(EntryOption.SERVER, "system.example"));
        users = new FileUserBooks(folder.resolve("users.d"));
    }

    private CallersBook book(Caller caller) {
        return new CallersBook(system, users, caller);
    }

    /// As a client's view has it.
    private void set(Caller caller, String name, String server) {
        CallersBook book = book(caller);
        book.set(Entry.of(book.toSet(name)).with(EntryOption.SERVER, server));
    }

    private String serverOf(Caller caller, String name) {
        CallersBook book = book(caller);
        return book.entry(book.full(name)).text(EntryOption.SERVER);
    }

    private List<String> names(Caller caller) {
        return book(caller).entries().stream().map(Entry::name).toList();
    }

    private static String refusal(int error, Runnable asked) {
        RasException[] refused = new RasException[1];
        assertThatThrownBy(asked::run).isInstanceOfSatisfying(RasException.class, e -> refused[0] = e);
        RasException e = Objects.requireNonNull(refused[0]);
        assertThat(e.error()).as("%s", e.getMessage()).isEqualTo(error);
        return e.detail().reason();
    }

    @Test
    void nameAlone_isTheUsersOwn_andElseTheSystems_H7() {
        assertThat(serverOf(ANN, "office")).isEqualTo("system.example");
        set(ANN, "ann/office", "ann.example");
        assertThat(book(ANN).full("office")).isEqualTo("ann/office");
        assertThat(serverOf(ANN, "office")).isEqualTo("ann.example");
        assertThat(serverOf(ANN, "ann/office")).isEqualTo("ann.example");
        assertThat(serverOf(ANN, "/office")).isEqualTo("system.example");
        assertThat(serverOf(BOB, "office")).isEqualTo("system.example");
        assertThat(serverOf(ROOT, "office")).isEqualTo("system.example");
        assertThat(book(ANN).target("office")).isEqualTo("ann/office");
        assertThat(book(ANN).target("c-1")).isEqualTo("c-1");
        book(ANN).remove("ann/office");
        assertThat(serverOf(ANN, "office")).isEqualTo("system.example");
        assertThat(folder.resolve("users.d")).isEmptyDirectory();
    }

    @Test
    void userWithoutATellingName_isTheirNumber() {
        for (String name : List.of("", "5001", "CORP\\ann", "a b", "Jürgen", "-x")) {
            assertThat(new Caller(1001, 100, false, name).owner()).isEqualTo(new BookOwner("1001", 1001));
        }
        set(new Caller(1001, 100, false), "mine", "ann.example");
        assertThat(names(ROOT)).containsExactly("1001/mine", "closed", "office");
        assertThat(new Caller(-2, 100, false).owner().name()).isEqualTo("4294967294");
    }

    @Test
    void whatTheSystemHasOfTheName_isHiddenOnPurposeOnly() {
        assertThat(refusal(5, () -> set(ANN, "office", "ann.example"))).contains("system's entry \"office\"");
        set(ANN, "ann/office", "ann.example");
        set(ANN, "office", "other.example");
        assertThat(serverOf(ANN, "/office")).isEqualTo("system.example");
        assertThat(serverOf(ANN, "office")).isEqualTo("other.example");
        set(ANN, "closed", "ann.example");
        assertThat(names(ANN)).containsExactly("ann/closed", "ann/office", "closed", "office");
    }

    @Test
    void anothersBook_isAsIfItWereNot_H7() {
        set(BOB, "secret", "bob.example");
        set(ANN, "mine", "ann.example");
        assertThat(refusal(623, () -> serverOf(ANN, "secret"))).doesNotContain("bob");
        assertThat(refusal(623, () -> book(ANN).full("bob/secret")))
                .isEqualTo(refusal(623, () -> book(ANN).full("bob/nothing")).replace("nothing", "secret"))
                .isEqualTo(refusal(623, () -> book(ANN).full("bo/secret")).replace("bo/", "bob/"));
        assertThat(refusal(6, () -> book(ANN).target("bob/secret")))
                .isEqualTo(refusal(6, () -> book(ANN).target("bob/nothing")).replace("nothing", "secret"));
        assertThat(refusal(5, () -> set(ANN, "bob/secret", "ann.example")))
                .isEqualTo(refusal(5, () -> set(ANN, "bob/nothing", "ann.example")));
        // and behind the names, too
        CallersBook anns = book(ANN);
        refusal(623, () -> anns.entry("bob/secret"));
        refusal(623, () -> anns.remove("bob/secret"));
        refusal(623, () -> anns.set(Entry.of("bob/secret")));
        assertThat(names(ANN)).containsExactly("ann/mine", "closed", "office");
        assertThat(serverOf(BOB, "secret")).isEqualTo("bob.example");
    }

    @Test
    void privileged_seeAll_andNameThemInFull_H7() {
        set(ANN, "mine", "ann.example");
        set(BOB, "secret", "bob.example");
        for (Caller caller : List.of(ROOT, MEMBER, Caller.SELF)) {
            assertThat(names(caller)).containsExactly("ann/mine", "bob/secret", "closed", "office");
            assertThat(serverOf(caller, "ann/mine")).isEqualTo("ann.example");
            refusal(623, () -> serverOf(caller, "mine"));
        }
        set(ROOT, "ann/mine", "other.example");
        assertThat(serverOf(ANN, "mine")).isEqualTo("other.example");
        set(ROOT, "7001/new", "new.example");
        assertThat(serverOf(new Caller(7001, 100, false), "new")).isEqualTo("new.example");
        assertThat(refusal(87, () -> set(ROOT, "no-such-user-here/new", "x.example")))
                .contains("no user");
        assertThat(refusal(87, () -> set(ROOT, "root/new", "x.example"))).contains("system's book");
        book(MEMBER).remove("bob/secret");
        assertThat(names(BOB)).containsExactly("closed", "office");
    }

    @Test
    void nameOfAFormerUser_givesItsNewOneNothing_H7() {
        set(ANN, "mine", "ann.example");
        Caller newAnn = new Caller(2001, 100, false, "ann");
        assertThat(names(newAnn)).containsExactly("closed", "office");
        refusal(623, () -> serverOf(newAnn, "mine"));
        refusal(623, () -> serverOf(newAnn, "ann/mine"));
        assertThat(refusal(5, () -> set(newAnn, "mine", "evil.example"))).contains("it was another user's");
        assertThat(refusal(5, () -> set(newAnn, "other", "evil.example"))).contains("it was another user's");
        book(ROOT).remove("ann/mine");
        set(newAnn, "mine", "new.example");
        assertThat(serverOf(newAnn, "mine")).isEqualTo("new.example");
        assertThat(names(ANN)).containsExactly("closed", "office");
    }

    @Test
    void numberOfAFormerUser_givesItsNewOneNothing_H7() {
        set(ANN, "mine", "ann.example");
        Caller anna = new Caller(1001, 100, false, "anna");
        assertThat(names(anna)).containsExactly("closed", "office");
        set(anna, "mine", "anna.example");
        assertThat(serverOf(anna, "mine")).isEqualTo("anna.example");
        assertThat(serverOf(ANN, "mine")).isEqualTo("ann.example");
        assertThat(serverOf(ROOT, "ann/mine")).isEqualTo("ann.example");
    }

    @Test
    void twoBooksOfOneName_areNobodys_H7() throws IOException {
        set(ANN, "mine", "ann.example");
        Path other = Files.createDirectories(folder.resolve("users.d").resolve("ann.2001"));
        Files.writeString(other.resolve("mine.toml"), "server = \"evil.example\"\n");
        refusal(623, () -> serverOf(ANN, "mine"));
        refusal(623, () -> serverOf(new Caller(2001, 100, false, "ann"), "mine"));
        refusal(5, () -> set(ANN, "mine", "x.example"));
        assertThat(names(ROOT)).containsExactly("closed", "office");
    }

    @Test
    void whoNoEntryNames_hasNoBook_H7() {
        assertThat(refusal(5, () -> set(NOBODY, "mine", "x.example"))).contains("no entry names this user");
        assertThat(folder.resolve("users.d")).doesNotExist();
    }

    @Test
    void bookIsClosedToAllOthers_H7() throws IOException {
        set(ANN, "mine", "ann.example");
        Path book = folder.resolve("users.d").resolve("ann.1001");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("users.d"))))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(book)))
                .isEqualTo("rwx------");
        assertThat(book.resolve("mine.toml")).exists();
    }

    @Test
    void whatElseLiesThere_isLeftAlone() throws IOException {
        Path place = Files.createDirectories(folder.resolve("users.d"));
        for (String odd : List.of("ann", "ann.", ".1001", "ann.x", "ann.-1", "ann.01001", "a%2Fb.1001", "a%zz.1001")) {
            Files.writeString(Files.createDirectories(place.resolve(odd)).resolve("mine.toml"), "server = \"h\"\n");
        }
        Files.createDirectories(place.resolve("ann.1001"));
        Files.writeString(place.resolve("bob.1002"), "no directory");
        assertThat(users.owners()).isEmpty();
        assertThat(names(ROOT)).containsExactly("closed", "office");
        set(ANN, "mine", "ann.example");
        assertThat(users.owners()).containsExactly(new BookOwner("ann", 1001));
    }

    @Test
    void fileOfTheSystemsBook_cannotSpeakForAUser() throws IOException {
        Files.writeString(folder.resolve("entries.d").resolve("ann%2Fmine.toml"), "server = \"h\"\n");
        assertThat(names(ROOT)).containsExactly("closed", "office");
        assertThat(system.problems()).singleElement().asString().contains("mine");
    }

    @Test
    void entryThatCannotBeRead_isStillTheUsersOwn() throws IOException {
        set(ANN, "ann/office", "ann.example");
        Files.writeString(folder.resolve("users.d").resolve("ann.1001").resolve("office.toml"), "mtu = 1\n");
        assertThat(refusal(625, () -> serverOf(ANN, "office"))).contains("mtu");
    }

    @Test
    void problems_areToldToWhoCanMendThem_H7() throws IOException {
        set(ANN, "ann/office", "ann.example");
        set(BOB, "bob/office", "bob.example");
        Files.writeString(folder.resolve("users.d").resolve("ann.1001").resolve("office.toml"), "mtu = 1\n");
        Files.writeString(folder.resolve("entries.d").resolve("closed.toml"), "mtu = 2\n");
        assertThat(book(ANN).problems()).singleElement().asString().contains("ann.1001/office.toml:1:", "mtu");
        assertThat(book(BOB).problems()).isEmpty();
        assertThat(book(ROOT).problems())
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("closed.toml:1:"),
                        problem -> assertThat(problem).contains("ann.1001/office.toml:1:"));
    }

    @Test
    void fullBook_hasRoomForAnotherName() {
        for (int i = 0; i < UserPhoneBook.MOST_ENTRIES; i++) {
            set(ANN, "ann/e" + i, "ann.example");
        }
        assertThat(refusal(624, () -> set(ANN, "ann/more", "ann.example"))).contains("100 entries");
        book(ANN).rename("ann/e7", "ann/seventh");
        assertThat(names(ANN)).hasSize(102).contains("ann/seventh").doesNotContain("ann/e7");
    }

    @Test
    void userFillsTheirBook_andNotTheDisk_H7() {
        String pem = "x".repeat(20_000);
        int most = 0;
        while (most < 100) {
            try {
                book(ANN)
                        .set(Entry.of("ann/big" + most)
                                .with(EntryOption.ORIGINAL, "pbk utf-8 0123456789abcdef 1 x\n" + pem));
            } catch (RasException e) {
                assertThat(e.error()).isEqualTo(624);
                assertThat(e.getMessage()).contains("bytes in all at most");
                break;
            }
            most++;
        }
        assertThat(most).isBetween(40, 60);
        // what is there can be written again, and others have room
        book(ANN).set(Entry.of("ann/big0").with(EntryOption.ORIGINAL, "pbk utf-8 0123456789abcdef 1 x\n" + pem));
        for (int i = 0; i < UserPhoneBook.MOST_ENTRIES; i++) {
            set(BOB, "small" + i, "bob.example");
        }
        assertThat(refusal(624, () -> set(BOB, "one-more", "bob.example"))).contains("100 entries");
        set(BOB, "small7", "other.example");
        assertThat(serverOf(BOB, "small7")).isEqualTo("other.example");
    }

    @Test
    void rename_staysInItsBook_H7() {
        assertThat(book(ANN).renamed("ann/mine", "yours")).isEqualTo("ann/yours");
        assertThat(book(ROOT).renamed("ann/mine", "yours")).isEqualTo("ann/yours");
        assertThat(book(ROOT).renamed("ann/mine", "ann/yours")).isEqualTo("ann/yours");
        assertThat(book(ROOT).renamed("office", "/yours")).isEqualTo("yours");
        assertThat(book(ROOT).renamed("office", "yours")).isEqualTo("yours");
        for (String into : List.of("/yours", "bob/yours")) {
            assertThat(refusal(87, () -> book(ROOT).renamed("ann/mine", into))).contains("another book");
        }
        refusal(87, () -> book(ROOT).renamed("office", "ann/yours"));
        refusal(123, () -> book(ROOT).renamed("office", "a:b"));
    }
}
