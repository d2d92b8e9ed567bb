package dev.dialtone.api;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The JSON shape of the vocabulary (contract §7): what the command line prints, the API carries and the
/// history keeps.
/// Absent means none; unknown fields are ignored when reading what a manager wrote.
public final class Wire {
    private static final DateTimeFormatter MICROS =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

    private Wire() {}

    public static Map<String, Object> of(Notification n) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seq", n.seq());
        json.put("time", time(n.time()));
        json.put("connection", n.connection());
        json.put("entry", n.entry());
        json.put("attempt", n.attempt());
        json.put("subEntry", n.subEntry());
        json.put("state", n.state().word());
        json.put("code", n.state().code());
        json.put("group", n.state().group().word());
        putError(json, n.error(), n.cause(), n.detail());
        putPause(json, n.reason(), n.prompt());
        if (n.retryInMillis() > 0) {
            json.put("retryInMillis", n.retryInMillis());
        }
        putTime(json, "confirmUntil", n.confirmUntil());
        if (n.completion()) {
            json.put("completion", true);
        }
        if (n.ending()) {
            json.put("ending", true);
        }
        return json;
    }

    public static Notification notification(JsonObject json) {
        return new Notification(
                json.number("seq"),
                time(json, "time"),
                json.text("connection"),
                json.text("entry"),
                (int) json.number("attempt"),
                (int) json.number("subEntry"),
                state(json),
                (int) json.number("error"),
                (int) json.number("cause", 0),
                detail(json),
                json.flag("completion", false),
                json.flag("ending", false),
                json.number("retryInMillis", 0),
                (int) json.number("reason", 0),
                prompt(json),
                timeOrNull(json, "confirmUntil"));
    }

    public static Map<String, Object> of(AccessEvent e) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seq", e.seq());
        json.put("time", time(e.time()));
        json.put("event", e.event().word());
        json.put("connection", e.connection());
        json.put("entry", e.entry());
        json.put("cause", e.cause());
        json.put("references", e.references());
        return json;
    }

    public static AccessEvent event(JsonObject json) {
        return new AccessEvent(
                json.number("seq"),
                time(json, "time"),
                EventKind.ofWord(json.text("event")).orElseThrow(() -> json.wrong("event", "is unknown")),
                json.text("connection"),
                json.text("entry"),
                (int) json.number("cause"),
                (int) json.number("references", 0));
    }

    public static Map<String, Object> of(ConnectionStatus s) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("connection", s.connection());
        json.put("entry", s.entry());
        json.put("protocol", s.protocol());
        json.put("state", s.state().word());
        json.put("code", s.state().code());
        json.put("group", s.state().group().word());
        putError(json, s.error(), s.cause(), s.detail());
        putPause(json, s.reason(), s.prompt());
        if (s.retryInMillis() > 0) {
            json.put("retryInMillis", s.retryInMillis());
        }
        putTime(json, "confirmUntil", s.confirmUntil());
        json.put("active", s.active());
        json.put("attempt", s.attempt());
        json.put("seq", s.seq());
        json.put("owner", s.owner());
        json.put("started", time(s.started()));
        json.put("deviceType", s.deviceType());
        json.put("deviceName", s.deviceName());
        json.put("subState", "None");
        putText(json, "localEndpoint", s.localEndpoint());
        putText(json, "remoteEndpoint", s.remoteEndpoint());
        putText(json, "proxy", s.proxy());
        if (!s.weak().isEmpty()) {
            json.put("weak", s.weak());
        }
        json.put("references", s.references());
        Projection projection = s.projection();
        if (projection != null) {
            json.put("projection", of(projection));
        }
        json.put("statistics", of(s.statistics()));
        return json;
    }

    public static ConnectionStatus status(JsonObject json) {
        return new ConnectionStatus(
                json.text("connection"),
                json.text("entry"),
                json.text("protocol"),
                state(json),
                (int) json.number("error"),
                (int) json.number("cause", 0),
                detail(json),
                json.flag("active", false),
                (int) json.number("attempt"),
                json.number("seq"),
                (int) json.number("owner", -1),
                time(json, "started"),
                json.text("deviceType"),
                json.text("deviceName"),
                json.textOrNull("localEndpoint"),
                json.textOrNull("remoteEndpoint"),
                json.textOrNull("proxy"),
                json.text("weak", ""),
                (int) json.number("references", 0),
                (int) json.number("reason", 0),
                prompt(json),
                json.number("retryInMillis", 0),
                timeOrNull(json, "confirmUntil"),
                json.object("projection").map(Wire::projection).orElse(null),
                json.object("statistics").map(Wire::statistics).orElse(Statistics.NONE));
    }

    public static Map<String, Object> of(Projection p) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("link", p.link());
        putText(json, "namespace", p.namespace());
        if (p.table() != 0) {
            json.put("table", p.table());
        }
        putText(json, "ipv4", p.ipv4());
        putText(json, "ipv4Peer", p.ipv4Peer());
        json.put("ipv4Error", p.ipv4Error());
        putText(json, "ipv6", p.ipv6());
        putText(json, "ipv6Peer", p.ipv6Peer());
        json.put("ipv6Error", p.ipv6Error());
        json.put("dns", p.dns());
        json.put("nbns", p.nbns());
        json.put("domains", p.domains());
        json.put("routes", p.routes());
        json.put("mtuBytes", p.mtuBytes());
        json.put("authMethod", p.authMethod());
        json.put("tlsProtocol", p.tlsProtocol());
        json.put("tlsCipher", p.tlsCipher());
        json.put("serverSubject", p.serverSubject());
        json.put("serverFingerprint", p.serverFingerprint());
        json.put("learned", p.learned().stream().map(Wire::of).toList());
        ProjectionParts.put(json, p);
        NameService names = p.names();
        if (names != null) {
            json.put("names", NameServiceWire.of(names));
        }
        return json;
    }

    private static Map<String, Object> of(Projection.Learned learned) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("what", learned.what());
        json.put("value", learned.value());
        json.put("from", learned.from());
        return json;
    }

    private static Projection.Learned learned(JsonObject json) {
        return new Projection.Learned(json.text("what"), json.text("value"), json.text("from"));
    }

    public static Projection projection(JsonObject json) {
        return new Projection(
                json.text("link"),
                json.textOrNull("namespace"),
                (int) json.number("table", 0),
                json.textOrNull("ipv4"),
                json.textOrNull("ipv4Peer"),
                (int) json.number("ipv4Error", 0),
                json.textOrNull("ipv6"),
                json.textOrNull("ipv6Peer"),
                (int) json.number("ipv6Error", 0),
                json.texts("dns"),
                json.texts("nbns"),
                json.texts("domains"),
                json.texts("routes"),
                (int) json.number("mtuBytes"),
                json.text("authMethod"),
                json.text("tlsProtocol"),
                json.text("tlsCipher"),
                json.text("serverSubject"),
                json.text("serverFingerprint"),
                json.objects("learned").stream().map(Wire::learned).toList(),
                (int) json.number("metric", 0),
                ProjectionParts.excluded(json),
                ProjectionParts.mtuLimits(json),
                json.text("outerPacket", ""),
                json.object("names").map(NameServiceWire::names).orElse(null));
    }

    static Map<String, Object> of(Statistics s) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bytesSent", s.bytesSent());
        json.put("bytesReceived", s.bytesReceived());
        json.put("packetsSent", s.packetsSent());
        json.put("packetsReceived", s.packetsReceived());
        json.put("dropped", s.dropped());
        json.put("connectedMillis", s.connectedMillis());
        return json;
    }

    static Statistics statistics(JsonObject json) {
        return new Statistics(
                json.number("bytesSent", 0),
                json.number("bytesReceived", 0),
                json.number("packetsSent", 0),
                json.number("packetsReceived", 0),
                json.number("dropped", 0),
                json.number("connectedMillis", 0));
    }

    public static Map<String, Object> of(Entry entry) {
        return of(entry, entry.values().keySet());
    }

    /// As above, with these of its options alone; weak and kept are told of all.
    public static Map<String, Object> of(Entry entry, Set<EntryOption> only) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", entry.name());
        String user = EntryName.userOf(entry.name());
        if (!user.isEmpty()) {
            json.put("book", user);
        }
        Map<String, Object> options = new LinkedHashMap<>();
        entry.values().forEach((option, value) -> {
            if (only.contains(option)) {
                options.put(option.key(), typed(option, value));
            }
        });
        json.put("options", options);
        if (!entry.weak().isEmpty()) {
            json.put("weak", entry.weak());
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        Kept.of(entry)
                .forEach(option ->
                        kept.put(option.key(), option.kept().orElseThrow().until()));
        if (!kept.isEmpty()) {
            json.put("kept", kept);
        }
        return json;
    }

    private static Object typed(EntryOption option, String value) {
        return switch (option.kind()) {
            case OptionKind.Range _, OptionKind.Whole _ -> Long.parseLong(value);
            case OptionKind.Choice choice when choice.equals(OptionKind.BOOL) -> Boolean.parseBoolean(value);
            case OptionKind kind when kind.isList() -> value.isEmpty() ? List.of() : List.of(value.split(",", -1));
            case OptionKind _ -> value;
        };
    }

    /// Reads `{"name": …, "options": {…}}`; what is said beside them is left out; values may be text, numbers, booleans
    /// or lists of texts.
    public static Entry entry(JsonObject json) {
        json.only("name", "book", "options", "weak", "kept");
        String name = json.text("name");
        // all at once: an entry checks each of its values when it is made
        Map<EntryOption, String> values = new HashMap<>();
        JsonObject options = json.object("options").orElse(null);
        if (options != null) {
            for (String key : options.names()) {
                values.put(EntryOption.named(key), canonical(options, key));
            }
        }
        return new Entry(name, values);
    }

    /// As above, of each in `{"entries": […]}`, read while it comes.
    ///
    /// @param most bytes
    /// @throws RasException 87, with the place, also when it is no JSON
    /// @throws IOException  it did not come, or is longer
    public static List<Entry> entries(InputStream json, int most) throws IOException {
        return EntryReader.entries(json, most);
    }

    static List<Entry> entries(JsonObject json) {
        return json.objects("entries").stream().map(Wire::entry).toList();
    }

    private static String canonical(JsonObject options, String key) {
        Object value = options.raw(key);
        if (value instanceof String text) {
            // nearly all are, and a list of 10,000 entries is read before the switch would be fast
            return text;
        }
        return switch (value) {
            case null -> "";
            case Boolean flag -> flag.toString();
            case Number _ -> Long.toString(options.number(key));
            case List<?> _ -> String.join(",", options.texts(key));
            default -> throw options.wrong(key, "must be text, a number, true, false or a list of texts");
        };
    }

    public static Map<String, Object> of(DialOptions o) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("paused", o.paused());
        json.put("pauseLimitMillis", o.pauseLimit().toMillis());
        json.put("gated", o.gated());
        json.put("gateLimitMillis", o.gateLimit().toMillis());
        json.put("background", o.background());
        json.put("bound", o.bound());
        json.put("join", o.join());
        json.put("confirmWithinMillis", o.confirmWithin().toMillis());
        return json;
    }

    /// @throws RasException 87 naming the field
    public static DialOptions dialOptions(JsonObject json) {
        json.only(
                "paused",
                "pauseLimitMillis",
                "gated",
                "gateLimitMillis",
                "background",
                "bound",
                "join",
                "confirmWithinMillis");
        return new DialOptions(
                json.flag("paused", false),
                Duration.ofMillis(json.number("pauseLimitMillis", DialOptions.PAUSE_LIMIT.toMillis())),
                json.flag("gated", false),
                Duration.ofMillis(json.number("gateLimitMillis", DialOptions.GATE_LIMIT.toMillis())),
                json.flag("background", false),
                json.flag("bound", false),
                json.flag("join", false),
                Duration.ofMillis(json.number("confirmWithinMillis", 0)));
    }

    public static Map<String, Object> of(CredentialsInfo c) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("entry", c.entry());
        json.put("user", c.user());
        json.put("domain", c.domain());
        json.put("passwordStored", c.passwordStored());
        json.put("proxyPasswordStored", c.proxyPasswordStored());
        json.put("clientKeyStored", c.clientKeyStored());
        if (c.passwordStored()) {
            json.put("password", CredentialsInfo.PLACEHOLDER);
        }
        if (c.proxyPasswordStored()) {
            json.put("proxyPassword", CredentialsInfo.PLACEHOLDER);
        }
        if (!c.store().isEmpty()) {
            json.put("store", c.store());
        }
        return json;
    }

    public static CredentialsInfo credentials(JsonObject json) {
        return new CredentialsInfo(
                json.text("entry"),
                json.text("user"),
                json.text("domain"),
                json.flag("passwordStored", false),
                json.flag("proxyPasswordStored", false),
                json.flag("clientKeyStored", false),
                json.text("store", ""));
    }

    public static Map<String, Object> of(Device d) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", d.type());
        json.put("name", d.name());
        json.put("ready", d.ready());
        json.put("note", d.note());
        return json;
    }

    public static Device device(JsonObject json) {
        return new Device(json.text("type"), json.text("name"), json.flag("ready", false), json.text("note"));
    }

    public static Map<String, Object> of(Finding f) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("subject", f.subject());
        json.put("ok", f.ok());
        json.put("verdict", f.verdict().word());
        json.put("text", f.text());
        if (!f.peer().isEmpty()) {
            json.put("peer", f.peer());
        }
        json.put("advice", f.advice());
        return json;
    }

    public static Finding finding(JsonObject json) {
        // a manager that does not know verdicts says only whether it is ok
        Verdict verdict = Verdict.of(json.text("verdict", ""))
                .orElseGet(() -> json.flag("ok", false) ? Verdict.OK : Verdict.FAILED);
        return new Finding(
                json.text("subject"), verdict, json.text("text"), json.text("peer", ""), json.text("advice"));
    }

    public static Map<String, Object> of(RasError e) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("error", e.code());
        json.put("name", e.name());
        json.put("message", e.message());
        json.put("advice", e.advice());
        return json;
    }

    public static Map<String, Object> of(ManagerInfo m) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", m.version());
        json.put("pid", m.pid());
        json.put("api", m.api());
        return json;
    }

    public static ManagerInfo info(JsonObject json) {
        return new ManagerInfo(json.text("version"), json.number("pid"), (int) json.number("api"));
    }

    /// A refused operation.
    public static Map<String, Object> of(RasException e) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("error", e.error());
        json.put("name", RasError.nameOf(e.error()));
        json.put("message", RasError.messageOf(e.error()));
        putDetail(json, e.detail());
        return json;
    }

    public static RasException exception(JsonObject json) {
        int error = (int) json.number("error");
        Detail detail = detail(json);
        return detail != null
                ? new RasException(error, detail)
                : new RasException(Failure.of(error, dev.dialtone.core.Layer.MANAGER, RasError.messageOf(error)));
    }

    private static void putPause(Map<String, Object> json, int reason, @Nullable Prompt prompt) {
        if (reason != 0) {
            json.put("reason", reason);
        }
        if (prompt != null) {
            json.put("prompt", of(prompt));
        }
    }

    private static Map<String, Object> of(Prompt prompt) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("wants", prompt.wants().word());
        json.put("text", prompt.text());
        json.put("until", time(prompt.until()));
        json.put("fields", prompt.fields().stream().map(Wire::of).toList());
        return json;
    }

    private static Map<String, Object> of(Prompt.Field field) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", field.name());
        json.put("secret", field.secret());
        json.put("value", field.value());
        return json;
    }

    private static @Nullable Prompt prompt(JsonObject json) {
        return json.object("prompt")
                .map(p -> new Prompt(
                        Prompt.Wants.ofWord(p.text("wants")).orElseThrow(() -> p.wrong("wants", "is unknown")),
                        p.text("text", ""),
                        p.objects("fields").stream()
                                .map(f ->
                                        new Prompt.Field(f.text("name"), f.flag("secret", false), f.text("value", "")))
                                .toList(),
                        time(p, "until")))
                .orElse(null);
    }

    /// Both numbers, and in words the error or, where there is none, the cause.
    static void putError(Map<String, Object> json, int error, int cause, @Nullable Detail detail) {
        json.put("error", error);
        if (cause != 0) {
            json.put("cause", cause);
        }
        int told = error != 0 ? error : cause;
        if (told != 0) {
            json.put("name", RasError.nameOf(told));
            json.put("message", RasError.messageOf(told));
        }
        putDetail(json, detail);
    }

    static void putDetail(Map<String, Object> json, @Nullable Detail detail) {
        if (detail == null) {
            return;
        }
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("layer", detail.layer());
        inner.put("reason", detail.reason());
        putText(inner, "peerCode", detail.peerCode());
        putText(inner, "peerText", detail.peerText());
        inner.put("advice", detail.advice());
        inner.put("retryable", detail.retryable());
        json.put("detail", inner);
    }

    static @Nullable Detail detail(JsonObject json) {
        return json.object("detail")
                .map(d -> new Detail(
                        d.text("layer"),
                        d.text("reason", ""),
                        d.textOrNull("peerCode"),
                        d.textOrNull("peerText"),
                        d.text("advice", ""),
                        d.flag("retryable", false)))
                .orElse(null);
    }

    static ConnectionState state(JsonObject json) {
        return ConnectionState.ofWord(json.text("state")).orElseThrow(() -> json.wrong("state", "is unknown"));
    }

    /// One line of each object.
    public static List<String> lines(List<Notification> log) {
        List<String> lines = new ArrayList<>();
        log.forEach(n -> lines.add(Json.text(of(n))));
        return lines;
    }

    private static void putText(Map<String, Object> json, String field, @Nullable String text) {
        if (text != null) {
            json.put(field, text);
        }
    }

    static String time(Instant time) {
        return MICROS.format(time);
    }

    static void putTime(Map<String, Object> json, String field, @Nullable Instant time) {
        if (time != null) {
            json.put(field, time(time));
        }
    }

    static @Nullable Instant timeOrNull(JsonObject json, String field) {
        return json.textOrNull(field) == null ? null : time(json, field);
    }

    static Instant time(JsonObject json, String field) {
        try {
            return Instant.parse(json.text(field));
        } catch (DateTimeParseException e) {
            throw json.wrong(field, "is not a time");
        }
    }
}
