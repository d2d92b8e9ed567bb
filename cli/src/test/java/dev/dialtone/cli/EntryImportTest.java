package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryImportTest {
    private static final String OFFICE = """
        [Office]\r
        Encoding=1\r
        PBVersion=8\r
        Type=2\r
        VpnStrategy=5\r
        IpPrioritizeRemote=0\r
        IpHeaderCompression=1\r
        \r
        MEDIA=rastapi\r
        Port=VPN2-0\r
        Device=WAN Miniport (SSTP)\r
        \r
        DEVICE=vpn\r
        PhoneNumber=vpn.example.com\r
        """;
    private static final String FIBRE = """
        [A/B]\r
        PBVersion=1\r
        Type=5\r
        \r
        MEDIA=rastapi\r
        Port=PPPoE5-0\r
        Device=WAN Miniport (PPPOE)\r
        \r
        DEVICE=PPPoE\r
        PhoneNumber=internet\r
        """;

    private final FakeAccess access = new FakeAccess();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("rasphone.pbk"), OFFICE + FIBRE);
    }

    private Run.Result run(String... arguments) {
        return new Run(access).command(arguments);
    }

    private Entry entry(String name) {
        return Objects.requireNonNull(access.book.get(name));
    }

    @Test
    void importsShowsAndExportsTheFileToTheByte() throws IOException {
        Run.Result imported = run("entry", "import", file.toString(), "--as", "A/B=A-B");
        assertThat(imported.code()).describedAs(imported.err()).isZero();
        assertThat(imported.out())
                .contains(
                        "Office  line 1\n",
                        "  carried        6  IpPrioritizeRemote=0                  default-route=false\n",
                        "  carried        7  IpHeaderCompression=1                 header-compression=true; waits for modem\n",
                        "A-B  line 15  (in the file: A/B)\n",
                        "and 7 lines that ask for nothing, which are kept\n",
                        "and 5 lines that ask for nothing, which are kept\n",
                        "Imported 2 entries. No password was; ");
        assertThat(entry("Office").flag(EntryOption.DEFAULT_ROUTE)).isFalse();
        assertThat(run("entry", "show", "Office").out())
                .contains("imported; of its original, line by line:", "IpHeaderCompression=1")
                .doesNotContain("original   ");
        assertThat(run("entry", "show", "A-B").out())
                .contains("NOT BUILT YET           protocol: pppoe is not built yet");
        assertThat(run("entry", "list").out()).contains("A-B     pppoe     -                -     not built yet");

        Path copy = folder.resolve("copy.pbk");
        Run.Result exported = run("entry", "export", "A-B", "Office", "-o", copy.toString());
        assertThat(exported.out()).isEqualTo("Wrote 2 entries to " + copy + ".\n");
        assertThat(exported.err()).isEmpty();
        assertThat(Files.readAllBytes(copy)).isEqualTo(Files.readAllBytes(file));
        assertThat(run("entry", "export", "--all").out()).isEqualTo(OFFICE + FIBRE);
    }

    @Test
    void exportSaysWhatThePhoneBookCannotSay() {
        run("entry", "import", file.toString(), "--only", "Office");
        run("entry", "set", "Office", "--user", "ann", "ipv6=false");
        Run.Result exported = run("entry", "export", "Office");
        assertThat(exported.out())
                .isEqualTo(OFFICE.replace("IpPrioritizeRemote", "ExcludedProtocols=8\r\nIpPrioritizeRemote"));
        assertThat(exported.err())
                .isEqualTo("dialtone: Office: left out: user=ann: who signs in is not in a .pbk phone book\n");
        JsonObject object = run(
                        "entry",
                        "export",
                        "Office",
                        "--json",
                        "-o",
                        folder.resolve("x.pbk").toString())
                .objects()
                .getFirst();
        assertThat(object.texts("exported")).containsExactly("Office");
        assertThat(object.object("remarks").orElseThrow().objects("Office")).hasSize(1);
    }

    @Test
    void dryRunNeedsNoManagerAndStoresNothing() {
        Run.Result result = new Run(_ -> {
                    throw new AssertionError("asked for a manager");
                })
                .command("entry", "import", file.toString(), "--dry-run", "--only", "Office", "--json");
        assertThat(result.code()).isZero();
        JsonObject object = result.objects().getFirst();
        assertThat(object.text("nameInFile")).isEqualTo("Office");
        assertThat(object.objects("remarks"))
                .filteredOn(remark -> remark.text("text").endsWith("; waits for modem"))
                .extracting(remark -> remark.text("key"))
                .containsExactly("IpHeaderCompression");
        assertThat(object.objects("remarks")).hasSize(11);
        assertThat(access.book).isEmpty();
    }

    @Test
    void nameThatIsNotAllowed_getsAProposal() {
        Run.Result result = run("entry", "import", file.toString());
        assertThat(result.err()).contains("line 15: ", "--as \"A/B=A-B\"").endsWith("RAS_ERROR=123\n");
        assertThat(access.book).isEmpty();
        assertThat(run("entry", "import", file.toString(), "--only", "A/B", "--as", "fibre")
                        .code())
                .isZero();
        assertThat(access.book).containsOnlyKeys("fibre");
        assertThat(run("entry", "import", file.toString(), "--as", "x").err()).contains("RAS_ERROR=623");
        assertThat(run("entry", "import", file.toString(), "--only", "none").err())
                .contains("RAS_ERROR=623");
        assertThat(run("entry", "import", file.toString(), "--as", "A/B=Office").err())
                .contains("RAS_ERROR=183");
    }

    @Test
    void brokenFile_isNamedByPlaceAndStoresNothing_E4() throws IOException {
        access.with(Entry.of("Office").with("server", "before.example"));
        Files.writeString(
                file, OFFICE.replace("VpnStrategy=5", "VpnStrategy=77") + FIBRE.replace("MEDIA=rastapi", "MEDIA=isdn"));
        Run.Result result = run("entry", "import", file.toString(), "--replace");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains(
                        file + ":5:13 VpnStrategy: found \"77\", expected a number from 0 to 15\n",
                        file + ":19:7 MEDIA: found \"isdn\", expected rastapi for DEVICE=PPPoE\n",
                        "and 1 more; nothing was imported\n")
                .endsWith("RAS_ERROR=625\n");
        assertThat(run("entry", "import", file.toString(), "--json").objects()).hasSize(3);
        assertThat(entry("Office").text(EntryOption.SERVER)).isEqualTo("before.example");
    }

    @Test
    void entryThatIsThere_isReplacedOnlyOnRequest() {
        access.with(Entry.of("Office").with("server", "before.example"));
        assertThat(run("entry", "import", file.toString(), "--only", "Office").err())
                .contains("RAS_ERROR=183");
        assertThat(entry("Office").text(EntryOption.SERVER)).isEqualTo("before.example");
        assertThat(run("entry", "import", file.toString(), "--only", "Office", "--replace")
                        .code())
                .isZero();
        assertThat(entry("Office").text(EntryOption.SERVER)).isEqualTo("vpn.example.com");
    }

    @Test
    void entryThatCannotBeStored_takesTheOthersBack() {
        access.with(Entry.of("Office").with("server", "before.example"));
        access.refuseToSet = "A-B";
        Run.Result result = run("entry", "import", file.toString(), "--replace", "--as", "A/B=A-B");
        assertThat(result.err()).endsWith("RAS_ERROR=624\n");
        assertThat(access.book).containsOnlyKeys("Office");
        assertThat(entry("Office").text(EntryOption.SERVER)).isEqualTo("before.example");
    }

    @Test
    void renamedEntry_keepsItsOriginal() {
        run("entry", "import", file.toString(), "--only", "Office");
        run("entry", "rename", "Office", "Work");
        assertThat(run("entry", "export", "Work").out()).isEqualTo(OFFICE.replace("[Office]", "[Work]"));
    }

    @Test
    void protocolThatIsNotBuilt_isSaidBeforeAnybodyIsAsked() {
        run("entry", "import", file.toString(), "--only", "A/B", "--as", "fibre");
        Run.Result result = run("dial", "fibre");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("pppoe is not built yet", "advice").endsWith("RAS_ERROR=839\n");
        assertThat(run("entry", "validate", "fibre").err()).contains("RAS_ERROR=839");
        assertThat(run("entry", "set", "new", "--protocol", "ikev2", "--server", "h")
                        .err())
                .contains("warning: it cannot be dialled: protocol: ikev2 is not built yet");
    }

    @Test
    void wrongFilesAndFormats() throws IOException {
        assertThat(run("entry", "import", folder.resolve("none.pbk").toString()).err())
                .contains("there is no such file")
                .endsWith("RAS_ERROR=621\n");
        assertThat(run("entry", "import", folder.toString(), "--format", "pbk").err())
                .contains("RAS_ERROR=621");
        assertThat(run("entry", "import", folder.resolve("book.txt").toString()).code())
                .isEqualTo(2);
        assertThat(run("entry", "import", file.toString(), "--format", "word").code())
                .isEqualTo(2);
        assertThat(run("entry", "export").code()).isEqualTo(2);
        assertThat(run("entry", "export", "x", "--all").code()).isEqualTo(2);
        assertThat(run("entry", "export", "x", "--json").code()).isEqualTo(2);
        assertThat(run("entry", "export", "x").err()).contains("RAS_ERROR=623");
        access.with(Entry.of("x"));
        assertThat(run(
                                "entry",
                                "export",
                                "x",
                                "-o",
                                folder.resolve("no/such.pbk").toString())
                        .err())
                .endsWith("RAS_ERROR=624\n");
        Path kept = Files.writeString(folder.resolve("kept.pbk"), "old");
        Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-r-----"));
        run("entry", "export", "x", "-o", kept.toString());
        assertThat(Files.readString(kept, StandardCharsets.UTF_8)).startsWith("[x]\r\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-r-----");
        try (var left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(List.of("rasphone.pbk", "kept.pbk"));
        }
    }

    @Test
    void exportOfAUsersEntry_doesNotSayWhoseItIs() {
        access.with(Entry.of("ann/office").with(EntryOption.SERVER, "vpn.example.com"));
        assertThat(run("entry", "export", "ann/office").out())
                .contains("[office]")
                .doesNotContain("ann/");
        assertThat(run("entry", "export", "--all").out()).as("others' books").doesNotContain("office");
        access.with(Entry.of("office").with(EntryOption.SERVER, "vpn.example.com"));
        Run.Result both = run("entry", "export", "office", "ann/office");
        assertThat(both.code()).isEqualTo(1);
        assertThat(both.err()).contains("office").endsWith("RAS_ERROR=183\n");
    }
}
