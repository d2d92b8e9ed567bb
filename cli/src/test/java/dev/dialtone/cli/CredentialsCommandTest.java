package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsCommandTest {
    private final FakeAccess access = new FakeAccess().with(Entry.of("office"));

    @Test
    void setStoresWhatIsGivenAndKeepsTheRest() {
        Run.Result first = new Run(access)
                .input("geheim\n")
                .command("credentials", "set", "office", "--user", "ann", "--domain", "CORP", "--password-stdin");
        assertThat(first.code()).isZero();
        assertThat(first.out()).contains("user ann, domain CORP, a password").doesNotContain("geheim");
        assertThat(access.passwords).containsEntry("office", "geheim");
        Run.Result second = new Run(access).command("credentials", "set", "office", "--user", "bob", "--json");
        assertThat(second.objects().getFirst().text("user")).isEqualTo("bob");
        assertThat(access.signIns.get("office")).isEqualTo(new CredentialsInfo("office", "bob", "CORP", true));
        assertThat(access.passwords).containsEntry("office", "geheim");
    }

    @Test
    void setAsksAtTheTerminal() {
        new Run(access).answers("geheim").command("credentials", "set", "office", "--user", "ann");
        assertThat(access.passwords).containsEntry("office", "geheim");
        new Run(access).answers("").command("credentials", "set", "office", "--user", "ann");
        assertThat(access.passwords).containsEntry("office", "geheim");
    }

    @Test
    void setStoresTheProxysPasswordWithoutAskingForTheOther(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("proxy"), "geheim\n");
        access.signIns.put("office", new CredentialsInfo("office", "ann", "", true));

        Run.Result set = new Run(access)
                .answers("something else")
                .command("credentials", "set", "office", "--proxy-password-file", file.toString());

        assertThat(set.code()).isZero();
        assertThat(set.out())
                .contains("user ann, a password, a password for the proxy")
                .doesNotContain("geheim");
        assertThat(access.proxyPasswords).containsEntry("office", "geheim");
        assertThat(access.passwords).isEmpty();
    }

    @Test
    void showNeverShowsThePassword() {
        access.signIns.put("office", new CredentialsInfo("office", "ann", "", true));
        assertThat(new Run(access).command("credentials", "show", "office").out())
                .isEqualTo("\"office\": user ann, a password\n");
        assertThat(new Run(access)
                        .command("credentials", "show", "office", "--json")
                        .objects()
                        .getFirst()
                        .flag("passwordStored", false))
                .isTrue();
        assertThat(new Run(access).command("credentials", "show", "none").err()).contains("RAS_ERROR=623");
    }

    @Test
    void clearForgets() {
        access.signIns.put("office", new CredentialsInfo("office", "ann", "", true));
        assertThat(new Run(access).command("credentials", "clear", "office").code())
                .isZero();
        assertThat(access.signIns).isEmpty();
        assertThat(new Run(access)
                        .command("credentials", "clear", "office", "--json")
                        .objects())
                .hasSize(1);
    }
}
