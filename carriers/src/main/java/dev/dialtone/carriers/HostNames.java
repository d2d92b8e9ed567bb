package dev.dialtone.carriers;

import java.util.regex.Pattern;

/// Tells names from address literals, without asking anybody.
final class HostNames {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private HostNames() {}

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
