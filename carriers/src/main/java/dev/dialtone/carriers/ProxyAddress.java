package dev.dialtone.carriers;

import dev.dialtone.core.Decoded;

/// Where an HTTP proxy listens.
///
/// @param host name or address literal, without brackets
/// @param port 1..65535
public record ProxyAddress(String host, int port) {
    private static final int STANDARD_PORT = 80;
    private static final String AFTER_SCHEME = "://";

    /// Reads `http://HOST:PORT` or `HOST:PORT`; without a port it is 80, the scheme's own. A refusal never quotes the
    /// text, which may hold a password.
    public static Decoded<ProxyAddress> parse(String text) {
        int scheme = text.indexOf(AFTER_SCHEME);
        int start = scheme < 0 ? 0 : scheme + AFTER_SCHEME.length();
        if (scheme >= 0 && !text.substring(0, scheme).equalsIgnoreCase("http")) {
            return Decoded.malformed("is not an HTTP proxy, http://HOST:PORT", 0);
        }
        int end = text.endsWith("/") && text.length() > start ? text.length() - 1 : text.length();
        String rest = text.substring(start, end);
        boolean bracketed = rest.startsWith("[");
        int colon = rest.lastIndexOf(':');
        int hostEnd = bracketed ? rest.indexOf(']') + 1 : colon < 0 ? rest.length() : colon;
        String host = bracketed ? rest.substring(1, Math.max(1, hostEnd - 1)) : rest.substring(0, hostEnd);
        if (!HostNames.isHost(host) || bracketed != (host.indexOf(':') >= 0)) {
            return Decoded.malformed("has no host name or address where one is wanted, as in http://HOST:PORT", start);
        }
        String behind = rest.substring(hostEnd);
        int port = behind.isEmpty() ? STANDARD_PORT : port(behind);
        if (port < 1) {
            return Decoded.malformed("has no port from 1 to 65535 where one is wanted", start + hostEnd);
        }
        return Decoded.ok(new ProxyAddress(host, port), text.length());
    }

    private static int port(String behind) {
        if (!behind.matches(":[0-9]{1,5}")) {
            return -1;
        }
        int port = Integer.parseInt(behind.substring(1));
        return port <= 65535 ? port : -1;
    }

    /// `http://proxy.example.com:3128`, `http://[2001:db8::1]:3128`.
    @Override
    public String toString() {
        return "http://" + HostNames.authority(host, port);
    }
}
