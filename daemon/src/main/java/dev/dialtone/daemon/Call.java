package dev.dialtone.daemon;

import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.manager.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/// One request on its way: what was asked, by whom, and the answer. Used by one thread; its methods block.
final class Call {
    /// Largest body of a request.
    static final int MAX_BODY_BYTES = 1024 * 1024;

    /// SECURITY: of one by a user who writes entries of their own only and so has nothing large to say. JSON takes
    /// many times its size in memory while it is read.
    static final int MAX_UNPRIVILEGED_BODY_BYTES = 64 * 1024;

    private static final Turns PARSING = new Turns();

    static final String EVENTS = "text/event-stream";

    /// A stream begins with the last notification there is.
    static final long LAST = -1;

    private final Request request;
    private final Response response;
    private final Caller caller;
    private final RemoteAccess view;
    private final Map<String, String> path;

    Call(Request request, Response response, Caller caller, RemoteAccess view, Map<String, String> path) {
        this.request = request;
        this.response = response;
        this.caller = caller;
        this.view = view;
        this.path = path;
    }

    Caller caller() {
        return caller;
    }

    /// The manager with the caller's rights, without a lease.
    RemoteAccess view() {
        return view;
    }

    /// A decoded `{name}` of the path.
    String path(String name) {
        return path.getOrDefault(name, "");
    }

    String header(String name) {
        String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }

    /// The query's parameters, which must be among the known ones.
    Map<String, String> query(String... known) {
        Map<String, String> values = new HashMap<>();
        String query = request.getHttpURI().getQuery();
        if (query == null || query.isEmpty()) {
            return values;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = PathSegments.decode("query", equals < 0 ? pair : pair.substring(0, equals));
            String raw = equals < 0 ? "" : pair.substring(equals + 1).replace('+', ' ');
            if (!Set.of(known).contains(name)) {
                throw RasException.of(RasError.INVALID_PARAMETER, "query: " + name + " is not known here");
            }
            values.put(name, PathSegments.decode("query " + name, raw));
        }
        return values;
    }

    /// From where a stream resumes: `Last-Event-ID`, or `since` of the query, or 0.
    long since() {
        return number(sinceText(), "since: must be a whole number, 0 or more");
    }

    /// As [#since], or [#LAST] when the query says `last`.
    long sinceOrLast() {
        String text = sinceText();
        return text.equals("last") ? LAST : number(text, "since: must be a whole number, 0 or more, or last");
    }

    private String sinceText() {
        return Optional.of(header("Last-Event-ID"))
                .filter(id -> !id.isEmpty())
                .orElseGet(() -> query("since").getOrDefault("since", "0"));
    }

    private static long number(String text, String otherwise) {
        if (!text.matches("[0-9]{1,18}")) {
            throw RasException.of(RasError.INVALID_PARAMETER, otherwise);
        }
        return Long.parseLong(text);
    }

    /// Whether the client asks for a stream of events by name.
    ///
    /// SPEC [RFC 9110 §12.5.1]
    boolean acceptsEvents() {
        return Arrays.stream(header("Accept").split(",", -1))
                .anyMatch(range -> range.split(";", 2)[0].strip().equalsIgnoreCase(EVENTS));
    }

    /// The body as one JSON object that has only known fields.
    JsonObject json(String... known) throws IOException {
        byte[] bytes = body(caller.privileged() ? MAX_BODY_BYTES : MAX_UNPRIVILEGED_BODY_BYTES);
        BrowserGuard.checkJson(header("Content-Type"), bytes.length);
        AtomicReference<JsonObject> json = new AtomicReference<>();
        PARSING.work(caller, () -> json.set(read(bytes, known)));
        return json.get();
    }

    private static JsonObject read(byte[] bytes, String... known) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw RasException.of(RasError.INVALID_PARAMETER, "JSON: the text is not UTF-8");
        }
        JsonShape.check(text);
        JsonObject json = Json.object(text);
        json.only(known);
        return json;
    }

    /// The whole body; the array is the caller's own to wipe.
    byte[] body(int mostBytes) throws IOException {
        if (request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > mostBytes) {
            throw tooLarge(mostBytes);
        }
        byte[] read = new byte[Math.min(mostBytes + 1, 8192)];
        int count = 0;
        try (InputStream in = Content.Source.asInputStream(request)) {
            while (true) {
                if (count == read.length) {
                    byte[] larger = Arrays.copyOf(read, Math.min(mostBytes + 1, read.length * 2));
                    Arrays.fill(read, (byte) 0);
                    read = larger;
                }
                int got = in.read(read, count, read.length - count);
                if (got < 0) {
                    return Arrays.copyOf(read, count);
                }
                count += got;
                if (count > mostBytes) {
                    throw tooLarge(mostBytes);
                }
            }
        } finally {
            Arrays.fill(read, (byte) 0);
        }
    }

    private static Refusal tooLarge(int mostBytes) {
        return Refusal.of(413, RasError.INVALID_PARAMETER, "body: is larger than " + mostBytes + " bytes");
    }

    /// Waits until the client ends the body. What it sends meanwhile is dropped.
    ///
    /// @throws IOException the connection went first
    void awaitEndOfBody() throws IOException {
        byte[] dropped = new byte[256];
        try (InputStream in = Content.Source.asInputStream(request)) {
            while (in.read(dropped) >= 0) {
                // only the end matters
            }
        }
    }

    /// Runs something when the answer is on its way to the last byte, or has failed.
    void onDone(Runnable task) {
        Request.addCompletionListener(request, _ -> task.run());
    }

    /// The whole answer.
    void answer(int status, Map<String, ?> json) throws IOException {
        JsonAnswer.write(response, status, json);
    }

    /// An answer that may be long: `{"field": […]}`, of which the client reads the first while the last is made.
    void answer(String field, Stream<Map<String, Object>> objects) throws IOException {
        JsonAnswer.write(response, field, objects.iterator());
    }

    /// The whole answer, as text of that type.
    void answer(int status, String contentType, String text) throws IOException {
        response.setStatus(status);
        Content.Sink.write(response, true, JsonAnswer.body(response.getHeaders(), contentType, text));
    }

    void answerHeader(String name, String value) {
        response.getHeaders().put(name, value);
    }

    /// Begins an answer that has no end yet.
    ///
    /// @param idleLimit how long, until [#done], nothing may be sent or received; what is being written or
    ///                  read then fails; zero for ever
    void open(String contentType, String first, Duration idleLimit) throws IOException {
        open(200, contentType, first, idleLimit);
    }

    /// As above, with another status.
    void open(int status, String contentType, String first, Duration idleLimit) throws IOException {
        open(status, contentType, first.getBytes(StandardCharsets.UTF_8), idleLimit);
    }

    /// As above, with bytes.
    void open(int status, String contentType, byte[] first, Duration idleLimit) throws IOException {
        endPoint().setIdleTimeout(idleLimit.toMillis());
        Seat.of(request).lasts();
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        JsonAnswer.mark(response.getHeaders());
        write(first);
    }

    /// Sends a piece at once.
    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /// As above.
    void write(byte[] bytes) throws IOException {
        Content.Sink.write(response, false, ByteBuffer.wrap(bytes));
    }

    /// After the answer.
    void done() {
        endPoint().setIdleTimeout(JettyServer.IDLE_MILLIS);
    }

    private EndPoint endPoint() {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }
}
