package dev.dialtone.carriers;

import dev.dialtone.core.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Names of domains as DHCP and routers tell them (RFC 1035 §3.1 and §4.1.4; RFC 3397; RFC 8106 §5.2).
final class DomainNames {
    /// How many are taken of one list.
    static final int MAX_NAMES = 32;

    private static final int MAX_LABEL = 63;
    private static final int MAX_NAME = 253;
    private static final int POINTER = 0xC0;

    // SECURITY: they end in configuration files and in the requests of every program: nothing but what host
    // names are made of, and no number alone, which could be read as an address
    private static final Pattern NAME = Pattern.compile(
            "([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)*(?![0-9]*$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");

    private DomainNames() {}

    /// Reads names one behind the other, zeros at the end being padding. What is no host name is left out.
    ///
    /// @param list       all of it; pointers count from its beginning
    /// @param compressed whether there may be pointers
    static Decoded<List<String>> decode(byte[] list, boolean compressed) {
        List<String> names = new ArrayList<>();
        int at = 0;
        while (at < list.length && names.size() < MAX_NAMES) {
            StringBuilder name = new StringBuilder();
            int reading = at;
            int limit = list.length;
            int next = -1;
            while (true) {
                if (reading >= limit) {
                    return Decoded.malformed("a name without an end", Math.min(reading, list.length));
                }
                int length = list[reading] & 0xFF;
                if (length == 0) {
                    next = next < 0 ? reading + 1 : next;
                    break;
                }
                if (length >= POINTER) {
                    if (!compressed || reading + 1 >= limit) {
                        return Decoded.malformed("a pointer that may not be", reading);
                    }
                    int target = InnerPacket.u16(list, reading) & 0x3FFF;
                    // SECURITY: only back to what lies before this name, so that it comes to an end
                    if (target >= at || target >= reading) {
                        return Decoded.malformed("a pointer ahead", reading);
                    }
                    next = next < 0 ? reading + 2 : next;
                    limit = reading;
                    reading = target;
                } else if (length > MAX_LABEL || reading + 1 + length > limit || name.length() + length > MAX_NAME) {
                    return Decoded.malformed("too long a label", reading);
                } else {
                    name.append(name.isEmpty() ? "" : ".");
                    name.append(new String(list, reading + 1, length, StandardCharsets.ISO_8859_1));
                    reading += 1 + length;
                }
            }
            at = next;
            of(name.toString()).ifPresent(names::add);
        }
        return Decoded.ok(List.copyOf(names), at);
    }

    /// The name in lower case, without a dot or zeros at the end; empty when it is none.
    static Optional<String> of(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == 0) {
            end--;
        }
        if (end > 0 && text.charAt(end - 1) == '.') {
            end--;
        }
        String name = text.substring(0, end).toLowerCase(Locale.ROOT);
        return name.length() <= MAX_NAME && NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
    }
}
