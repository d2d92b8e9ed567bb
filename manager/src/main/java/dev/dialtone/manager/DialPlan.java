package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.auth.AuthMethod;
import dev.dialtone.carriers.SstpSettings;
import dev.dialtone.carriers.Transport;
import dev.dialtone.core.Secret;
import dev.dialtone.ppp.PppConfig;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/// Everything one dial was asked to do, checked and complete.
///
/// @param entry        as it was when dialled; later edits do not touch a dial in progress
/// @param user         as it goes on the wire, domain included
/// @param password     the dial's own copy, closed with it
/// @param stateTimeout longest stay in a state
/// @param dialTimeout  longest dial
record DialPlan(Entry entry, String user, Secret password, Duration stateTimeout, Duration dialTimeout) {
    private static final int SSTP_MRU = 1500;
    private static final Duration ECHO_INTERVAL = Duration.ofSeconds(30);

    /// @throws RasException 87 naming the option that is missing or wrong
    SstpSettings sstp() {
        String server = entry.text(EntryOption.SERVER);
        if (server.isEmpty()) {
            throw RasException.of(RasError.INVALID_PARAMETER, "server: the entry names no server");
        }
        if (user.isEmpty()) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER, "user: neither the dial nor the entry names a user to sign in as");
        }
        if (!entry.flag(EntryOption.IPV4) && !entry.flag(EntryOption.IPV6)) {
            throw RasException.of(RasError.INVALID_PARAMETER, "ipv4, ipv6: at least one must be true");
        }
        String name = entry.text(EntryOption.SERVER_NAME);
        Transport.Target target = new Transport.Target(
                server,
                entry.number(EntryOption.PORT),
                name.isEmpty() ? null : name,
                Trust.certificates(entry.text(EntryOption.CA)));
        Set<AuthMethod> methods = entry.list(EntryOption.AUTHENTICATION).stream()
                .flatMap(word -> Arrays.stream(AuthMethod.values())
                        .filter(method -> method.word().equals(word)))
                .collect(Collectors.toSet());
        String address = entry.text(EntryOption.ADDRESS);
        PppConfig ppp = new PppConfig(
                user,
                password,
                methods,
                entry.flag(EntryOption.IPV4),
                entry.flag(EntryOption.IPV6),
                address.isEmpty() ? null : (Inet4Address) InetAddress.ofLiteral(address),
                entry.flag(EntryOption.DNS),
                SSTP_MRU,
                true,
                ECHO_INTERVAL.toNanos());
        return new SstpSettings(target, ppp, entry.number(EntryOption.MTU));
    }
}
