package dev.dialtone.manager;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Where a certificate is on a token (RFC 7512):
/// `pkcs11:slot-id=1;object=ann?module-path=/usr/lib/softhsm/libsofthsm2.so`.
///
/// @param module absolute path of the token's library
/// @param slot   number of the slot; empty for the first
/// @param object label of key and certificate; empty for the only one
record Pkcs11Uri(String module, String slot, String object) {
    private static final String SCHEME = "pkcs11:";

    /// SECURITY: it becomes a line of the provider's configuration.
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._+/-]{1,200}");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");

    /// @throws IllegalArgumentException what is wrong with it
    static Pkcs11Uri of(String text) {
        if (!text.startsWith(SCHEME)) {
            throw new IllegalArgumentException("must begin with " + SCHEME);
        }
        String rest = text.substring(SCHEME.length());
        int query = rest.indexOf('?');
        Map<String, String> where = attributes(query < 0 ? rest : rest.substring(0, query), ";", "slot-id", "object");
        Map<String, String> how = attributes(query < 0 ? "" : rest.substring(query + 1), "&", "module-path");
        String module = how.getOrDefault("module-path", "");
        if (!isPlain(module) || module.contains("/../")) {
            throw new IllegalArgumentException("needs ?module-path= with the absolute path of the token's library");
        }
        String slot = where.getOrDefault("slot-id", "");
        if (!slot.isEmpty() && !NUMBER.matcher(slot).matches()) {
            throw new IllegalArgumentException("slot-id must be a number");
        }
        return new Pkcs11Uri(module, slot, where.getOrDefault("object", ""));
    }

    static boolean isPlain(String path) {
        return PATH.matcher(path).matches();
    }

    private static Map<String, String> attributes(String text, String separator, String... known) {
        Map<String, String> attributes = new HashMap<>();
        for (String one : text.isEmpty() ? new String[0] : text.split(separator, -1)) {
            int equals = one.indexOf('=');
            String name = equals < 0 ? one : one.substring(0, equals);
            if (equals < 0 || !List.of(known).contains(name)) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" is not known there; known are " + String.join(", ", known));
            }
            // URLDecoder would take a plus for a blank
            String value = URLDecoder.decode(one.substring(equals + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
            if (attributes.put(name, value) != null) {
                throw new IllegalArgumentException("has " + name + " twice");
            }
        }
        return attributes;
    }
}
