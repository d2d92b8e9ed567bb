package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CompletionCommandTest {
    @Test
    void scriptKnowsAllCommands() {
        Run.Result result = new Run(new FakeAccess()).command("completion");
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("dial hangup answer confirm list status watch log capture exec entry", "--password-stdin");
        // longer than a text that our own reader takes from a peer
        assertThat(new Run(new FakeAccess()).command("completion", "--json").out())
                .startsWith("{\"bash\":\"#!")
                .endsWith("\"}\n")
                .hasLineCount(1);
    }

    @Test
    void bashUnderstandsTheScript() throws IOException, InterruptedException {
        String script = new Run(new FakeAccess()).command("completion").out();
        Process bash = new ProcessBuilder("bash", "-n")
                .inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
        try (Writer in = new OutputStreamWriter(bash.getOutputStream(), StandardCharsets.UTF_8)) {
            in.write(script);
        }
        assertThat(bash.waitFor()).isZero();
    }
}
