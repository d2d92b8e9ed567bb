package dev.dialtone.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes runs line by line, and spoils them. Observers that were registered are told by [#log]; what else a line
/// calls for is up to the test.
final class TestRun {
    final List<String> lines = new ArrayList<>();
    private final Map<String, List<String>> logs = new HashMap<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Map<String, String> observers = new LinkedHashMap<>();
    private final Map<String, List<String>> made = new HashMap<>();
    private final List<String> watchers = new ArrayList<>();
    private long micros;
    private int journal;
    private int events;
    private String entry = "office";

    /// A run with a manager and a client `A`.
    static TestRun begun() {
        return new TestRun()
                .line(
                        "run",
                        "\"seed\":7,\"limits\":{\"stateMillis\":60000,\"dialMillis\":120000,\"hangupMillis\":5000,"
                                + "\"gateMillis\":30000,\"pauseMillis\":600000}")
                .started(1)
                .client("A", "opened");
    }

    TestRun line(String what, String fields) {
        lines.add("{\"t\":" + micros + ",\"what\":\"" + what + "\"" + (fields.isEmpty() ? "" : "," + fields) + "}");
        return this;
    }

    TestRun after(long millis) {
        micros += millis * 1000;
        return this;
    }

    TestRun entry(String name) {
        entry = name;
        return this;
    }

    TestRun started(int generation) {
        return line("started", "\"generation\":" + generation);
    }

    TestRun killed() {
        return line("killed", "\"generation\":1");
    }

    TestRun client(String client, String event) {
        return line("client", "\"client\":\"" + client + "\",\"event\":\"" + event + "\"");
    }

    /// @param options as JSON fields
    TestRun dial(String client, String connection, String options) {
        return line(
                "dial",
                who(client, connection) + ",\"entry\":\"" + entry + "\",\"options\":{" + options
                        + "},\"server\":\"s\"");
    }

    TestRun observe(String observer, String client, String connection, int since) {
        observers.put(observer, connection);
        line("observe", "\"observer\":\"" + observer + "\"," + who(client, connection) + ",\"since\":" + since);
        List<String> log = logs.getOrDefault(connection, List.of());
        for (String notification : log.subList(Math.min(since, log.size()), log.size())) {
            told(observer, notification);
        }
        return this;
    }

    TestRun told(String observer, String notification) {
        return line("told", "\"observer\":\"" + observer + "\",\"notification\":" + notification);
    }

    TestRun ended(String observer, String fields) {
        observers.remove(observer);
        return line(fields.isEmpty() ? "unobserved" : "observed", "\"observer\":\"" + observer + "\"" + fields);
    }

    TestRun attempt(String connection, int number) {
        attempts.put(connection, number);
        return this;
    }

    /// The notification that would come next.
    ///
    /// @param more further JSON fields, each with a comma before it
    String next(String connection, String state, int error, String more) {
        int code = States.code(state);
        return "{\"seq\":" + (logs.getOrDefault(connection, List.of()).size() + 1)
                + ",\"time\":\"2026-01-01T00:00:00." + (100_000 + lines.size()) + "Z\",\"connection\":\"" + connection
                + "\",\"entry\":\"" + entry + "\",\"attempt\":" + attempts.getOrDefault(connection, 1)
                + ",\"subEntry\":1,\"state\":\"" + state + "\",\"code\":" + code + ",\"group\":\""
                + States.group(code) + "\",\"error\":" + error + more + "}";
    }

    TestRun write(String connection, String notification) {
        logs.computeIfAbsent(connection, _ -> new ArrayList<>()).add(notification);
        line("log", "\"notification\":" + notification);
        observers.forEach((observer, of) -> {
            if (of.equals(connection)) {
                told(observer, notification);
            }
        });
        return this;
    }

    TestRun log(String connection, String state) {
        return write(connection, next(connection, state, 0, ""));
    }

    TestRun fails(String connection, String state, int error, boolean retryable, long retryInMillis) {
        return write(
                connection, next(connection, state, error, failure(retryable, retryInMillis) + ",\"completion\":true"));
    }

    static String failure(boolean retryable, long retryInMillis) {
        return ",\"name\":\"N\",\"message\":\"M\",\"detail\":{\"layer\":\"tcp\",\"advice\":\"wait\""
                + (retryable ? ",\"retryable\":true" : "") + "}"
                + (retryInMillis > 0 ? ",\"retryInMillis\":" + retryInMillis : "");
    }

    TestRun connects(String connection) {
        write(connection, next(connection, "Connected", 0, ",\"completion\":true"));
        return event("connection", connection, 0);
    }

    /// `Disconnected` as the completion of a dial, or the ending of what was established.
    TestRun disconnects(String connection, int cause, boolean ending) {
        write(connection, next(connection, "Disconnected", 0, cause(cause, ending)));
        return ending ? event("disconnection", connection, cause) : this;
    }

    static String cause(int cause, boolean ending) {
        return ",\"cause\":" + cause + failure(false, 0) + (ending ? ",\"ending\":true" : ",\"completion\":true");
    }

    TestRun watch(String watcher) {
        watchers.add(watcher);
        return line("watch", "\"observer\":\"" + watcher + "\",\"since\":" + events);
    }

    private TestRun event(String kind, String connection, int cause) {
        events++;
        for (String watcher : watchers) {
            line(
                    "event",
                    "\"observer\":\"" + watcher + "\",\"event\":{\"seq\":" + events
                            + ",\"time\":\"T\",\"event\":\"" + kind + "\",\"connection\":\"" + connection
                            + "\",\"entry\":\""
                            + entry + "\",\"cause\":" + cause + "}");
        }
        return this;
    }

    /// The latest of the log reaches a future of the client's: `completion` or `hungUp`.
    TestRun gives(String future, String client, String connection) {
        return line(
                future,
                who(client, connection) + ",\"notification\":"
                        + logs.get(connection).getLast());
    }

    TestRun call(String what, String client, String connection, String fields) {
        return line(what, who(client, connection) + fields);
    }

    TestRun wire(String connection, String... steps) {
        for (String step : steps) {
            line("wire", "\"connection\":\"" + connection + "\",\"step\":\"" + step + "\"");
        }
        return this;
    }

    TestRun make(String connection, String change) {
        made.computeIfAbsent(connection, _ -> new ArrayList<>()).addFirst(++journal + "\",\"change\":\"" + change);
        line("journal", "\"op\":\"announce\",\"id\":\"" + journal + "\",\"change\":\"" + change + "\"");
        return line("host", "\"op\":\"make\",\"change\":\"" + change + "\",\"connection\":\"" + connection + "\"");
    }

    TestRun releases(String connection) {
        line("carrier", "\"connection\":\"" + connection + "\",\"event\":\"closed\"");
        for (String each : made.getOrDefault(connection, List.of())) {
            String change = each.substring(each.indexOf("\"change"));
            line("host", "\"op\":\"undo\"," + change + "\",\"connection\":\"" + connection + "\"");
            line("journal", "\"op\":\"undone\",\"id\":\"" + each + "\"");
        }
        made.remove(connection);
        return this;
    }

    TestRun status(String connection, String state) {
        int seq = logs.get(connection).size();
        return line(
                "status",
                who("A", connection) + ",\"logSize\":" + seq + ",\"status\":{\"connection\":\"" + connection
                        + "\",\"entry\":\"" + entry + "\",\"state\":\"" + state
                        + "\",\"error\":0,\"attempt\":1,\"seq\":" + seq + "}");
    }

    TestRun quiet() {
        after(1_000_000).line("hostState", "\"changes\":[]").line("resolver", "\"servers\":[]");
        return line("quiet", "").line("end", "");
    }

    private static String who(String client, String connection) {
        return "\"client\":\"" + client + "\",\"connection\":\"" + connection + "\"";
    }

    // How runs are spoilt. Each asserts that there is something to spoil.

    private int find(String... marks) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (List.of(marks).stream().allMatch(line::contains)) {
                return i;
            }
        }
        throw new AssertionError("no line with " + List.of(marks));
    }

    /// Leaves out the first line with all these marks.
    TestRun without(String... marks) {
        lines.remove(find(marks));
        return this;
    }

    /// Writes something else in the first line with all these marks.
    TestRun with(String old, String changed, String... marks) {
        int at = find(marks);
        assertThat(lines.get(at)).contains(old);
        lines.set(at, lines.get(at).replace(old, changed));
        return this;
    }

    TestRun twice(String... marks) {
        int at = find(marks);
        lines.add(at + 1, lines.get(at));
        return this;
    }

    /// Puts the first line with the mark right before another, at that one's time.
    TestRun earlier(String mark, String... before) {
        String moved = lines.remove(find(mark));
        int at = find(before);
        String when = lines.get(at).substring(0, lines.get(at).indexOf(','));
        lines.add(at, when + moved.substring(moved.indexOf(',')));
        return this;
    }

    // What comes of it

    void holds() {
        assertThat(Checker.judge(lines).violations()).as(text()).isEmpty();
    }

    void breaks(String rule) {
        assertThat(Checker.judge(lines).violations())
                .as(text())
                .extracting(Violation::rule)
                .contains(rule);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            text.append('\n').append(i + 1).append(' ').append(lines.get(i));
        }
        return text.toString();
    }
}
