package dev.dialtone.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ErrorLogTest {
    private static final Logger OURS = System.getLogger("dev.dialtone.daemon.ErrorLogTest");
    private static final Logger LIBRARY = System.getLogger("org.example.ErrorLogTest");

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @BeforeEach
    void begin() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void end() throws IOException {
        System.setErr(before);
        ErrorLog.install(ErrorLog.Form.STANDARD);
        LogManager.getLogManager().readConfiguration();
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void standard_isWarningsALineEach_andWhatIsAskedForIsOurs() {
        ErrorLog.install(ErrorLog.Form.STANDARD);
        OURS.log(Logger.Level.DEBUG, "not asked for");
        OURS.log(Logger.Level.WARNING, "broke reason={0}", "no {room}");
        LIBRARY.log(Logger.Level.WARNING, "library");
        assertThat(lines())
                .containsExactly(
                        "WARNING dev.dialtone.daemon.ErrorLogTest broke reason=no {room}",
                        "WARNING org.example.ErrorLogTest library");
        ErrorLog.install(new ErrorLog.Form(false, true));
        OURS.log(Logger.Level.DEBUG, "asked for");
        LIBRARY.log(Logger.Level.DEBUG, "not asked for");
        assertThat(lines()).hasSize(3).last().asString().endsWith(" asked for");
    }

    /// SECURITY: what others say makes no lines of its own.
    @Test
    void lineBreaks_stayInsideOneLine() {
        ErrorLog.install(ErrorLog.Form.STANDARD);
        OURS.log(Logger.Level.WARNING, "broke reason=" + "first\nERROR dev.dialtone second\r\u001b[2J");
        assertThat(lines()).hasSize(1);
        assertThat(written.toString(StandardCharsets.UTF_8))
                .doesNotContain("\r")
                .doesNotContain("\u001b");
    }

    /// The `LogManager` resets all loggers when the JVM begins to end, and that is when connections are ended.
    @Test
    void whileTheJvmEnds_itIsStillWritten() {
        ErrorLog.install(new ErrorLog.Form(true, true));
        LogManager.getLogManager().reset();
        OURS.log(Logger.Level.DEBUG, "ended connection={0}", "c-1");
        assertThat(lines()).singleElement().asString().contains("\"event\":\"ended\"", "\"connection\":\"c-1\"");
    }
}
