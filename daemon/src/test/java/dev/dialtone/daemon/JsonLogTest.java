package dev.dialtone.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class JsonLogTest {
    private static LogRecord record(String logger, Level level, String message, Object... parameters) {
        LogRecord record = new LogRecord(level, message);
        record.setLoggerName(logger);
        record.setInstant(Instant.parse("2026-11-22T08:03:38.123456Z"));
        if (parameters.length > 0) {
            record.setParameters(parameters);
        }
        return record;
    }

    private static JsonObject line(LogRecord record) {
        String line = new JsonLog().format(record);
        assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
        return Json.object(line);
    }

    private static JsonObject ours(String message, Object... parameters) {
        return line(record("dev.dialtone.manager.History", Level.WARNING, message, parameters));
    }

    @Test
    void saysTimeLevelEventAndEachKey() {
        JsonObject line = ours("history_line_skipped file=/var/lib/x y line=7 reason=JSON: a b=c is no object");
        assertThat(line.text("time")).isEqualTo("2026-11-22T08:03:38.123456Z");
        assertThat(line.text("level")).isEqualTo("warning");
        assertThat(line.text("logger")).isEqualTo("dev.dialtone.manager.History");
        assertThat(line.text("event")).isEqualTo("history_line_skipped");
        assertThat(line.text("file")).isEqualTo("/var/lib/x y");
        assertThat(line.text("line")).isEqualTo("7");
        assertThat(line.text("reason")).isEqualTo("JSON: a b=c is no object");
        assertThat(line.text("message")).startsWith("history_line_skipped file=");
        assertThat(line.has("b")).isFalse();
    }

    @Test
    void keysComeFromTheTemplate_neverFromAValue() {
        JsonObject line = ours(
                "failed connection={0} entry={1} reason={2}",
                "c-1", "office reason=fine connection=c-2 {0}", "it said event=connected");
        assertThat(line.text("event")).isEqualTo("failed");
        assertThat(line.text("connection")).isEqualTo("c-1");
        assertThat(line.text("entry")).isEqualTo("office reason=fine connection=c-2 {0}");
        assertThat(line.text("reason")).isEqualTo("it said event=connected");
        assertThat(line.text("message"))
                .isEqualTo("failed connection=c-1 entry=office reason=fine connection=c-2 {0}"
                        + " reason=it said event=connected");
    }

    @Test
    void fixedFieldsAreNotOverwritten() {
        JsonObject line = ours("odd time=never level=fine logger=x event=y message=z thrown=t");
        assertThat(line.text("time")).startsWith("2026-");
        assertThat(line.text("level")).isEqualTo("warning");
        assertThat(line.text("logger")).startsWith("dev.dialtone.");
        assertThat(line.text("event")).isEqualTo("odd");
        assertThat(line.text("message")).startsWith("odd time=");
    }

    @Test
    void lineBreaksAndQuotes_stayInsideOneLine() {
        assertThat(ours("broke reason=first\nsecond \"quoted\" \\ \u0007").text("reason"))
                .isEqualTo("first\nsecond \"quoted\" \\ \u0007");
    }

    @Test
    void exceptions_haveTheirTrace_bounded() {
        LogRecord record = record("dev.dialtone.daemon.X", Level.SEVERE, "crashed path=/v1");
        record.setThrown(new IllegalStateException("deep", new IOException("x".repeat(20_000))));
        JsonObject line = line(record);
        assertThat(line.text("level")).isEqualTo("error");
        assertThat(line.text("path")).isEqualTo("/v1");
        assertThat(line.text("thrown")).isEqualTo("java.lang.IllegalStateException: deep");
        assertThat(line.text("trace")).hasSizeLessThanOrEqualTo(8192).contains("at dev.dialtone.daemon.JsonLogTest");
    }

    @Test
    void linesOfLibraries_areTheirs() {
        JsonObject line = line(record("org.eclipse.jetty.server", Level.INFO, "started key=value"));
        assertThat(line.text("event")).isEqualTo("library");
        assertThat(line.text("level")).isEqualTo("info");
        assertThat(line.text("message")).isEqualTo("started key=value");
        assertThat(line.has("key")).isFalse();
    }

    /// What was put together before has braces of others in it.
    @Test
    void braces_areOnlyForParameters() {
        LogRecord record = record("dev.dialtone.manager.History", Level.WARNING, "skipped reason=not {1 or {");
        record.setParameters(new Object[0]);
        assertThat(line(record).text("reason")).isEqualTo("not {1 or {");
        assertThat(ours("skipped file=a{ reason={0}", "b").text("file")).isEqualTo("a{");
    }

    @Test
    void whatIsNoEvent_isAMessage() {
        assertThat(ours("Something that nobody foresaw").text("event")).isEqualTo("message");
        assertThat(ours("").text("event")).isEqualTo("message");
        assertThat(LogWords.of("host_watch_ended: changes are not noticed any more", null))
                .isEqualTo(new LogWords("host_watch_ended", Map.of()));
        assertThat(LogWords.of("empty a= b=", null).fields()).isEqualTo(Map.of("a", "", "b", ""));
    }
}
