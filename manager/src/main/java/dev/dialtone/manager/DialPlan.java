package dev.dialtone.manager;

import dev.dialtone.api.DefaultRoutes;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NotBuilt;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.ServerAddress;
import dev.dialtone.auth.AuthMethod;
import dev.dialtone.carriers.ProxyAddress;
import dev.dialtone.carriers.SstpSettings;
import dev.dialtone.carriers.Transport;
import dev.dialtone.core.AddressText;
import dev.dialtone.core.Secret;
import dev.dialtone.ppp.PppConfig;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Everything one dial was asked to do, checked and complete.
///
/// @param entry        as it was when dialled; later edits do not touch a dial in progress
/// @param user         without the domain
/// @param domain       may be empty
/// @param password     the dial's own copy, closed with it; empty when there is none yet
/// @param stored       whether the password is the stored one
/// @param stateTimeout longest stay in a state
/// @param dialTimeout  longest dial
/// @param options      pauses, gate, lifetime
/// @param proxyPassword for the entry's proxy, the dial's own copy; null for none
/// @param placement    where it is to be
/// @param clientKey    of the entry's certificate, or the PIN of its token, the dial's own copy; null for none
record DialPlan(
        Entry entry,
        String user,
        String domain,
        Secret password,
        boolean stored,
        Duration stateTimeout,
        Duration dialTimeout,
        DialOptions options,
        @Nullable Secret proxyPassword,
        Placement placement,
        @Nullable Secret clientKey) {
    private static final int SSTP_MRU = 1500;

    /// Echoes without an answer until the link is lost, and one interval until the first: PPP's session counts three.
    private static final int ECHO_INTERVALS = 4;

    /// Without a key of a certificate.
    DialPlan(
            Entry entry,
            String user,
            String domain,
            Secret password,
            boolean stored,
            Duration stateTimeout,
            Duration dialTimeout,
            DialOptions options,
            @Nullable Secret proxyPassword,
            Placement placement) {
        this(entry, user, domain, password, stored, stateTimeout, dialTimeout, options, proxyPassword, placement, null);
    }

    /// Placed where the entry says.
    DialPlan(
            Entry entry,
            String user,
            String domain,
            Secret password,
            boolean stored,
            Duration stateTimeout,
            Duration dialTimeout,
            DialOptions options,
            @Nullable Secret proxyPassword) {
        this(
                entry,
                user,
                domain,
                password,
                stored,
                stateTimeout,
                dialTimeout,
                options,
                proxyPassword,
                Placement.ofMachine(entry.text(EntryOption.NETNS)));
    }

    /// The user as it goes on the wire.
    String wireUser() {
        return domain.isEmpty() ? user : domain + "\\" + user;
    }

    /// Whether the sign-in has yet to be asked for.
    boolean lacksPassword() {
        return password.isEmpty();
    }

    /// @param newStored whether that is what is stored now
    DialPlan withSignIn(String newUser, String newDomain, Secret newPassword, boolean newStored) {
        return new DialPlan(
                entry,
                newUser,
                newDomain,
                newPassword,
                newStored,
                stateTimeout,
                dialTimeout,
                options,
                proxyPassword,
                placement,
                clientKey);
    }

    /// Wipes what it holds.
    void close() {
        password.close();
        if (proxyPassword != null) {
            proxyPassword.close();
        }
        if (clientKey != null) {
            clientKey.close();
        }
    }

    DialPlan withPin(String fingerprint) {
        return with(entry.with(EntryOption.PIN, fingerprint));
    }

    /// The same, to another of the entry's servers.
    DialPlan towards(ServerAddress server) {
        return with(
                entry.with(EntryOption.SERVER, server.host()).with(EntryOption.PORT, Integer.toString(server.port())));
    }

    /// The same with the entry as it was changed meanwhile.
    DialPlan with(Entry changed) {
        return new DialPlan(
                changed,
                user,
                domain,
                password,
                stored,
                stateTimeout,
                dialTimeout,
                options,
                proxyPassword,
                placement,
                clientKey);
    }

    /// The same, to an address that the server's name had before; its certificate is checked by the name as ever.
    DialPlan towards(InetAddress address) {
        String named = entry.text(EntryOption.SERVER);
        String literal = AddressText.of(address);
        if (named.equals(literal)) {
            return this;
        }
        Entry direct = entry.with(EntryOption.SERVER, literal);
        if (entry.text(EntryOption.SERVER_NAME).isEmpty()) {
            direct = direct.with(EntryOption.SERVER_NAME, named);
        }
        return with(direct);
    }

    /// The same, by a proxy at the address that its name had before.
    DialPlan through(InetAddress address, int port) {
        ProxyAddress literal = new ProxyAddress(AddressText.of(address), port);
        Entry direct = entry.with(EntryOption.PROXY, literal.toString());
        return with(direct);
    }

    /// The same, of which nothing is remembered.
    DialPlan forgetful() {
        return with(entry.with(EntryOption.REMEMBER, ""));
    }

    /// @throws RasException 87 naming the option that is missing or wrong; 839, 918 for what is not built yet
    SstpSettings sstp() {
        NotBuilt.refuse(entry);
        String server = entry.text(EntryOption.SERVER);
        if (server.isEmpty()) {
            throw RasException.of(RasError.INVALID_PARAMETER, "server: the entry names no server");
        }
        if (user.isEmpty() && !options.paused()) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER, "user: neither the dial nor the entry names a user to sign in as");
        }
        if (!entry.flag(EntryOption.IPV4) && !entry.flag(EntryOption.IPV6)) {
            throw RasException.of(RasError.INVALID_PARAMETER, "ipv4, ipv6: at least one must be true");
        }
        if (entry.flag(EntryOption.KILL_SWITCH) && !entry.flag(EntryOption.DEFAULT_ROUTE)) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    "kill-switch: needs default-route=true, so that the connection takes what may not leave otherwise");
        }
        if (entry.flag(EntryOption.KILL_SWITCH)
                && !entry.text(EntryOption.PREREQUISITE).isEmpty()) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    "kill-switch, prerequisite: only one of them: behind the switch the prerequisite could not be"
                            + " dialled again");
        }
        if (entry.flag(EntryOption.KILL_SWITCH) && !DefaultRoutes.ipv6(entry)) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    "kill-switch, default-route-ipv6: with the switch IPv6 has no other way either; leave it same");
        }
        checkTable();
        String name = entry.text(EntryOption.SERVER_NAME);
        Transport.Target target = new Transport.Target(
                server,
                entry.number(EntryOption.PORT),
                name.isEmpty() ? null : name,
                Trust.certificates(entry.text(EntryOption.CA)),
                entry.text(EntryOption.PIN),
                ProxyOptions.of(entry, proxyPassword),
                StoredIdentity.of(entry, clientKey));
        Set<AuthMethod> methods = entry.list(EntryOption.AUTHENTICATION).stream()
                .flatMap(word -> Arrays.stream(AuthMethod.values())
                        .filter(method -> method.word().equals(word)))
                .collect(Collectors.toSet());
        String address = entry.text(EntryOption.ADDRESS);
        PppConfig ppp = new PppConfig(
                wireUser(),
                password,
                methods,
                entry.flag(EntryOption.IPV4),
                entry.flag(EntryOption.IPV6),
                address.isEmpty() ? null : (Inet4Address) InetAddress.ofLiteral(address),
                entry.flag(EntryOption.DNS) && InnerNames.given(entry).isEmpty(),
                SSTP_MRU,
                true,
                Duration.ofSeconds(entry.number(EntryOption.LINK_TIMEOUT)).toNanos() / ECHO_INTERVALS);
        return new SstpSettings(target, ppp, entry.number(EntryOption.MTU));
    }

    private void checkTable() {
        if (!TablePlan.isFor(entry)) {
            if (!entry.text(EntryOption.FWMARK).isEmpty()) {
                throw RasException.of(RasError.INVALID_PARAMETER, "fwmark: needs a table to lead into");
            }
            return;
        }
        if (!entry.text(EntryOption.NETNS).isEmpty()) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    "table, netns: only one of them: a network namespace has routing tables of its own");
        }
        if (entry.flag(EntryOption.KILL_SWITCH)) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    "kill-switch, table: only one of them: a connection in a table of its own leaves the host's"
                            + " traffic alone");
        }
        if (!entry.list(EntryOption.ROUTE_EXCLUDE).isEmpty()) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    "route-exclude, table: only one of them: what is led into the table goes through the connection");
        }
        if (entry.flag(EntryOption.REQUIRE_NAMES)) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    "require-names, table: only one of them: a connection in a table of its own leaves the host's"
                            + " names alone");
        }
    }
}
