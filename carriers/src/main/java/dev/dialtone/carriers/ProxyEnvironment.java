package dev.dialtone.carriers;

import dev.dialtone.core.Decoded;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The proxy that a process's environment names: `https_proxy`, `HTTPS_PROXY`, `all_proxy`, `ALL_PROXY`, the first
/// that is not empty, and `no_proxy` or `NO_PROXY` for who is reached without. Read once.
public final class ProxyEnvironment {
    private static final List<String> NAMES = List.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");
    private static final List<String> EXEMPT = List.of("no_proxy", "NO_PROXY");

    /// Nothing is named.
    public static final ProxyEnvironment EMPTY = of(Map.of());

    private final @Nullable ProxyAddress address;
    private final String user;
    private final @Nullable Secret password;
    private final ProxyExemptions exempt;
    private final @Nullable Failure unusable;

    private ProxyEnvironment(
            @Nullable ProxyAddress address,
            String user,
            @Nullable Secret password,
            ProxyExemptions exempt,
            @Nullable Failure unusable) {
        this.address = address;
        this.user = user;
        this.password = password;
        this.exempt = exempt;
        this.unusable = unusable;
    }

    /// This process's own.
    public static ProxyEnvironment ofProcess() {
        return of(System.getenv());
    }

    /// What cannot be used is told when it would be: a dial must not go straight instead.
    public static ProxyEnvironment of(Map<String, String> environment) {
        ProxyExemptions exempt = ProxyExemptions.parse(first(environment, EXEMPT));
        String name = "";
        String value = "";
        for (String candidate : NAMES) {
            if (value.isEmpty()) {
                name = candidate;
                value = environment.getOrDefault(candidate, "").strip();
            }
        }
        if (value.isEmpty()) {
            return new ProxyEnvironment(null, "", null, exempt, null);
        }
        int start = value.indexOf("://") < 0 ? 0 : value.indexOf("://") + 3;
        int at = value.lastIndexOf('@');
        String userInfo = at < start ? "" : value.substring(start, at);
        String bare = at < start ? value : value.substring(0, start) + value.substring(at + 1);
        int colon = userInfo.indexOf(':');
        Optional<String> user = decoded(colon < 0 ? userInfo : userInfo.substring(0, colon))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        Optional<Secret> password = colon < 0
                ? Optional.empty()
                : decoded(userInfo.substring(colon + 1)).map(Secret::ofUtf8);
        boolean readable = user.filter(ProxyEnvironment::isUser).isPresent() && password.isPresent() == colon >= 0;
        return switch (ProxyAddress.parse(bare)) {
            case Decoded.Ok<ProxyAddress>(ProxyAddress found, int _)
            when readable -> new ProxyEnvironment(found, user.orElse(""), password.orElse(null), exempt, null);
            case Decoded.Malformed<ProxyAddress>(String reason, int _) -> unusable(name, reason, exempt);
            case Decoded<ProxyAddress> _ -> unusable(name, "has a user or a password that cannot be read", exempt);
        };
    }

    private static ProxyEnvironment unusable(String name, String reason, ProxyExemptions exempt) {
        Failure failure = Failure.of(
                        87, Layer.PROXY, name + " in the environment of the connection manager " + reason + ".")
                .advise("Correct it there, or name the entry's own proxy with proxy=http://HOST:PORT, or proxy=none.");
        return new ProxyEnvironment(null, "", null, exempt, failure);
    }

    private static String first(Map<String, String> environment, List<String> names) {
        return names.stream()
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isBlank())
                .findFirst()
                .orElse("");
    }

    private static boolean isUser(String user) {
        return user.codePoints().noneMatch(c -> Character.isISOControl(c) || c == ':');
    }

    // SPEC [RFC 3986 §2.1]
    private static Optional<byte[]> decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (c == '%') {
                String code = text.substring(at, Math.min(text.length(), at + 2));
                if (!code.matches("[0-9A-Fa-f]{2}")) {
                    return Optional.empty();
                }
                bytes.write(Integer.parseInt(code, 16));
                at += 2;
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return Optional.of(bytes.toByteArray());
    }

    /// The proxy on the way to a server, or null for none.
    ///
    /// @param access of the entry; its user, when it names one, goes before the environment's
    @Nullable
    ProxyWay wayTo(String host, int port, ProxyAccess access) throws CarrierException {
        if (exempt.cover(host, port)) {
            return null;
        }
        if (unusable != null) {
            throw new CarrierException(unusable);
        }
        if (address == null) {
            return null;
        }
        boolean own = !access.user().isEmpty() || user.isEmpty();
        return new ProxyWay(address, own ? access : new ProxyAccess(user, password, access.allowed()));
    }
}
