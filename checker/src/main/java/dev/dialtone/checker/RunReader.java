package dev.dialtone.checker;

import dev.dialtone.checker.Fact.Happened;
import dev.dialtone.checker.Fact.Happened.Kind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sorts the lines of a run into a [Run].
final class RunReader {
    private static final JsonObject NONE = new JsonObject();

    private final Run run = new Run();
    private final Map<String, Watching> watchers = new HashMap<>();
    private int line;
    private long t;
    private boolean ended;

    void line(String text) {
        line++;
        JsonObject json = JsonReader.read(text);
        if (json == null || json.text("what").isEmpty()) {
            run.unreadable.put(line, "the line is not a JSON object with a `what`");
            return;
        }
        long now = json.number("t");
        if (now < t) {
            run.unreadable.put(line, "time goes back");
        }
        t = Math.max(t, now);
        String what = json.text("what");
        if (line == 1 != what.equals("run")) {
            run.unreadable.put(line, "the first line, and no other, is `run`");
        }
        take(what, json);
    }

    Run whole() {
        if (!ended) {
            run.unreadable.put(line + 1, "the run is not whole: it has no `end`");
        }
        return run;
    }

    int lines() {
        return line;
    }

    private void take(String what, JsonObject json) {
        switch (what) {
            case "run" -> {
                run.seed = json.number("seed");
                run.limits = run.limits.with(object(json, "limits"));
            }
            case "started" -> manager(Kind.STARTED);
            case "killed" -> manager(Kind.KILLED);
            case "stopped" -> manager(Kind.STOPPED);
            case "quiet" -> run.quiet = new Happened(line, t, Kind.GONE, "");
            case "end" -> ended = true;
            case "client" -> client(json);
            case "dialRefused" ->
                run.refused.add(
                        new Fact.Refused(line, t, json.text("client"), json.text("entry"), (int) json.number("error")));
            case "log" -> log(json);
            case "observe" -> observe(json);
            case "told" -> told(json);
            case "observed" ->
                ended(json, new Observation.End(line, true, json.number("lastSeq"), json.flag("lagged")));
            case "unobserved" -> ended(json, new Observation.End(line, false, 0, false));
            case "watch" -> watch(json);
            case "event" -> event(json);
            case "journal", "host", "hostState", "resolver" -> host(what, json);
            case "status" ->
                run.statuses.add(new Fact.Status(
                        line, t, json.text("connection"), object(json, "status"), json.number("logSize")));
            case "listed" -> run.lists.add(new Fact.Listed(line, t, json.texts("connections")));
            case "fault" -> {
                if (!json.text("connection").isEmpty()) {
                    of(json).faults.add(new Fact.Fault(line, t, json.text("connection")));
                }
            }
            case "networkChanged" -> run.networkChanges.add(line);
            default -> connection(what, json);
        }
    }

    private void connection(String what, JsonObject json) {
        String client = json.text("client");
        String connection = json.text("connection");
        switch (what) {
            case "dial" ->
                of(json).dials
                        .add(new Fact.Dial(
                                line,
                                t,
                                client,
                                connection,
                                json.text("entry"),
                                json.flag("existing"),
                                json.number("seq"),
                                object(json, "options")));
            case "completion" -> of(json).completions.add(new Fact.Told(client, connection, notice(json)));
            case "hungUp" -> of(json).hungUp.add(new Fact.Told(client, connection, notice(json)));
            case "hangup" ->
                of(json).hangUps.add(new Fact.HangUp(line, t, client, connection, (int) json.number("error")));
            case "release" -> of(json).releases.add(new Fact.Release(line, t, client, connection, json.number("left")));
            case "ack" -> of(json).acks.add(new Fact.Ack(line, t, client, connection, json.number("seq")));
            case "answer" ->
                of(json).answers
                        .add(new Fact.Answer(line, t, client, connection, json.number("seq"), json.text("result")));
            case "wire" -> of(json).wires.add(new Fact.Wire(line, t, connection, json.text("step")));
            case "carrier" ->
                of(json).carriers
                        .add(new Fact.Carrier(
                                line, t, connection, json.text("event").equals("opened")));
            default -> {
                // what a later format adds means nothing to these rules
            }
        }
    }

    private Trail of(JsonObject json) {
        return run.trail(json.text("connection"));
    }

    private static JsonObject object(JsonObject json, String name) {
        JsonObject object = json.object(name);
        return object == null ? NONE : object;
    }

    private Notice notice(JsonObject json) {
        return Notice.of(line, t, object(json, "notification"));
    }

    private void manager(Kind kind) {
        run.manager.add(new Happened(line, t, kind, ""));
        run.inOrder.add(run.manager.getLast());
    }

    private void client(JsonObject json) {
        if (!json.text("event").equals("opened")) {
            String client = json.text("client");
            run.gone.putIfAbsent(client, new Happened(line, t, Kind.GONE, client));
        }
    }

    private void log(JsonObject json) {
        Notice notice = notice(json);
        run.trail(notice.connection()).log.add(notice);
        run.inOrder.add(notice);
    }

    private void observe(JsonObject json) {
        Observation observation = new Observation(line, json);
        of(json).observations.add(observation);
        run.observers.put(observation.observer, observation);
    }

    private void told(JsonObject json) {
        Observation observation = run.observers.get(json.text("observer"));
        if (observation == null) {
            run.unreadable.put(line, "an observer is told that was never registered");
        } else {
            observation.tell(notice(json));
        }
    }

    private void ended(JsonObject json, Observation.End end) {
        Observation observation = run.observers.get(json.text("observer"));
        if (observation != null && observation.end == null) {
            observation.end = end;
        }
        @Nullable Watching watching = watchers.remove(json.text("observer"));
        if (watching != null) {
            watching.end = line;
        }
    }

    private void watch(JsonObject json) {
        Watching watching = new Watching(line, json);
        run.watchings.add(watching);
        watchers.put(watching.observer, watching);
    }

    private void event(JsonObject json) {
        Watching watching = watchers.get(json.text("observer"));
        if (watching != null) {
            watching.told.add(new Fact.Event(line, t, object(json, "event")));
        }
    }

    private void host(String what, JsonObject json) {
        run.inOrder.add(
                switch (what) {
                    case "journal" ->
                        new Fact.Journal(
                                line,
                                t,
                                json.text("op").equals("announce"),
                                json.anyText("id"),
                                json.anyText("change"));
                    case "host" ->
                        new Fact.Host(
                                line,
                                t,
                                json.text("op").equals("make"),
                                json.anyText("change"),
                                json.text("connection"));
                    case "hostState" -> new Fact.OnHost(line, t, what, json.texts("changes"));
                    default -> new Fact.OnHost(line, t, what, json.texts("servers"));
                });
    }
}
