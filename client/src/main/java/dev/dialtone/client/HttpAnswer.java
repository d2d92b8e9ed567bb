package dev.dialtone.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The head of an HTTP/1.1 answer and its body. SECURITY: whoever answers may be hostile; lines, header
/// fields and bodies are bounded.
///
/// @param status  200…599
/// @param headers names in lower case
record HttpAnswer(int status, Map<String, String> headers, InputStream body) {
    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_HEADERS = 64;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9][0-9])( .*)?");

    static HttpAnswer read(InputStream in) throws IOException {
        int status = status(in);
        Map<String, String> headers = headers(in);
        // SPEC [RFC 9110 §15.2]: interim answers precede the final one
        while (status < 200) {
            status = status(in);
            headers = headers(in);
        }
        return new HttpAnswer(status, headers, new BodyInput(in, length(headers)));
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /// The whole body.
    ///
    /// @throws IOException when it is larger
    byte[] bytes(int most) throws IOException {
        byte[] bytes = body.readNBytes(most + 1);
        if (bytes.length > most) {
            throw new IOException("an answer is larger than " + most + " bytes");
        }
        return bytes;
    }

    private static int status(InputStream in) throws IOException {
        String line = line(in);
        Matcher parts = STATUS.matcher(line);
        if (!parts.matches()) {
            throw new IOException("the answer is not HTTP");
        }
        return Integer.parseInt(parts.group(1));
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() == MAX_HEADERS) {
                throw new IOException("the answer's header is malformed");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static long length(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return BodyInput.CHUNKED;
        }
        String length = headers.get("content-length");
        if (length == null) {
            return BodyInput.TO_THE_END;
        }
        if (!length.matches("[0-9]{1,18}")) {
            throw new IOException("the answer's length is malformed");
        }
        return Long.parseLong(length);
    }

    private static String line(InputStream in) throws IOException {
        return Lines.read(in, MAX_LINE).orElseThrow(() -> new EOFException("the connection ended before the answer"));
    }
}
