package dev.dialtone.carriers;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.util.List;

/// What keeps a proxy from becoming a tunnel, as RAS error numbers.
final class ProxyFailures {
    private static final String CHECK =
            "Check the entry's option proxy, or https_proxy in the environment of the connection manager; proxy=none"
                    + " goes without.";

    private ProxyFailures() {}

    /// Its name, its address or its port led to nothing.
    static Failure notReached(ProxyAddress proxy, Failure why) {
        return new Failure(
                why.error(),
                why.layer(),
                "The proxy " + proxy + " was not reached. " + why.reason(),
                why.peerCode(),
                why.peerText(),
                CHECK,
                why.retryable());
    }

    /// Something behind the proxy went wrong; it may be the proxy's own doing.
    static Failure behind(ProxyAddress proxy, Failure why) {
        return new Failure(
                why.error(),
                why.layer(),
                why.reason() + " It was reached through the proxy " + proxy + ".",
                why.peerCode(),
                why.peerText(),
                why.advice(),
                why.retryable());
    }

    static Failure status(ProxyAddress proxy, String server, ProxyAnswer answer) {
        // INTEROP [squid] 500 when it cannot look the server's name up
        boolean later = List.of(500, 502, 503, 504).contains(answer.status());
        String advice = switch (answer.status()) {
            case 403 -> "The proxy's operator has to allow CONNECT to " + server + ".";
            case 500, 502, 503, 504 ->
                "The proxy looks the server's name up and connects to it: check the name and the port, and try again"
                        + " later.";
            case 400, 404, 405, 501 -> "Perhaps this is no proxy. " + CHECK;
            default -> CHECK;
        };
        return new Failure(
                answer.status() == 504 ? 809 : 808,
                Layer.PROXY,
                "The proxy " + proxy + " did not connect to " + server + ": HTTP status " + answer.status() + ".",
                code(answer),
                answer.reason(),
                advice,
                later);
    }

    static Failure signInWanted(ProxyAddress proxy, ProxyAccess access, ProxyAnswer answer, List<String> offered) {
        String missing = access.user().isEmpty() ? "no user is named" : "there is no password of " + access.user();
        return Failure.of(
                        808,
                        Layer.PROXY,
                        "The proxy " + proxy + " wants a sign-in" + by(offered) + ", and " + missing + " for it.")
                .peer(code(answer), answer.reason())
                .advise("Name its user in the entry's option proxy-user, and give the password with `dialtone"
                        + " credentials set ENTRY --proxy-password-file FILE`.");
    }

    /// SPEC [contract E3]: a refused password is not sent again.
    static Failure signInRefused(ProxyAddress proxy, ProxyAccess access, ProxyAnswer answer) {
        return Failure.of(
                        808, Layer.PROXY, "The proxy " + proxy + " refused the sign-in of " + access.user() + " to it.")
                .peer(code(answer), answer.reason())
                .advise("Check the entry's option proxy-user and the proxy's password; the server's own sign-in has"
                        + " not begun.");
    }

    static Failure noScheme(ProxyAddress proxy, ProxyAnswer answer, List<String> offered) {
        boolean basic = offered.stream().anyMatch("Basic"::equalsIgnoreCase);
        return Failure.of(
                        808,
                        Layer.PROXY,
                        "The proxy " + proxy + " offers no sign-in that the entry allows" + by(offered) + ".")
                .peer(code(answer), answer.reason())
                .advise(
                        basic
                                ? "Basic sends the password in clear to the proxy. Only if you accept that: dialtone"
                                        + " entry set ENTRY proxy-authentication=digest,basic"
                                : "Digest (MD5, SHA-256) and Basic are spoken here.");
    }

    static Failure notHttp(ProxyAddress proxy, String why) {
        return Failure.of(808, Layer.PROXY, "The proxy " + proxy + " does not answer as a proxy: " + why + ".")
                .advise(CHECK);
    }

    static Failure cut(ProxyAddress proxy) {
        return Failure.retryable(619, Layer.PROXY, "The proxy " + proxy + " cut the connection instead of answering.")
                .advise(CHECK);
    }

    static Failure silent(ProxyAddress proxy, long seconds) {
        return Failure.retryable(809, Layer.PROXY, "The proxy " + proxy + " did not answer within " + seconds + " s.")
                .advise(CHECK);
    }

    private static String code(ProxyAnswer answer) {
        return "HTTP " + answer.status();
    }

    private static String by(List<String> offered) {
        return offered.isEmpty() ? "" : " (it offers " + String.join(", ", offered) + ")";
    }
}
