package dev.dialtone.carriers;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The servers that `no_proxy` exempts. No standard says what it may hold; this is what most programs agree on: names
/// (with all below them, whether they begin with a dot or not), address literals, prefixes, each perhaps with a port,
/// and `*` for all.
final class ProxyExemptions {
    // SECURITY: an environment is text of others
    private static final int MAX_ENTRIES = 256;

    private final List<String> entries;

    private ProxyExemptions(List<String> entries) {
        this.entries = entries;
    }

    /// Commas and blanks separate; what cannot be understood exempts nothing.
    static ProxyExemptions parse(String text) {
        List<String> entries = new ArrayList<>();
        for (String entry : text.split("[,\\s]+", MAX_ENTRIES + 1)) {
            if (!entry.isEmpty() && entries.size() < MAX_ENTRIES) {
                entries.add(entry.toLowerCase(Locale.ROOT));
            }
        }
        return new ProxyExemptions(List.copyOf(entries));
    }

    /// @param host name or literal, without brackets
    boolean cover(String host, int port) {
        String name = HostNames.bare(host).toLowerCase(Locale.ROOT);
        InetAddress address = literal(name);
        // a proxy elsewhere would take this for its own loopback
        if (name.equals("localhost") || (address != null && address.isLoopbackAddress())) {
            return true;
        }
        return entries.stream().anyMatch(entry -> covers(entry, name, address, port));
    }

    private static boolean covers(String entry, String name, @Nullable InetAddress address, int port) {
        if (entry.equals("*")) {
            return true;
        }
        String wanted = entry;
        int colon = entry.lastIndexOf(':');
        boolean one = colon >= 0 && (entry.indexOf(':') == colon || entry.startsWith("["));
        if (one && colon > entry.indexOf(']')) {
            if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
                return false;
            }
            wanted = entry.substring(0, colon);
        }
        wanted = HostNames.bare(wanted);
        if (address != null) {
            return coversAddress(wanted, address);
        }
        String suffix = wanted.startsWith("*.") ? wanted.substring(1) : wanted;
        String below = suffix.startsWith(".") ? suffix : "." + suffix;
        return below.length() > 1 && (name.equals(below.substring(1)) || name.endsWith(below));
    }

    private static boolean coversAddress(String wanted, InetAddress address) {
        int slash = wanted.indexOf('/');
        InetAddress network = literal(slash < 0 ? wanted : wanted.substring(0, slash));
        byte[] ours = address.getAddress();
        if (network == null || network.getAddress().length != ours.length) {
            return false;
        }
        int most = ours.length * 8;
        String length = slash < 0 ? Integer.toString(most) : wanted.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > most) {
            return false;
        }
        byte[] theirs = network.getAddress();
        for (int bit = 0; bit < Integer.parseInt(length); bit++) {
            if (((ours[bit / 8] ^ theirs[bit / 8]) & (0x80 >> (bit % 8))) != 0) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable InetAddress literal(String host) {
        if (!HostNames.isLiteral(host) || !HostNames.isHost(host)) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
