package dev.dialtone.api;

import dev.dialtone.core.AddressText;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/// Address and prefix literals, read without ever asking a name server.
final class Literals {
    private Literals() {}

    static boolean isIpv4(String text) {
        return ipv4(text) >= 0;
    }

    /// The 32 bits of an IPv4 address of four decimal numbers, or -1. Written out for the same reason as [HostName].
    private static long ipv4(String text) {
        long address = 0;
        int parts = 0;
        int digits = 0;
        int part = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c >= '0' && c <= '9' && digits < 3) {
                part = part * 10 + c - '0';
                digits++;
            } else if (c == '.' && digits > 0 && part <= 255 && parts < 4) {
                address = address << 8 | part;
                parts++;
                digits = 0;
                part = 0;
            } else {
                return -1;
            }
        }
        return parts == 4 ? address : -1;
    }

    static boolean isAddress(String text) {
        return isIpv4(text) || isIpv6(text);
    }

    private static boolean isIpv6(String text) {
        if (text.indexOf(':') < 0 || !text.chars().allMatch(c -> c == ':' || c == '.' || HexFormat.isHexDigit(c))) {
            return false;
        }
        try {
            return Inet6Address.ofLiteral(text).getAddress().length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// Of either kind. [InetAddress#ofLiteral] takes an exception to find out that it is IPv6.
    private static InetAddress of(String address) {
        return address.indexOf(':') < 0 ? Inet4Address.ofLiteral(address) : Inet6Address.ofLiteral(address);
    }

    /// The canonical address of one host that another can be.
    static String host(String text) {
        if (!isAddress(text)) {
            throw new IllegalArgumentException("has \"" + cut(text) + "\", which is not an address");
        }
        InetAddress address = of(text);
        int first = address.getAddress()[0] & 0xFF;
        // of IPv6 what begins with 0 is the loopback, or reads as an IPv4 address (RFC 4291 §2.5)
        if (first == 0
                || address.isLoopbackAddress()
                || address.isMulticastAddress()
                || (address.getAddress().length == 4 && first >= 224)) {
            throw new IllegalArgumentException("has \"" + text + "\", which no other host can have");
        }
        return AddressText.of(address);
    }

    /// As much of a text as a message can hold.
    static String cut(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    /// The canonical prefix: network bits only, length given.
    static String prefix(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        long ipv4 = ipv4(address);
        if (ipv4 < 0 && !isIpv6(address)) {
            throw new IllegalArgumentException("has \"" + text + "\", which is not a prefix like 10.0.0.0/8");
        }
        int most = ipv4 < 0 ? 128 : 32;
        int length = slash < 0 ? most : length(text.substring(slash + 1));
        if (length < 0 || length > most) {
            throw new IllegalArgumentException("has \"" + text + "\", whose length is not 0.." + most);
        }
        InetAddress ipv6 = ipv4 < 0 ? Inet6Address.ofLiteral(address) : null;
        if (ipv6 == null ? (ipv4 << length & 0xffff_ffffL) != 0 : hasBitsBeyond(ipv6.getAddress(), length)) {
            throw new IllegalArgumentException("has \"" + text + "\", which has bits beyond its length");
        }
        String network = ipv6 != null
                ? AddressText.of(ipv6)
                : (ipv4 >> 24) + "." + (ipv4 >> 16 & 0xFF) + "." + (ipv4 >> 8 & 0xFF) + "." + (ipv4 & 0xFF);
        return network + "/" + length;
    }

    private static boolean hasBitsBeyond(byte[] bytes, int length) {
        for (int bit = length; bit < bytes.length * 8; bit++) {
            if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0) {
                return true;
            }
        }
        return false;
    }

    /// A number of one to three digits, or -1.
    private static int length(String text) {
        int length = text.isEmpty() || text.length() > 3 ? -1 : 0;
        for (int i = 0; i < text.length() && length >= 0; i++) {
            char c = text.charAt(i);
            length = c >= '0' && c <= '9' ? length * 10 + c - '0' : -1;
        }
        return length;
    }
}
