package dev.dialtone.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.ForegroundProgram;
import dev.dialtone.api.Places;
import dev.dialtone.manager.SecretsChoice;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonOptionsTest {
    private static final Places USUAL = new Places(Path.of("/s"), Path.of("/c"), Path.of("/t"));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        ForegroundProgram program = new DaemonProgram();
        assertThat(program.name()).isEqualTo("daemon");
        return new DaemonProgram().run(List.of(arguments), new PrintStream(out), new PrintStream(err));
    }

    @Test
    void namedPlaces_replaceTheUsualOnes() {
        assertThat(DaemonOptions.of(List.of("--socket", "/a", "--state=/b"), _ -> USUAL, false))
                .isEqualTo(new DaemonOptions(
                        new Places(Path.of("/a"), Path.of("/c"), Path.of("/b")), false, false, false));
    }

    @Test
    void system_isTheMachinesManagerButNotAllThatRootIs() {
        Function<Boolean, Places> usual = system -> Places.ofDaemon(Map.of("HOME", "/home/ann"), system);
        Places machines = usual.apply(true);
        assertThat(DaemonOptions.of(List.of(), usual, true)).isEqualTo(new DaemonOptions(machines, true, true, false));
        assertThat(DaemonOptions.of(List.of("--system"), usual, false))
                .isEqualTo(new DaemonOptions(machines, true, false, false));
        assertThat(DaemonOptions.of(List.of("--system", "--resolv-conf"), usual, false))
                .isEqualTo(new DaemonOptions(machines, true, true, false));
        assertThat(DaemonOptions.of(List.of(), usual, false))
                .isEqualTo(new DaemonOptions(usual.apply(false), false, false, false));
    }

    @Test
    void secrets_areKeptWhereItIsSaid() {
        SecretsChoice keystore = DaemonOptions.of(
                        List.of("--secrets", "keystore", "--secrets-key=/run/key"),
                        _ -> USUAL,
                        false,
                        Map.of("CREDENTIALS_DIRECTORY", "/run/credentials/x"))
                .secrets();
        assertThat(keystore.kind()).isEqualTo(SecretsChoice.Kind.KEYSTORE);
        assertThat(keystore.key()).isEqualTo(Path.of("/run/key"));
        assertThat(keystore.given()).isEqualTo(Path.of("/run/credentials/x"));
        assertThatThrownBy(() -> DaemonOptions.of(List.of("--secrets", "vault"), _ -> USUAL, false))
                .hasMessageContaining("--secrets must be one of usual, files, keystore, secret-service, prompt");
        assertThatThrownBy(() -> DaemonOptions.of(List.of("--secrets"), _ -> USUAL, false))
                .hasMessageContaining("--secrets must be one of");
        assertThatThrownBy(
                        () -> DaemonOptions.of(List.of("--secrets", "files", "--secrets-key", "/k"), _ -> USUAL, false))
                .hasMessageContaining("--secrets-key");
    }

    @Test
    void wrongOptions_areNamed() {
        assertThatThrownBy(() -> DaemonOptions.of(List.of("--sokket"), _ -> USUAL, false))
                .hasMessageContaining("--sokket");
        assertThatThrownBy(() -> DaemonOptions.of(List.of("--socket"), _ -> USUAL, false))
                .hasMessageContaining("needs a path");
        assertThat(run("--wrong")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--wrong").contains("Usage:");
    }

    @Test
    void metricsPortAndLogFormat_areOffUnlessAskedFor_E4() {
        DaemonOptions usual = DaemonOptions.of(List.of(), _ -> USUAL, false);
        assertThat(usual.metrics()).isEmpty();
        assertThat(usual.log()).isEqualTo(new ErrorLog.Form(false, false));
        DaemonOptions asked = DaemonOptions.of(
                List.of("--metrics-port=0", "--log-format", "json", "--log-level=debug"), _ -> USUAL, false);
        assertThat(asked.metrics()).hasValue(0);
        assertThat(asked.log()).isEqualTo(new ErrorLog.Form(true, true));
        for (String wrong : List.of("", "-1", "65536", "9x", "123456789012")) {
            assertThatThrownBy(() -> DaemonOptions.of(List.of("--metrics-port", wrong), _ -> USUAL, false))
                    .hasMessageContaining("--metrics-port")
                    .hasMessageContaining("\"" + wrong + "\"");
        }
        assertThatThrownBy(() -> DaemonOptions.of(List.of("--log-format=xml"), _ -> USUAL, false))
                .hasMessageContaining("text or json");
        assertThatThrownBy(() -> DaemonOptions.of(List.of("--log-level=trace"), _ -> USUAL, false))
                .hasMessageContaining("warning or debug");
    }

    @Test
    void help_isPrinted() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--socket FILE");
    }

    @Test
    void socketThatCannotBeHad_isExit1With711(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("d.sock"), "not a socket");
        assertThat(run("--socket", file.toString(), "--config", directory + "/c", "--state", directory + "/s"))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("is not a socket")
                .contains("RAS_ERROR=711");
    }
}
