package dev.dialtone.daemon;

import dev.dialtone.api.Json;
import dev.dialtone.api.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

/// A whole answer: one JSON object and a line break.
final class JsonAnswer {
    private static final String API_VERSION = "1";

    private JsonAnswer() {}

    static void write(Response response, int status, Map<String, ?> json) throws IOException {
        response.setStatus(status);
        Content.Sink.write(response, true, body(response.getHeaders(), json));
    }

    static void write(Response response, Refusal refusal) throws IOException {
        response.reset();
        if (!refusal.allow().isEmpty()) {
            response.getHeaders().put(HttpHeader.ALLOW, refusal.allow());
        }
        write(response, refusal.status(), Wire.of(refusal.error()));
    }

    /// Sets the fields of a JSON answer and gives its bytes.
    static ByteBuffer body(HttpFields.Mutable headers, Map<String, ?> json) {
        return body(headers, "application/json", Json.text(json) + "\n");
    }

    /// As above, of any text.
    static ByteBuffer body(HttpFields.Mutable headers, String contentType, String text) {
        // not Charset.encode, which goes through a megabyte of plain text one character at a time
        ByteBuffer body = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        mark(headers);
        headers.put(HttpHeader.CONTENT_TYPE, contentType);
        headers.put(HttpHeader.CONTENT_LENGTH, body.remaining());
        return body;
    }

    /// What every answer carries.
    static void mark(HttpFields.Mutable headers) {
        headers.put("Dialtone-Api", API_VERSION);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    }
}
