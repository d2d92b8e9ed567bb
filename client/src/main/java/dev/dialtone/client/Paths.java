package dev.dialtone.client;

import dev.dialtone.api.CaptureOptions;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.HistoryFilter;
import dev.dialtone.api.HistoryWire;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/// Paths of the API.
final class Paths {
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~.";

    private Paths() {}

    static String connection(String target) {
        return "/v1/connections/" + segment(target);
    }

    static String notifications(String target) {
        return connection(target) + "/notifications";
    }

    static String notifications(String target, long since) {
        return notifications(target) + "?since=" + since;
    }

    /// From the last notification on, that one included.
    static String lastNotification(String target) {
        return notifications(target) + "?since=last";
    }

    static String capture(String target, CaptureOptions options) {
        return connection(target) + "/capture?control=" + options.controlOnly() + "&count=" + options.frames()
                + "&seconds=" + options.time().toSeconds();
    }

    static String history(HistoryFilter filter) {
        return "/v1/history"
                + HistoryWire.of(filter).entrySet().stream()
                        .map(one -> one.getKey() + "=" + segment(one.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    static String entries(Set<EntryOption> only) {
        return "/v1/entries?options=" + only.stream().map(EntryOption::key).collect(Collectors.joining(","));
    }

    static String entry(String name) {
        return "/v1/entries/" + segment(name);
    }

    static String entryText(String name) {
        return entry(name) + "/text";
    }

    static String credentials(String entry) {
        return entry(entry) + "/credentials";
    }

    static String doctor(String entry) {
        return "/v1/doctor?entry=" + segment(entry);
    }

    /// SPEC [RFC 3986 §2.1]: everything but the unreserved characters as the bytes of its UTF-8. A
    /// segment that is only dots would be taken for a step in the path, so its dots are encoded as
    /// well.
    static String segment(String text) {
        boolean dots = text.chars().allMatch(c -> c == '.');
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (PLAIN.indexOf(b) >= 0 && !(dots && b == '.')) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(String.format("%02X", b));
            }
        }
        return encoded.toString();
    }
}
