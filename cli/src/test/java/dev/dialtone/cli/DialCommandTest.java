package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Detail;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.RasError;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DialCommandTest {
    private static final Detail REFUSED =
            new Detail("auth", "the server refused the sign-in", "E=691", "bad \"luck\"", "check it", false);

    private final FakeAccess access = new FakeAccess()
            .with(Entry.of("se")
                    .with("server", "vpn.example.com")
                    .with("user", "ann")
                    .with("dial-timeout", "30"));

    private DialRequest dialled() {
        return Objects.requireNonNull(access.dialled);
    }

    @Test
    void showsEachStateAndWhatTheConnectionHas() {
        access.script = c -> c.enter(ConnectionState.OPEN_PORT)
                .enter(ConnectionState.CONNECT_DEVICE)
                .connected();
        Run.Result result = new Run(access).input("geheim\n").command("dial", "se", "--password-stdin");
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines().toList().subList(0, 3))
                .satisfiesExactly(
                        l -> assertThat(l)
                                .matches("\\d\\d:\\d\\d:38\\.123       0 ms  OpenPort             opening the port"),
                        l -> assertThat(l).contains("    100 ms  ConnectDevice        "),
                        l -> assertThat(l).contains("    200 ms  Connected            connected"));
        assertThat(result.out()).contains("dt0, MTU 1400", "10.21.0.5", "dialtone hangup se");
        assertThat(access.connections.getFirst().active()).isTrue();
    }

    @Test
    void jsonIsTheNotificationsAndNothingElse() {
        access.script = c -> c.enter(ConnectionState.OPEN_PORT).connected();
        Run.Result result = new Run(access).input("x\n").command("dial", "se", "--password-stdin", "--json");
        assertThat(result.code()).isZero();
        assertThat(result.objects()).extracting(o -> o.text("state")).containsExactly("OpenPort", "Connected");
        assertThat(result.objects().getLast().flag("completion", false)).isTrue();
    }

    @Test
    void failureTellsAllItKnows() {
        access.script = c -> c.enter(ConnectionState.AUTHENTICATE)
                .fail(ConnectionState.AUTHENTICATE, RasError.AUTHENTICATION_FAILURE, REFUSED);
        Run.Result result = new Run(access).input("x\n").command("dial", "se", "--password-stdin");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("""
                        Could not connect "se": The server refused the user name or password.
                          state    Authenticate (5)
                          layer    auth
                          reason   the server refused the sign-in
                          peer     E=691 "bad "luck""
                          advice   check it
                        RAS_ERROR=691
                        """);
    }

    @Test
    void failureWhoseWordsBeginWithTheCodeTellsItOnce() {
        Detail wordless = new Detail("auth", "refused", "E=691", "E=691 R=0 V=3", "check it", false);
        assertThat(FailureReport.peer(wordless)).isEqualTo("\"E=691 R=0 V=3\"");
    }

    @Test
    void failureInJsonIsItsNotification() {
        access.script = c -> c.fail(ConnectionState.AUTHENTICATE, RasError.AUTHENTICATION_FAILURE, REFUSED);
        Run.Result result = new Run(access).input("x\n").command("dial", "se", "--password-stdin", "--json");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("RAS_ERROR=691\n");
        JsonObject only = result.objects().getFirst();
        assertThat(only.number("error")).isEqualTo(691);
        assertThat(only.object("detail").orElseThrow().text("peerCode")).isEqualTo("E=691");
    }

    @Test
    void hungUpByAnotherIsAFailureWithItsCause() {
        access.script = c -> c.enter(ConnectionState.OPEN_PORT).disconnected(RasError.USER_DISCONNECTION);
        Run.Result result = new Run(access).input("x\n").command("dial", "se", "--password-stdin");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).endsWith("RAS_ERROR=631\n");
    }

    @Test
    void interruptHangsUpAndEndsWith130() {
        Run run = new Run(access).input("x\n");
        access.script = c -> {
            c.enter(ConnectionState.OPEN_PORT);
            run.interrupt();
        };
        Run.Result result = run.command("dial", "se", "--password-stdin");
        assertThat(result.code()).isEqualTo(130);
        assertThat(result.out()).contains("Disconnected");
        assertThat(result.err()).contains("interrupted, \"se\" is hung up");
        assertThat(access.connections.getFirst().active()).isFalse();
        assertThat(run.interruption).isNull();
    }

    @Test
    void interruptThatLosesTheRaceShowsTheEndingToo() {
        Run run = new Run(access).input("x\n");
        access.script = c -> {
            // Connected came first; the hang-up then ends an established connection (C5)
            synchronized (c) {
                c.enter(ConnectionState.OPEN_PORT);
                run.interrupt();
            }
        };
        access.hangUpAfter = FakeConnection::connected;
        Run.Result result = run.command("dial", "se", "--password-stdin");
        assertThat(result.code()).isEqualTo(130);
        assertThat(result.out().lines())
                .satisfiesExactly(
                        l -> assertThat(l).contains("OpenPort"),
                        l -> assertThat(l).contains("Connected"),
                        l -> assertThat(l).contains("Disconnected"));
    }

    @Test
    void timeoutsAreTheEntrysUnlessGiven() {
        new Run(access).input("x\n").command("dial", "se", "--password-stdin");
        assertThat(dialled().dialTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(dialled().stateTimeout()).isEqualTo(Duration.ofSeconds(60));
        access.connections.clear();
        new Run(access)
                .input("x\n")
                .command("dial", "se", "--password-stdin", "--timeout", "9", "--state-timeout", "4");
        assertThat(dialled().dialTimeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(dialled().stateTimeout()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void valuesOutOfRangeAreNamed() {
        Run.Result result = new Run(access).input("x\n").command("dial", "se", "--password-stdin", "--timeout", "0");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("dialTimeout").endsWith("RAS_ERROR=87\n");
    }

    @Test
    void proxyAndItsPasswordAreGivenWithTheDial(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("proxy"), "geheim\n");

        Run.Result result = new Run(access)
                .input("x\n")
                .command(
                        "dial",
                        "--server",
                        "vpn.example.com",
                        "--user",
                        "bob",
                        "--password-stdin",
                        "--proxy",
                        "proxy.example.com:3128",
                        "--proxy-password-file",
                        file.toString(),
                        "-o",
                        "proxy-user=p-bob");

        assertThat(result.code()).isZero();
        Entry entry = Objects.requireNonNull(dialled().adHoc());
        assertThat(entry.text(EntryOption.PROXY)).isEqualTo("http://proxy.example.com:3128");
        assertThat(entry.text(EntryOption.PROXY_USER)).isEqualTo("p-bob");
        assertThat(access.dialledProxyPassword).isEqualTo("geheim");
        assertThat(new Run(access).command("dial", "se", "--proxy", "none").code())
                .isEqualTo(2);
    }

    @Test
    void withoutAnEntryItIsMadeOfOptions() {
        Run.Result result = new Run(access)
                .input("x\n")
                .command(
                        "dial",
                        "--protocol",
                        "sstp",
                        "--server",
                        "2001:db8::1",
                        "--user",
                        "bob",
                        "--password-stdin",
                        "-o",
                        "port=8443",
                        "-o",
                        "default-route=false");
        assertThat(result.code()).isZero();
        Entry entry = Objects.requireNonNull(dialled().adHoc());
        assertThat(entry.name()).isEqualTo("2001_db8__1");
        assertThat(entry.text(EntryOption.SERVER)).isEqualTo("2001:db8::1");
        assertThat(entry.number(EntryOption.PORT)).isEqualTo(8443);
        assertThat(entry.flag(EntryOption.DEFAULT_ROUTE)).isFalse();
        assertThat(dialled().user()).isEqualTo("bob");
        assertThat(access.book).containsOnlyKeys("se");
    }

    @Test
    void serverCanBeReplaced() {
        new Run(access).input("x\n").command("dial", "se", "--server", "192.0.2.7", "--password-stdin");
        assertThat(dialled().server()).isEqualTo("192.0.2.7");
        assertThat(dialled().entry()).isEqualTo("se");
    }

    @Test
    void namespaceIsGivenToTheDial() {
        new Run(access).input("x\n").command("dial", "se", "--netns", "blue", "--password-stdin");
        assertThat(dialled().netns()).isEqualTo("blue");
        assertThat(dialled().entry()).isEqualTo("se");
    }

    @Test
    void tableIsGivenToTheDial() {
        new Run(access).input("x\n").command("dial", "se", "--table", "0x64", "--password-stdin");
        assertThat(dialled().table()).isEqualTo("100");
        Run.Result result = new Run(access).input("x\n").command("dial", "se", "--table=main");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("table: is \"main\"").contains("RAS_ERROR=87");
    }

    @Test
    void namespaceThatIsNoName_isRefusedByTheOptionsName_E4() {
        for (String name : List.of(".", "..", "a/b", "-all", "x".repeat(65), "sp ace")) {
            Run.Result result = new Run(access).input("x\n").command("dial", "se", "--netns=" + name);
            assertThat(result.code()).as(name).isEqualTo(1);
            assertThat(result.err()).as(name).contains("netns: is not a name").contains("RAS_ERROR=87");
        }
    }

    @Test
    void passwordIsTheFirstLineOfTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("pw"), "gehe im\r\nsecond\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Run.Result result = new Run(access).command("dial", "se", "--password-file", file.toString());
        assertThat(access.dialledPassword).isEqualTo("gehe im");
        assertThat(result.err()).isEmpty();
        assertThatThrownBy(() -> Objects.requireNonNull(dialled().password()).useUtf8(b -> b.length))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void fileThatAllCanReadIsWarnedAbout(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("pw"), "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Run.Result result = new Run(access).command("dial", "se", "--password-file", file.toString());
        assertThat(result.code()).isZero();
        assertThat(result.err()).contains("warning", "chmod 600");
    }

    @Test
    void fileWithoutPasswordIsRefused(@TempDir Path folder) throws IOException {
        Run.Result missing = new Run(access).command("dial", "se", "--password-file", folder + "/none");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err())
                .contains("--password-file", folder + "/none", "no such file")
                .contains("RAS_ERROR=87");
        Path empty = Files.createFile(folder.resolve("empty"));
        assertThat(new Run(access)
                        .command("dial", "se", "--password-file", empty.toString())
                        .err())
                .contains("holds no line");
        assertThat(new Run(access)
                        .command("dial", "se", "--password-file", folder.toString())
                        .code())
                .isEqualTo(1);
        Path longLine = Files.writeString(folder.resolve("long"), "x".repeat(5000));
        assertThat(new Run(access)
                        .command("dial", "se", "--password-file", longLine.toString())
                        .err())
                .contains("longer than");
        assertThat(access.dialled).isNull();
    }

    @Test
    void storedPasswordIsUsedWithoutAsking() {
        access.signIns.put("se", new CredentialsInfo("se", "ann", "", true));
        assertThat(new Run(access).command("dial", "se").code()).isZero();
        assertThat(dialled().password()).isNull();
    }

    @Test
    void storedPasswordIsNotForAnotherUser() {
        access.signIns.put("se", new CredentialsInfo("se", "ann", "", true));
        Run.Result result = new Run(access).command("dial", "se", "--user", "eve");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).endsWith("RAS_ERROR=703\n");
    }

    @Test
    void passwordIsAskedForAtTheTerminal() {
        Run run = new Run(access).answers("geheim");
        assertThat(run.command("dial", "se").code()).isZero();
        assertThat(run.asked).containsExactly("Password of ann: ");
        assertThat(access.dialledPassword).isEqualTo("geheim");
        assertThat(dialled().user()).isEqualTo("ann");
    }

    @Test
    void userIsAskedForWhenNobodyKnowsIt() {
        access.with(Entry.of("new").with("server", "h"));
        Run run = new Run(access).answers("bob", "geheim");
        assertThat(run.command("dial", "new").code()).isZero();
        assertThat(run.asked).containsExactly("User name: ", "Password of bob: ");
        assertThat(dialled().user()).isEqualTo("bob");
    }

    @Test
    void withoutTerminalOrPasswordItSaysHowToGiveOne() {
        Run.Result result = new Run(access).command("dial", "se");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("--password-file", "--password-stdin").endsWith("RAS_ERROR=703\n");
        assertThat(new Run(access)
                        .command("dial", "se", "--json")
                        .objects()
                        .getFirst()
                        .number("error"))
                .isEqualTo(703);
    }

    @Test
    void connectedEntryNeedsNoPassword() {
        access.with(new FakeConnection("c-1", "se").connected());
        assertThat(new Run(access).command("dial", "se").code()).isZero();
    }

    @Test
    void unknownEntryIs623() {
        Run.Result result = new Run(access).command("dial", "nowhere");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("\"nowhere\"").endsWith("RAS_ERROR=623\n");
    }

    @Test
    void secretIsNeverPrinted() {
        Run.Result result = new Run(access).input("geheim\n").command("dial", "se", "--password-stdin", "--json");
        assertThat(result.out() + result.err()).doesNotContain("geheim");
        Secret secret = dialled().password();
        assertThat(String.valueOf(secret)).doesNotContain("geheim");
    }
}
