package dev.dialtone.manager;

import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is stored for an entry. Whoever is given one closes it, which wipes its secrets.
///
/// @param user          empty leaves it to the entry
/// @param domain        as above
/// @param password      null for none
/// @param proxyPassword of the entry's `proxy-user`; null for none
/// @param clientKey     of the entry's `client-cert`, or the PIN of its `client-token`; null for none
public record StoredSignIn(
        String user,
        String domain,
        @Nullable Secret password,
        @Nullable Secret proxyPassword,
        @Nullable Secret clientKey)
        implements AutoCloseable {
    public static final StoredSignIn NOTHING = new StoredSignIn("", "", null, null, null);

    /// Of [#encode]d ones; more than two passwords, two names and a key can need.
    static final int MAX_BYTES = 64 * 1024;

    /// How many of the bytes are the proxy's password.
    private static final String PROXY_BYTES = "proxyPasswordBytes";

    /// As above, behind those.
    private static final String KEY_BYTES = "clientKeyBytes";

    /// Another user, domain and password, and the rest as it is.
    StoredSignIn withSignIn(String newUser, String newDomain, @Nullable Secret newPassword) {
        return new StoredSignIn(newUser, newDomain, newPassword, proxyPassword, clientKey);
    }

    StoredSignIn withProxyPassword(@Nullable Secret newPassword) {
        return new StoredSignIn(user, domain, password, newPassword, clientKey);
    }

    StoredSignIn withClientKey(@Nullable Secret newKey) {
        return new StoredSignIn(user, domain, password, proxyPassword, newKey);
    }

    /// Secrets of its own, the caller's to close.
    public StoredSignIn copy() {
        return new StoredSignIn(user, domain, copy(password), copy(proxyPassword), copy(clientKey));
    }

    private static @Nullable Secret copy(@Nullable Secret secret) {
        return secret == null ? null : secret.copy();
    }

    boolean isNothing() {
        return user.isEmpty() && domain.isEmpty() && password == null && proxyPassword == null && clientKey == null;
    }

    /// Whether user, domain and password are those of another.
    boolean isSameSignIn(StoredSignIn other) {
        return user.equals(other.user) && domain.equals(other.domain) && isSame(password, other.password);
    }

    static boolean isSame(@Nullable Secret one, @Nullable Secret other) {
        if (one == null || other == null) {
            return one == other;
        }
        return one.useUtf8(bytes -> other.useUtf8(others -> MessageDigest.isEqual(bytes, others)));
    }

    /// As one text of bytes, the caller's to wipe: a line of JSON without the secrets, then the password's UTF-8
    /// bytes, then those of the proxy's, so that a password is never text in memory.
    byte[] encode() {
        byte[] own = bytes(password);
        byte[] proxys = bytes(proxyPassword);
        byte[] keys = bytes(clientKey);
        try {
            Map<String, Object> head = new LinkedHashMap<>();
            head.put("user", user);
            head.put("domain", domain);
            head.put("password", password != null);
            if (proxyPassword != null) {
                head.put(PROXY_BYTES, proxys.length);
            }
            if (clientKey != null) {
                head.put(KEY_BYTES, keys.length);
            }
            byte[] line = (Json.text(head) + "\n").getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(line.length + own.length + proxys.length + keys.length)
                    .put(line)
                    .put(own)
                    .put(proxys)
                    .put(keys)
                    .array();
        } finally {
            Arrays.fill(own, (byte) 0);
            Arrays.fill(proxys, (byte) 0);
            Arrays.fill(keys, (byte) 0);
        }
    }

    private static byte[] bytes(@Nullable Secret secret) {
        return secret == null ? new byte[0] : secret.useUtf8(byte[]::clone);
    }

    /// The reverse. Empty when the bytes are none; SECURITY: what is wrong with them is not said, since it may be the
    /// password.
    ///
    /// @param content stays the caller's to wipe
    static Optional<StoredSignIn> decode(byte[] content) {
        if (content.length > MAX_BYTES) {
            return Optional.empty();
        }
        int end = 0;
        while (end < content.length && content[end] != '\n') {
            end++;
        }
        if (end == content.length || content[0] != '{') {
            // SECURITY: it may be a password alone, which is not to be text
            return Optional.empty();
        }
        int begin = end + 1;
        try {
            JsonObject head = Json.object(new String(content, 0, end, StandardCharsets.UTF_8));
            String user = head.text("user");
            String domain = head.text("domain");
            long keys = head.number(KEY_BYTES, -1);
            long proxys = head.number(PROXY_BYTES, -1);
            int room = content.length - begin;
            if (keys > room || proxys > room - Math.max(0, keys)) {
                return Optional.empty();
            }
            int keyAt = content.length - (int) Math.max(0, keys);
            int proxyAt = keyAt - (int) Math.max(0, proxys);
            return Optional.of(new StoredSignIn(
                    user,
                    domain,
                    head.flag("password", false) ? secret(content, begin, proxyAt) : null,
                    proxys < 0 ? null : secret(content, proxyAt, keyAt),
                    keys < 0 ? null : secret(content, keyAt, content.length)));
        } catch (RasException e) {
            return Optional.empty();
        }
    }

    private static Secret secret(byte[] content, int from, int to) {
        return Secret.ofUtf8(Arrays.copyOfRange(content, from, to));
    }

    @Override
    public void close() {
        if (password != null) {
            password.close();
        }
        if (proxyPassword != null) {
            proxyPassword.close();
        }
        if (clientKey != null) {
            clientKey.close();
        }
    }
}
