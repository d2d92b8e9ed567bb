package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.carriers.ProxyAccess;
import dev.dialtone.carriers.ProxyAddress;
import dev.dialtone.carriers.ProxyChoice;
import dev.dialtone.carriers.ProxyScheme;
import dev.dialtone.core.Decoded;
import dev.dialtone.core.Secret;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an entry says about the proxy on the way to its server.
final class ProxyOptions {
    private ProxyOptions() {}

    /// @param password for the proxy's user; stays the caller's to close
    /// @throws RasException 87, naming the option
    static ProxyChoice of(Entry entry, @Nullable Secret password) {
        ProxyAccess access = new ProxyAccess(
                entry.text(EntryOption.PROXY_USER),
                password,
                Arrays.stream(ProxyScheme.values())
                        .filter(scheme ->
                                entry.list(EntryOption.PROXY_AUTHENTICATION).contains(scheme.word()))
                        .collect(Collectors.toSet()));
        String proxy = entry.text(EntryOption.PROXY);
        if (proxy.isEmpty()) {
            return new ProxyChoice.AsEnvironment(access);
        }
        if (proxy.equals("none")) {
            return ProxyChoice.NONE;
        }
        return switch (ProxyAddress.parse(proxy)) {
            case Decoded.Ok<ProxyAddress>(ProxyAddress address, int _) -> new ProxyChoice.Named(address, access);
            case Decoded.Malformed<ProxyAddress>(String reason, int _) -> throw wrong(reason);
            case Decoded.NeedMore<ProxyAddress>() -> throw wrong("is not whole");
        };
    }

    private static RasException wrong(String why) {
        return RasException.of(RasError.INVALID_PARAMETER, EntryOption.PROXY.key() + ": " + why);
    }
}
