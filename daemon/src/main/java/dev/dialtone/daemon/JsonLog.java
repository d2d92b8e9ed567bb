package dev.dialtone.daemon;

import dev.dialtone.api.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/// The log as JSON, an object a line: `time`, `level`, `logger`, `event`, what the event says by its keys, and
/// the whole line as `message`; with what was thrown. Of a library's line the event is `library`.
final class JsonLog extends Formatter {
    private static final String OURS = "dev.dialtone.";
    private static final int MOST_TRACE = 8 * 1024;

    @Override
    public String format(LogRecord record) {
        String logger = String.valueOf(record.getLoggerName());
        String message = String.valueOf(record.getMessage());
        LogWords words = logger.startsWith(OURS)
                ? LogWords.of(message, record.getParameters())
                : new LogWords("library", Map.of());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("time", record.getInstant().toString());
        json.put("level", word(record.getLevel()));
        json.put("logger", logger);
        json.put("event", words.event().isEmpty() ? "message" : words.event());
        words.fields().forEach(json::putIfAbsent);
        // what stands for itself is never a field's
        json.put("message", formatMessage(record));
        Throwable thrown = record.getThrown();
        if (thrown != null) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            String all = trace.toString();
            json.put("thrown", thrown.toString());
            json.put("trace", all.substring(0, Math.min(all.length(), MOST_TRACE)));
        }
        return Json.text(json) + "\n";
    }

    private static String word(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "error";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "warning";
        }
        return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
    }
}
