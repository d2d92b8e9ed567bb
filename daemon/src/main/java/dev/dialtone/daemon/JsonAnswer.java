package dev.dialtone.daemon;

import dev.dialtone.api.Json;
import dev.dialtone.api.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

/// An answer that has an end: one JSON object and a line break.
final class JsonAnswer {
    private static final String API_VERSION = "1";
    private static final String JSON = "application/json";
    private static final int PIECE_CHARS = 16 * 1024;

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

    /// `{"field": […]}` in pieces, each sent when it is full; a short list is one.
    static void write(Response response, String field, Iterator<? extends Map<String, ?>> objects) throws IOException {
        response.setStatus(200);
        mark(response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, JSON);
        StringBuilder piece =
                new StringBuilder(PIECE_CHARS).append("{\"").append(field).append("\":[");
        for (String comma = ""; objects.hasNext(); comma = ",") {
            piece.append(comma).append(Json.text(objects.next()));
            if (piece.length() >= PIECE_CHARS) {
                Content.Sink.write(response, false, bytes(piece.toString()));
                piece.setLength(0);
            }
        }
        Content.Sink.write(response, true, bytes(piece.append("]}\n").toString()));
    }

    /// Sets the fields of a JSON answer and gives its bytes.
    static ByteBuffer body(HttpFields.Mutable headers, Map<String, ?> json) {
        return body(headers, JSON, Json.text(json) + "\n");
    }

    /// As above, of any text.
    static ByteBuffer body(HttpFields.Mutable headers, String contentType, String text) {
        ByteBuffer body = bytes(text);
        mark(headers);
        headers.put(HttpHeader.CONTENT_TYPE, contentType);
        headers.put(HttpHeader.CONTENT_LENGTH, body.remaining());
        return body;
    }

    /// Not by Charset.encode, which goes through a megabyte of plain text one character at a time.
    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /// What every answer carries.
    static void mark(HttpFields.Mutable headers) {
        headers.put("Dialtone-Api", API_VERSION);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    }
}
