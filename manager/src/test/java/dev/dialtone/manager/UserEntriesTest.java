package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.CaptureOptions;
import dev.dialtone.api.Connection;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.core.Secret;
import dev.dialtone.host.HostChange;
import dev.dialtone.testkit.ManualLoop;
import dev.dialtone.testkit.MemoryHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Users' own entries through a whole manager, in virtual time on one thread. No server can be reached.
class UserEntriesTest {
    private static final Caller ANN = new Caller(1001, 100, false, "ann");
    private static final Caller BOB = new Caller(1002, 100, false, "bob");
    private static final Caller MEMBER = new Caller(1003, 990, true, "max");
    private static final Caller ROOT = new Caller(0, 0, true, "root");
    private static final Secret PASSWORD = Secret.ofChars("the password".toCharArray());

    private final ManualLoop loop = new ManualLoop();
    private final MemoryHost host = new MemoryHost();
    private Manager manager;
    private FilePhoneBook system;

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() {
        system = new FilePhoneBook(folder.resolve("entries"));
        manager = Manager.start(new ManagerPorts(
                host,
                Runnable::run,
                (_, on, listener) -> NoServer.reached(on, listener),
                _ -> new HandMailbox(loop),
                _ -> loop::execute,
                100,
                (device, _) -> device::close,
                new MemoryLines(),
                new MemoryLines(),
                new MemoryLines(),
                system,
                new FileUserBooks(folder.resolve("users")),
                new FileCredentialStore(folder.resolve("credentials")),
                () -> ConnectionRig.START.plusNanos(loop.nanoTime()),
                new Random(1)));
        manager.setEntry(
                Entry.of("office").with(EntryOption.SERVER, "192.0.2.1").with(EntryOption.USERS, "1001,1002"));
        manager.setCredentials("office", "system", "", PASSWORD);
        as(ANN).setEntry(Entry.of("ann/office")
                .with(EntryOption.SERVER, "192.0.2.2")
                .with(EntryOption.USER, "ann"));
    }

    @AfterEach
    void end() {
        manager.stop();
        loop.drain();
        manager.finish();
    }

    private RemoteAccess as(Caller caller) {
        return manager.view(caller);
    }

    private Connection dial(Caller caller, DialRequest request) {
        Connection connection = as(caller).dial(request, _ -> {});
        loop.drain();
        return connection;
    }

    private static String refusal(int error, Runnable asked) {
        RasException[] refused = new RasException[1];
        assertThatThrownBy(asked::run).isInstanceOfSatisfying(RasException.class, e -> refused[0] = e);
        RasException e = Objects.requireNonNull(refused[0]);
        assertThat(e.error()).as("%s", e.getMessage()).isEqualTo(error);
        return e.detail().reason();
    }

    @Test
    void dialOfTheirOwn_isIntoTheirNamespace_withWhatIsStoredForIt_H7() {
        DialRequest own = DialRequest.of("office").netns("mine");
        assertThat(refusal(703, () -> dial(ANN, own))).as("not the system's").contains("ann/office");
        as(ANN).setCredentials("office", "", "", PASSWORD);
        assertThat(as(ANN).credentials("office").passwordStored()).isTrue();
        assertThat(as(ANN).credentials("/office").user()).isEqualTo("system");
        assertThat(refusal(5, () -> dial(ANN, DialRequest.of("office")))).contains("whole host's network");

        Connection connection = dial(ANN, own);
        assertThat(connection.log().getLast().entry()).isEqualTo("ann/office");
        assertThat(connection.log().getLast().error()).isEqualTo(808);
        assertThat(as(ANN).connection("office").id()).isEqualTo(connection.id());
        assertThat(as(ANN).connection("ann/office").id()).isEqualTo(connection.id());
        assertThat(as(ROOT).connection("ann/office").id()).isEqualTo(connection.id());
        refusal(6, () -> as(ANN).connection("/office"));
        refusal(6, () -> as(ROOT).connection("office"));
        assertThat(refusal(6, () -> as(BOB).connection("ann/office")))
                .isEqualTo(refusal(6, () -> as(BOB).connection("ann/nothing")).replace("nothing", "office"));

        Connection systems = dial(ANN, DialRequest.of("/office"));
        assertThat(systems.log().getLast().entry()).isEqualTo("office");
        assertThat(as(ANN).connection("/office").id()).isEqualTo(systems.id());
        assertThat(as(ANN).connection("office").id()).isEqualTo(connection.id());
        as(ANN).removeEntry("office");
        assertThat(as(ANN).connection("ann/office").id())
                .as("the history stays")
                .isEqualTo(connection.id());
    }

    @Test
    void entryMayNameTheNamespace_andNoOtherUsersNorServer_H7() {
        as(ANN).setCredentials("office", "", "", PASSWORD);
        as(ANN).setEntry(as(ANN).entry("office").with(EntryOption.NETNS, "mine"));
        assertThat(dial(ANN, DialRequest.of("office")).log().getLast().error()).isEqualTo(808);
        host.apply(new HostChange.OwnedNamespace("bobs", 1002, 100));
        refusal(5, () -> dial(ANN, DialRequest.of("office").netns("bobs")));
        refusal(5, () -> dial(ANN, DialRequest.of("office").server("evil.example")));
    }

    @Test
    void nobodyElseDialsOrExaminesIt_andWhatIsStoredForIt_isTheirsAndRootsToClear_H7() {
        as(ANN).setCredentials("office", "ann", "", PASSWORD);
        for (Caller caller : List.of(ROOT, MEMBER, Caller.SELF)) {
            assertThat(refusal(
                            5, () -> dial(caller, DialRequest.of("ann/office").netns("x"))))
                    .contains("another user's entry");
            refusal(5, () -> as(caller).doctor(Optional.of("ann/office")));
            refusal(
                    123,
                    () -> dial(caller, DialRequest.of(Entry.of("ann/office").with("server", "evil.example"))));
            assertThat(as(caller).credentials("ann/office").user()).isEqualTo("ann");
        }
        assertThat(refusal(5, () -> as(MEMBER).setCredentials("ann/office", "max", "", null)))
                .contains("another user's entry");
        refusal(5, () -> as(MEMBER).setProxyPassword("ann/office", PASSWORD));
        refusal(5, () -> as(MEMBER).clearCredentials("ann/office"));
        refusal(623, () -> as(BOB).credentials("ann/office"));
        refusal(623, () -> as(BOB).setCredentials("ann/office", "bob", "", null));
        refusal(623, () -> as(BOB).clearCredentials("ann/office"));
        refusal(623, () -> as(BOB).removeEntry("ann/office"));
        refusal(623, () -> as(BOB).capture("ann/office", CaptureOptions.ALL));
        refusal(5, () -> as(ANN).setCredentials("/office", "ann", "", null));
        refusal(5, () -> as(ANN).removeEntry("/office"));
        assertThat(as(ANN).credentials("office").passwordStored()).isTrue();
        as(ROOT).clearCredentials("ann/office");
        assertThat(as(ANN).credentials("office").passwordStored()).isFalse();
    }

    @Test
    void newUserOfTheName_forgetsNothingOfTheOldOnes_H7() {
        as(ANN).setCredentials("office", "ann", "", PASSWORD);
        Caller newAnn = new Caller(1002, 100, false, "ann");
        refusal(5, () -> as(newAnn).setEntry(Entry.of("ann/office").with(EntryOption.SERVER, "192.0.2.3")));
        refusal(623, () -> as(newAnn).clearCredentials("ann/office"));
        assertThat(as(ANN).credentials("office").passwordStored()).isTrue();
    }

    @Test
    void newEntry_hasNothingOfWhoHadItsNameBefore_H7() throws IOException {
        as(ANN).setCredentials("office", "ann", "", PASSWORD);
        // somebody takes the book away by hand
        Path book = folder.resolve("users").resolve("ann.1001");
        Files.delete(book.resolve("office.toml"));
        Files.delete(book);
        Caller newAnn = new Caller(1002, 100, false, "ann");
        as(newAnn).setEntry(Entry.of("ann/office").with(EntryOption.SERVER, "192.0.2.3"));
        assertThat(as(newAnn).credentials("office").passwordStored()).isFalse();
        refusal(703, () -> dial(newAnn, DialRequest.of("office").netns("mine")));
    }

    @Test
    void newNameAndText_ofTheirOwn_H7() {
        as(ANN).setCredentials("office", "ann", "", PASSWORD);
        as(ANN).renameEntry("office", "home");
        assertThat(as(ANN).credentials("ann/home").passwordStored()).isTrue();
        assertThat(as(ANN).entry("office").name()).as("the system's again").isEqualTo("office");
        refusal(5, () -> as(ANN).renameEntry("/office", "mine"));
        refusal(87, () -> as(ANN).renameEntry("home", "/mine"));
        refusal(87, () -> as(ROOT).renameEntry("ann/home", "bob/home"));
        refusal(623, () -> as(BOB).renameEntry("ann/home", "mine"));
        as(ROOT).renameEntry("ann/home", "mine");
        assertThat(as(ANN).credentials("mine").passwordStored()).isTrue();

        as(ANN).setEntryText("mine", "# mine\nserver = \"192.0.2.9\"\n");
        assertThat(as(ROOT).entryText("ann/mine")).startsWith("# mine");
        assertThat(as(ANN).entry("mine").text(EntryOption.SERVER)).isEqualTo("192.0.2.9");
        refusal(623, () -> as(BOB).entryText("ann/mine"));
        refusal(5, () -> as(BOB).setEntryText("ann/mine", "server = \"h\"\n"));
        assertThat(refusal(87, () -> as(ANN).setEntryText("mine", "always-on = true\n")))
                .contains("always-on: ");
        refusal(625, () -> as(ANN).setEntryText("mine", "mtu = 1\n"));
        assertThat(as(ANN).entryText("mine")).startsWith("# mine");
    }

    @Test
    void whoNoEntryNamesAnyMore_keepsTheirBook_andDialsNothing_H7() {
        as(ANN).setCredentials("office", "ann", "", PASSWORD);
        system.set(system.entry("office").with(EntryOption.USERS, "1002"));
        assertThat(refusal(5, () -> dial(ANN, DialRequest.of("office").netns("mine"))))
                .contains("no entry names this user");
        refusal(5, () -> as(ANN).doctor(Optional.of("office")));
        refusal(5, () -> as(ANN).setEntry(Entry.of("office").with(EntryOption.SERVER, "x.example")));
        assertThat(as(ANN).entries()).extracting(Entry::name).containsExactly("ann/office");
        as(ANN).removeEntry("office");
        assertThat(as(ANN).entries()).isEmpty();
    }

    @Test
    void usersEntry_namesNobody_andHoldsNoNamespaceOfOthers_H7() {
        as(ANN).setEntry(Entry.of("mine").with(EntryOption.NETNS, "blue").with(EntryOption.SERVER, "192.0.2.2"));
        as(BOB).setEntry(Entry.of("mine").with(EntryOption.NETNS, "blue").with(EntryOption.SERVER, "192.0.2.3"));
        as(BOB).setCredentials("mine", "bob", "", PASSWORD);
        assertThat(dial(BOB, DialRequest.of("mine")).log().getLast().error()).isEqualTo(808);
        assertThat(as(BOB).list()).isEmpty();
    }
}
