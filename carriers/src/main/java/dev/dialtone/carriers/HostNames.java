package dev.dialtone.carriers;

import java.net.IDN;
import java.util.regex.Pattern;

/// Tells names from address literals, without asking anybody.
final class HostNames {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.-]{1,253}|[0-9A-Fa-f:.]{2,45}");

    private HostNames() {}

    /// Whether this can be a name or a literal without brackets: nothing that ends a line or a word of HTTP.
    static boolean isHost(String host) {
        return HOST.matcher(host).matches();
    }

    /// As DNS and TLS know a name; what cannot be one stays as it is.
    static String toAscii(String host) {
        try {
            return isLiteral(host) ? host : IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            return host;
        }
    }

    /// `vpn.example.com:443`, `[2001:db8::1]:443` (RFC 9110 §7.2).
    static String authority(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
    }

    /// Without an IPv6 literal's brackets and zone, and without a name's final dot.
    static String bare(String host) {
        String name = host;
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        if (name.indexOf(':') >= 0 && name.indexOf('%') >= 0) {
            name = name.substring(0, name.indexOf('%'));
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
