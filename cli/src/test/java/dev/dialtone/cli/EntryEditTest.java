package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryEditTest {
    private final FakeAccess access = new FakeAccess();

    @TempDir
    private Path folder;

    @BeforeEach
    void store() {
        access.with(Entry.of("office").with("server", "vpn.example"));
        access.comments.put("office", "# mine\n");
    }

    /// An editor that is a line of shell; the file is `$1`.
    private Run editing(String line) throws IOException {
        Path editor = folder.resolve("editor");
        Files.writeString(editor, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwx------"));
        return new Run(access)
                .environment("EDITOR", editor.toString())
                .environment("XDG_RUNTIME_DIR", folder.toString());
    }

    private List<Path> drafts() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".toml")).toList();
        }
    }

    private Entry office() {
        return Objects.requireNonNull(access.book.get("office"));
    }

    @Test
    void editedText_isStoredWithItsComments() throws IOException {
        Run.Result result = editing("sed -i s/vpn/other/ \"$1\"; echo 'mtu = \"1300\"' >>\"$1\"")
                .command("entry", "edit", "office");
        assertThat(result.out()).isEqualTo("Stored \"office\".\n");
        assertThat(office().text(EntryOption.SERVER)).isEqualTo("other.example");
        assertThat(office().number(EntryOption.MTU)).isEqualTo(1300);
        assertThat(access.comments).containsEntry("office", "# mine\n");
        assertThat(drafts()).isEmpty();
    }

    @Test
    void editorWithArguments_isRunAsAShellUnderstandsIt() throws IOException {
        Run.Result result = editing("test \"$1\" = --wait && sed -i s/vpn/other/ \"$2\"")
                .environment("VISUAL", folder.resolve("editor") + " --wait")
                .command("entry", "edit", "office", "--json");
        assertThat(result.objects().getFirst().text("name")).isEqualTo("office");
        assertThat(office().text(EntryOption.SERVER)).isEqualTo("other.example");
    }

    @Test
    void unchangedText_isNotStored() throws IOException {
        assertThat(editing("true").command("entry", "edit", "office").out()).isEqualTo("Nothing was changed.\n");
        assertThat(editing(": >\"$1\"").command("entry", "edit", "office").out())
                .isEqualTo("The text is empty: nothing was stored.\n");
        assertThat(drafts()).isEmpty();
    }

    @Test
    void wrongText_isNotStoredAndNotLost_E4() throws IOException {
        Run.Result result = editing("echo 'sever = \"x\"' >>\"$1\"").command("entry", "edit", "office");
        assertThat(result.code()).isEqualTo(1);
        Path draft = drafts().getFirst();
        assertThat(result.err())
                .contains(draft + ":3:1 sever: found no such option", "--file " + draft)
                .endsWith("RAS_ERROR=625\n");
        assertThat(Files.readString(draft)).isEqualTo("# mine\nserver = \"vpn.example\"\nsever = \"x\"\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(draft)))
                .isEqualTo("rw-------");
        assertThat(office().text(EntryOption.SERVER)).isEqualTo("vpn.example");

        Files.writeString(draft, "server = \"third.example\"\n");
        assertThat(new Run(access)
                        .command("entry", "edit", "office", "--file", draft.toString())
                        .out())
                .isEqualTo("Stored \"office\".\n");
        assertThat(office().text(EntryOption.SERVER)).isEqualTo("third.example");
    }

    @Test
    void wrongText_canBeMendedAtOnce() throws IOException {
        Run.Result result = editing(
                        "if grep -q sever \"$1\"; then sed -i /sever/d \"$1\"; else echo sever=1 >>\"$1\"; fi; echo '#' >>\"$1\"")
                .answers("y")
                .command("entry", "edit", "office");
        assertThat(result.err()).contains(":3:1 sever=1: found no such option");
        assertThat(result.out()).isEqualTo("Stored \"office\".\n");
        assertThat(drafts()).isEmpty();
    }

    @Test
    void editorThatFails_isNamed() throws IOException {
        Run.Result result = editing("exit 7").command("entry", "edit", "office");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("ended with 7").endsWith("RAS_ERROR=87\n");
        assertThat(drafts()).isEmpty();
        result = editing("echo '#' >>\"$1\"; exit 7").command("entry", "edit", "office");
        assertThat(result.err()).contains("nothing was stored", "--file " + drafts().getFirst());
    }

    @Test
    void textFromAFile_makesTheEntry() throws IOException {
        Path file = Files.writeString(folder.resolve("new.txt"), "# new\nserver = \"h\"\n");
        new Run(access).command("entry", "edit", "neu", "--file", file.toString());
        assertThat(Objects.requireNonNull(access.book.get("neu")).text(EntryOption.SERVER))
                .isEqualTo("h");
        assertThat(new Run(access).command("entry", "edit", "nobody").err()).endsWith("RAS_ERROR=623\n");
        Files.writeString(file, "oops\n");
        assertThat(new Run(access)
                        .command("entry", "edit", "neu", "--file", file.toString())
                        .err())
                .contains(file + ":1:1 oops: found");
    }

    @Test
    void copy_hasTheCommentsAndAnotherName() {
        access.with(office().with("always-on", "true").with("guid", "0123456789abcdef0123456789abcdef"));
        access.signIns.put("office", new dev.dialtone.api.CredentialsInfo("office", "ann", "", true));
        Run.Result result = new Run(access).command("entry", "copy", "office", "branch");
        assertThat(result.out()).isEqualTo("Copied \"office\" to \"branch\".\n");
        assertThat(result.err()).contains("\"branch\" is always on too");
        assertThat(access.book.get("branch"))
                .isEqualTo(office().with("guid", "").renamed("branch"));
        assertThat(access.comments).containsEntry("branch", "# mine\n");
        assertThat(access.signIns).doesNotContainKey("branch");
        assertThat(new Run(access).command("entry", "copy", "office", "branch").err())
                .endsWith("RAS_ERROR=183\n");
        assertThat(new Run(access).command("entry", "copy", "office", "a/b/c").err())
                .endsWith("RAS_ERROR=123\n");
        assertThat(new Run(access).command("entry", "copy", "nobody", "x").err())
                .endsWith("RAS_ERROR=623\n");
    }

    @Test
    void newNames_areChecked() {
        assertThat(new Run(access)
                        .command("entry", "validate", "--new", "office")
                        .err())
                .endsWith("RAS_ERROR=183\n");
        assertThat(new Run(access).command("entry", "validate", "--new", ".x").err())
                .endsWith("RAS_ERROR=123\n");
        assertThat(new Run(access)
                        .command("entry", "validate", "--new", "A \"B\"")
                        .out())
                .isEqualTo("An entry may be named \"A \"B\"\".\n");
    }
}
