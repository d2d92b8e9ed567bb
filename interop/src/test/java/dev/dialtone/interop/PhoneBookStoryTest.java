package dev.dialtone.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Entry;
import dev.dialtone.api.RemoteAccess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What an administrator who comes from elsewhere does with a phone book: each command a process, and the daemon one
/// that is killed and started again.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class PhoneBookStoryTest {
    private static final Path CORPUS =
            Path.of("..", "phonebooks", "src", "test", "resources", "dev", "dialtone", "phonebooks");

    /// VPNs of each kind, PPPoE, modems, names in UTF-8, alternates and routes.
    private static final List<String> KINDS =
            List.of("vpns.pbk", "broadband.pbk", "modem.pbk", "utf8.pbk", "routes.pbk");

    private static final int MANY = 10_000;

    private Path folder;
    private Programs programs;

    @BeforeAll
    void begin(@TempDir Path places) throws IOException {
        Requires.namespaces();
        folder = places;
        programs = new Programs(folder);
    }

    @AfterAll
    void end() {
        if (programs != null) {
            programs.close();
        }
    }

    @BeforeEach
    void emptyBook() {
        programs.ensureDaemon();
        try (RemoteAccess access = programs.client()) {
            access.entries().forEach(entry -> access.removeEntry(entry.name()));
        }
    }

    private Path entries() {
        return folder.resolve("config").resolve("entries.d");
    }

    private PeerProcess ended(String... arguments) {
        Map<String, String> environment =
                Map.of("DIALTONE_SOCKET", programs.socket().toString(), "LC_ALL", "C.UTF-8");
        return PeerProcess.start(environment, CommandLine.of(arguments)).await();
    }

    private String done(String... arguments) {
        PeerProcess command = ended(arguments);
        assertThat(command.code()).as(command.toString()).isZero();
        return command.text();
    }

    private void killAndRestart() {
        programs.killDaemon();
        programs.restartDaemon();
    }

    /// What is stored, byte by byte.
    private Map<String, String> stored() throws IOException {
        Map<String, String> stored = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder.resolve("config"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                stored.put(folder.relativize(file).toString(), Files.readString(file, ISO_8859_1));
            }
        }
        return stored;
    }

    @Test
    void phoneBookOfEveryKind_isImportedShownAndExportedToTheByte_E4() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String kind : KINDS) {
            all.write(Files.readAllBytes(CORPUS.resolve(kind)));
        }
        Path book = Files.write(folder.resolve("rasphone.pbk"), all.toByteArray());

        String report = done("entry", "import", book.toString());
        assertThat(report)
                .contains("carried", "not done", "lines that ask for nothing, which are kept", "Imported 14 entries.");
        assertThat(done("entry", "list"))
                .containsPattern("Office +sstp +vpn.example.com")
                .containsPattern("IKEv2 only +ikev2 ")
                .containsPattern("L2TP +l2tp ")
                .containsPattern("Old router +pptp ")
                .containsPattern("Fibre +pppoe ")
                .containsPattern("Telephone +modem ")
                .contains("Büro München", "東京オフィス", "Офис 🏢");
        assertThat(done("entry", "show", "Routes"))
                .containsPattern("server +vpn.example.com")
                .containsPattern("port +8443")
                .containsPattern("alternates +vpn2.example.com")
                .containsPattern("routes +172.16.0.0/12,192.168.0.0/16,10.0.0.0/8@5,2001:db8::/32")
                .containsPattern("carried +91 +NumRoutes=4 ");
        assertThat(done("entry", "show", "Büro München")).contains("imported; of its original, line by line:");
        assertThat(done("entry", "show", "Telephone")).contains("NOT BUILT YET");

        killAndRestart();
        Path copy = folder.resolve("copy.pbk");
        assertThat(done("entry", "export", "--all", "-o", copy.toString())).contains("Wrote 14 entries");
        assertThat(copy).hasSameBinaryContentAs(book);

        // edited: that line is another, and no other
        done("entry", "set", "Old router", "server=new-router.example.com");
        done("entry", "export", "--all", "-o", copy.toString());
        assertThat(Files.readString(copy))
                .isNotEqualTo(Files.readString(book))
                .isEqualTo(Files.readString(book)
                        .replace("PhoneNumber=192.0.2.1\r\n", "PhoneNumber=new-router.example.com\r\n"));
    }

    @Test
    void filesOfOthers_areImportedShownAndExportedToTheByte_E4() throws IOException {
        Map<String, List<String>> kinds = Map.of(
                "office.nmconnection", List.of("Büro SSTP"),
                "always-on.xml", List.of("Büro & Lager"),
                "gateways.conf", List.of("office", "all", "l2tp-router"),
                "peers/dsl", List.of("dsl"),
                "peers/sstp", List.of("sstp"));
        for (Map.Entry<String, List<String>> kind : kinds.entrySet()) {
            Path file = CORPUS.resolve(kind.getKey());
            done("entry", "import", file.toString());
        }
        killAndRestart();
        for (Map.Entry<String, List<String>> kind : kinds.entrySet()) {
            Path copy = folder.resolve("copy");
            List<String> export = new ArrayList<>(List.of("entry", "export", "-o", copy.toString()));
            export.addAll(kind.getValue());
            done(export.toArray(String[]::new));
            assertThat(copy).as(kind.getKey()).hasSameBinaryContentAs(CORPUS.resolve(kind.getKey()));
            for (String name : kind.getValue()) {
                assertThat(done("entry", "show", name)).contains("imported; of its original, line by line:");
            }
        }
    }

    @Test
    void brokenFiles_areToldAtTheirPlaceAndNothingStoredIsLost_E4() throws IOException {
        done("entry", "import", CORPUS.resolve("utf8.pbk").toString());
        Path mine = Files.writeString(folder.resolve("mine.toml"), "# Ask Ann.\nserver = \"a.example\"\n");
        done("entry", "edit", "Office", "--file", mine.toString());
        Map<String, String> before = stored();

        List<String> list = Files.readAllLines(CORPUS.resolve("broken").resolve("expected.tsv"));
        assertThat(list).hasSizeGreaterThan(30);
        for (String line : list) {
            String[] parts = line.split("\t", 2);
            Path file = CORPUS.resolve("broken").resolve(parts[0]);
            PeerProcess command = ended("entry", "import", file.toString(), "--replace");
            assertThat(command.code()).as(command.toString()).isEqualTo(1);
            assertThat(command.errors()).contains(file + parts[1]).endsWith("RAS_ERROR=625\n");
            assertThat(stored()).as(parts[0]).isEqualTo(before);
        }
        Files.writeString(
                mine, "# Ask Bob.\nserver = \"a.example\"\nroutes = [\n  \"10.0.0.0/8\",\n  \"10.0.0.0/80\"\n]\n");
        PeerProcess edit = ended("entry", "edit", "Office", "--file", mine.toString());
        assertThat(edit.errors())
                .contains(mine + ":3:10 routes: found […, expected what routes takes: it ")
                .endsWith("RAS_ERROR=625\n");
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void fileThatWasBrokenByHand_isNamedByPlaceLeftAloneAndMended_E4() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine.toml"), "# Ask Ann.\nserver = \"a.example\"\n");
        done("entry", "edit", "office", "--file", mine.toString());
        done("entry", "copy", "office", "branch");
        Path broken = entries().resolve("office.toml");
        Files.writeString(broken, "# Ask Ann.\nserver = \"a.example\"\nport = 0\n");
        assertThat(done("entry", "list")).contains("branch").doesNotContain("office");
        String complaint = broken + ":3:8 port: found 0, expected what port takes";
        for (String[] command : List.of(
                new String[] {"entry", "show", "office"},
                new String[] {"entry", "set", "office", "--server", "b.example"},
                new String[] {"dial", "office"})) {
            PeerProcess ended = ended(command);
            assertThat(ended.code()).as(ended.toString()).isEqualTo(1);
            assertThat(ended.errors()).contains(complaint).endsWith("RAS_ERROR=625\n");
        }
        assertThat(ended("doctor").text().replaceAll("\\s+", " ")).contains(complaint.replaceAll("\\s+", " "));
        Path pbk = Files.writeString(
                folder.resolve("one.pbk"),
                Files.readString(CORPUS.resolve("broken").resolve("number.pbk"))
                        .replace("RedialAttempts=100", "RedialAttempts=3")
                        .replace("[Office]", "[office]"));
        assertThat(ended("entry", "import", pbk.toString()).errors()).contains(complaint);
        assertThat(broken).hasContent("# Ask Ann.\nserver = \"a.example\"\nport = 0\n");

        Files.writeString(mine, "# Ask Ann.\nserver = \"a.example\"\nport = 8443\n");
        done("entry", "edit", "office", "--file", mine.toString());
        assertThat(done("entry", "list")).contains("branch", "office");
        assertThat(broken).hasContent("# Ask Ann.\nserver = \"a.example\"\nport = 8443\n");
    }

    @Test
    void tenThousandEntries_areListedAndChangedByHand() throws IOException {
        Files.createDirectories(entries());
        for (int i = 0; i < MANY; i++) {
            // as `entry set` makes them, with comments of somebody's own
            Files.writeString(
                    entries().resolve("site-%05d.toml".formatted(i)), """
                    # Dialtone entry; see dialtone(1)
                    # site %d
                    server = "vpn%d.example.com"
                    user = "ann"
                    default-route = false
                    routes = ["10.%d.0.0/16", "fd00:%x::/32"]
                    """.formatted(i, i, i % 256, i % 65_536));
        }
        killAndRestart();
        long began = System.nanoTime();
        assertThat(done("entry", "list").lines()).hasSize(MANY + 1);
        Duration first = Duration.ofNanos(System.nanoTime() - began);

        List<Duration> commands = new ArrayList<>();
        List<Duration> answers = new ArrayList<>();
        try (RemoteAccess access = programs.client()) {
            for (int i = 0; i < 8; i++) {
                began = System.nanoTime();
                assertThat(access.entries()).hasSize(MANY);
                answers.add(Duration.ofNanos(System.nanoTime() - began));
                began = System.nanoTime();
                assertThat(done("entry", "list").lines()).hasSize(MANY + 1);
                commands.add(Duration.ofNanos(System.nanoTime() - began));
            }
        }
        System.err.println("list of " + MANY + ": first " + first + ", commands " + commands + ", answers " + answers);

        // a change by hand counts at once, and a new one is there
        Files.writeString(entries().resolve("site-00007.toml"), "server = \"by-hand.example\"\n");
        done("entry", "set", "one more", "--server", "h.example");
        try (RemoteAccess access = programs.client()) {
            assertThat(access.entries())
                    .hasSize(MANY + 1)
                    .extracting(Entry::values)
                    .anyMatch(values -> values.containsValue("by-hand.example"));
            for (int i = 0; i < MANY; i++) {
                Files.delete(entries().resolve("site-%05d.toml".formatted(i)));
            }
            assertThat(access.entries()).extracting(Entry::name).containsExactly("one more");
        }
    }
}
