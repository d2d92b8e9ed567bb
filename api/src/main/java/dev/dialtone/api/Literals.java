package dev.dialtone.api;

import dev.dialtone.core.AddressText;
import java.net.InetAddress;

/// Address and prefix literals, read without ever asking a name server.
final class Literals {
    private Literals() {}

    static boolean isIpv4(String text) {
        if (!text.matches("([0-9]{1,3}\\.){3}[0-9]{1,3}")) {
            return false;
        }
        for (String part : text.split("\\.", -1)) {
            if (Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    static boolean isAddress(String text) {
        return isIpv4(text) || isIpv6(text);
    }

    private static boolean isIpv6(String text) {
        if (!text.contains(":") || !text.matches("[0-9A-Fa-f:.]+")) {
            return false;
        }
        try {
            return InetAddress.ofLiteral(text).getAddress().length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// The canonical address of one host that another can be.
    static String host(String text) {
        if (!isAddress(text)) {
            throw new IllegalArgumentException("has \"" + cut(text) + "\", which is not an address");
        }
        InetAddress address = InetAddress.ofLiteral(text);
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
        if (!isAddress(address)) {
            throw new IllegalArgumentException("has \"" + text + "\", which is not a prefix like 10.0.0.0/8");
        }
        byte[] bytes = InetAddress.ofLiteral(address).getAddress();
        int most = bytes.length * 8;
        String lengthText = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
        if (!lengthText.matches("[0-9]{1,3}") || Integer.parseInt(lengthText) > most) {
            throw new IllegalArgumentException("has \"" + text + "\", whose length is not 0.." + most);
        }
        int length = Integer.parseInt(lengthText);
        for (int bit = length; bit < most; bit++) {
            if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0) {
                throw new IllegalArgumentException("has \"" + text + "\", which has bits beyond its length");
            }
        }
        return AddressText.of(InetAddress.ofLiteral(address)) + "/" + length;
    }
}
