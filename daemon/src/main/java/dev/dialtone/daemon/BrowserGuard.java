package dev.dialtone.daemon;

import dev.dialtone.api.RasError;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

// SECURITY: a web page must not reach the daemon, not even through a proxy somebody put on the socket.
// Browsers name the page they come from, and a page that rebinds a name of its own to this host still
// sends that name.
/// Refuses what a browser sends.
final class BrowserGuard {
    private static final List<String> OWN_NAMES = List.of("localhost", "dialtone");

    private BrowserGuard() {}

    static void check(Request request) {
        check(request, OWN_NAMES);
    }

    /// @param names of the hosts that a request may be meant for
    static void check(Request request, List<String> names) {
        HttpFields headers = request.getHeaders();
        for (HttpHeader header : List.of(HttpHeader.ORIGIN, HttpHeader.REFERER)) {
            if (headers.contains(header)) {
                throw denied(header.asString() + ": requests from a web page are not answered");
            }
        }
        for (HttpField field : headers) {
            // Sec-Fetch-Site and its like: no page's script can set or remove them
            if (field.getLowerCaseName().startsWith("sec-fetch-")
                    || field.getLowerCaseName().startsWith("access-control-request-")) {
                throw denied(field.getName() + ": requests from a web page are not answered");
            }
        }
        String host = headers.get(HttpHeader.HOST);
        String authority = request.getHttpURI().getHost();
        if (!isOneOf(names, host == null ? "" : host) || (authority != null && !isOneOf(names, authority))) {
            throw denied("Host: must be " + String.join(" or ", names));
        }
    }

    /// SECURITY: a form, or a script that asks nobody first, can send bodies of three kinds, or of none. JSON it can
    /// send only after a preflight, which is refused.
    static void checkJson(String contentType, int bodyBytes) {
        int end = contentType.indexOf(';');
        String kind = (end < 0 ? contentType : contentType.substring(0, end)).strip();
        if (bodyBytes > 0 && !kind.equalsIgnoreCase("application/json")) {
            throw Refusal.of(415, RasError.INVALID_PARAMETER, "Content-Type: must be application/json");
        }
    }

    private static boolean isOneOf(List<String> names, String host) {
        int colon = host.indexOf(':');
        return names.contains(colon < 0 ? host : host.substring(0, colon));
    }

    private static Refusal denied(String reason) {
        return Refusal.of(403, RasError.ACCESS_DENIED, reason);
    }
}
