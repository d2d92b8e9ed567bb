package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasException;
import dev.dialtone.cli.InProcess;
import dev.dialtone.daemon.Daemon;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Phone books of Windows through the command line, the socket, the daemon and the disk, and back.
class PhoneBooksTest {
    private static final Path CORPUS =
            Path.of("..", "phonebooks", "src", "test", "resources", "dev", "dialtone", "phonebooks");

    private final Rig rig = new Rig();
    private final Path socket = rig.places().resolve("sock");
    private final Daemon daemon = Daemon.start(socket, caller -> rig.manager().view(caller));

    @AfterEach
    void end() {
        daemon.refuse();
        daemon.close();
        rig.close();
    }

    private InProcess.Result run(List<String> arguments) {
        InProcess.Result result = InProcess.run(socket, arguments.toArray(String[]::new));
        assertThat(result.exit()).as(result.err()).isZero();
        return result;
    }

    private void imported(Path file, String... more) {
        List<String> command = new ArrayList<>(List.of("entry", "import", file.toString()));
        command.addAll(List.of(more));
        run(command);
    }

    private void comesBack(Path file) throws IOException {
        Path copy = rig.places().resolve("copy.pbk");
        InProcess.Result exported = run(List.of("entry", "export", "--all", "-o", copy.toString()));
        assertThat(exported.err()).isEmpty();
        assertThat(copy).hasSameBinaryContentAs(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vpns", "broadband", "modem", "utf8", "latin1", "mark", "odd"})
    void everyPhoneBook_comesBackToTheByte_E4(String name) throws IOException {
        Path file = CORPUS.resolve(name + ".pbk");
        imported(file);
        comesBack(file);
        rig.restart();
        comesBack(file);
    }

    @Test
    void namesThatAreNotAllowed_getOthersHereAndTheirOwnInTheFile() throws IOException {
        Path file = CORPUS.resolve("names.pbk");
        imported(file, "--as", "A/B=A-B", "--as", ".hidden?=hidden");
        assertThat(rig.manager().entries()).extracting(Entry::name).contains("A-B", "hidden");
        comesBack(file);
    }

    @Test
    void networkManagersProfile_comesBackToTheByte() throws IOException {
        Path file = CORPUS.resolve("office.nmconnection");
        imported(file);
        assertThat(run(List.of("entry", "export", "Büro SSTP")).out()).isEqualTo(Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"always-on.xml", "force.xml", "gateways.conf", "peers/dsl", "peers/sstp"})
    void filesOfOthers_comeBackToTheByte_E4(String name) throws IOException {
        Path file = CORPUS.resolve(name);
        imported(file);
        Path copy = rig.places().resolve("copy");
        run(List.of("entry", "export", "--all", "-o", copy.toString()));
        assertThat(copy).hasSameBinaryContentAs(file);
        rig.restart();
        run(List.of("entry", "export", "--all", "-o", copy.toString()));
        assertThat(copy).hasSameBinaryContentAs(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret.xml", "secrets.conf", "peers/modem", "peers/pptp"})
    void secretsOfOthers_areNowhere(String name) throws IOException {
        InProcess.Result result =
                run(List.of("entry", "import", CORPUS.resolve(name).toString(), "--all-lines"));
        String json = run(List.of("entry", "import", CORPUS.resolve(name).toString(), "--replace", "--json"))
                .out();
        String exported = run(List.of("entry", "export", "--all")).out();
        StringBuilder stored = new StringBuilder();
        try (var files = Files.walk(rig.places())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                stored.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(List.of(result.out(), result.err(), json, exported, stored.toString()))
                .allSatisfy(text -> assertThat(text).doesNotContain("hunter", "918273"));
        assertThat(result.out()).contains("left out");
    }

    @Test
    void commentsOfAnEntry_stayThroughSetAndEdit() throws IOException {
        Path text = Files.writeString(
                rig.places().resolve("mine.toml"), "# Ask Ann.\nserver = \"a.example\" # the first\nport = 8443\n");
        run(List.of("entry", "edit", "office", "--file", text.toString()));
        run(List.of("entry", "set", "office", "--server", "b.example", "port="));
        Path stored = rig.places().resolve("config").resolve("entries.d").resolve("office.toml");
        assertThat(stored).hasContent("# Ask Ann.\nserver = \"b.example\" # the first\n");
        run(List.of("entry", "copy", "office", "branch"));
        assertThat(stored.resolveSibling("branch.toml")).hasContent("# Ask Ann.\nserver = \"b.example\" # the first\n");

        Files.writeString(text, "server = \"c.example\"\nport = 0\n");
        InProcess.Result wrong = InProcess.run(socket, "entry", "edit", "office", "--file", text.toString());
        assertThat(wrong.err())
                .contains(text + ":2:8 port: found 0, expected what port takes")
                .endsWith("RAS_ERROR=625\n");
        Files.writeString(stored, "server = \"by-hand.example\"\n");
        assertThat(run(List.of("entry", "show", "office")).out()).contains("by-hand.example");
    }

    @Test
    void longestOriginal_passesTheSocket() throws IOException {
        StringBuilder text = new StringBuilder("[long]\r\nPBVersion=1\r\nType=2\r\nVpnStrategy=5\r\nMEDIA=rastapi\r\n"
                + "Port=VPN2-0\r\nDEVICE=vpn\r\nPhoneNumber=h\r\n");
        while (text.length() < 23_900) {
            text.append("CustomAuthData=3\r\n");
        }
        Path file = Files.writeString(rig.places().resolve("long.pbk"), text);
        imported(file);
        comesBack(file);
    }

    @ParameterizedTest
    @CsvSource({"L2TP, 839, l2tp", "IKEv2 only, 839, ikev2", "Old router, 839, pptp", "Head office, 918, eap"})
    void whatIsNotBuiltYet_isKeptAndRefusedWithItsReason_E2(String entry, int error, String reason) {
        imported(CORPUS.resolve("vpns.pbk"));
        assertThatThrownBy(() -> rig.manager().dialAndWait(DialRequest.of(entry)))
                .isInstanceOfSatisfying(RasException.class, e -> {
                    assertThat(e.error()).isEqualTo(error);
                    assertThat(e.detail().reason()).contains(reason + " is not built yet");
                    assertThat(e.detail().advice()).contains("dialtone entry set \"" + entry + "\"");
                });
        assertThat(rig.manager().doctor(Optional.of(entry)))
                .anyMatch(finding -> finding.text().contains(reason + " is not built yet"));
    }

    @Test
    void importedEntry_isDialled() throws IOException {
        String text = """
            [Work]\r
            PBVersion=8\r
            Type=2\r
            VpnStrategy=14\r
            AuthRestrictions=512\r
            \r
            MEDIA=rastapi\r
            Port=VPN2-0\r
            Device=WAN Miniport (IKEv2)\r
            \r
            DEVICE=vpn\r
            PhoneNumber=127.0.0.1:%d\r
            """.formatted(rig.answerer().port());
        imported(Files.writeString(rig.places().resolve("work.pbk"), text));
        Path ca = Files.writeString(rig.places().resolve("ca.pem"), Rig.PKI.caPem());
        run(List.of("entry", "set", "Work", "--ca", ca.toString(), "server-name=" + Rig.SERVER_NAME));
        Entry stored = rig.manager().entry("Work");
        assertThat(stored.text(EntryOption.PROTOCOL)).isEqualTo("automatic");
        Notification completion =
                rig.manager().dialAndWait(DialRequest.of("Work").signIn(Rig.USER, "", Rig.PASSWORD));
        assertThat(completion.isConnected()).isTrue();
        rig.manager().connection("Work").hangUp().join();
        assertThat(run(List.of("entry", "export", "Work")).out()).isEqualTo(text);
    }
}
