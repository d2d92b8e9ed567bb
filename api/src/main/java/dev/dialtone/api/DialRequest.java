package dev.dialtone.api;

import dev.dialtone.core.Secret;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What to dial. The secrets are copied by the dial and stay the caller's to close.
///
/// @param entry        name of a stored entry, or null when `adHoc` is given
/// @param adHoc        an entry that is not stored, or null
/// @param user         empty for the stored one
/// @param domain       empty for the stored one
/// @param password     null for the stored one
/// @param server       overrides the entry's server; empty for none
/// @param netns        network namespace to place the connection in, instead of the entry's; empty for that
/// @param table        number of the routing table to place it in, instead of the entry's; empty for that
/// @param stateTimeout longest stay in one state (C6), 1 s..1 h
/// @param dialTimeout  longest dial (C6), 1 s..1 h; time paused or gated does not count
/// @param options      pauses, gate, lifetime
/// @param proxyPassword for the entry's `proxy-user`; null for the stored one
/// @param clientKey    private key (PKCS#8) of the entry's `client-cert`, or the PIN of its `client-token`; null for
///                     the stored one
public record DialRequest(
        @Nullable String entry,
        @Nullable Entry adHoc,
        String user,
        String domain,
        @Nullable Secret password,
        String server,
        String netns,
        String table,
        Duration stateTimeout,
        Duration dialTimeout,
        DialOptions options,
        @Nullable Secret proxyPassword,
        @Nullable Secret clientKey) {

    public static final Duration STATE_TIMEOUT = Duration.ofSeconds(60);
    public static final Duration DIAL_TIMEOUT = Duration.ofSeconds(120);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    public DialRequest {
        if ((entry == null) == (adHoc == null)) {
            throw RasException.of(RasError.INVALID_PARAMETER, "entry: name a stored entry or give one, not both");
        }
        check("stateTimeout", stateTimeout);
        check("dialTimeout", dialTimeout);
    }

    private static void check(String field, Duration value) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER, field + ": " + value.toMillis() + " ms is outside 1 s..1 h");
        }
    }

    public static DialRequest of(String entry) {
        return new DialRequest(
                entry, null, "", "", null, "", "", "", STATE_TIMEOUT, DIAL_TIMEOUT, DialOptions.STANDARD, null, null);
    }

    public static DialRequest of(Entry adHoc) {
        return new DialRequest(
                null, adHoc, "", "", null, "", "", "", STATE_TIMEOUT, DIAL_TIMEOUT, DialOptions.STANDARD, null, null);
    }

    /// The same dial, by a stored entry of another name.
    public DialRequest named(String newEntry) {
        return with(change -> {
            change.entry = newEntry;
            change.adHoc = null;
        });
    }

    public DialRequest signIn(String newUser, String newDomain, @Nullable Secret newPassword) {
        return with(change -> {
            change.user = newUser;
            change.domain = newDomain;
            change.password = newPassword;
        });
    }

    public DialRequest server(String newServer) {
        return with(change -> change.server = newServer);
    }

    public DialRequest netns(String newNetns) {
        return with(change -> change.netns = newNetns);
    }

    public DialRequest table(String newTable) {
        return with(change -> change.table = newTable);
    }

    public DialRequest timeouts(Duration perState, Duration inAll) {
        return with(change -> {
            change.stateTimeout = perState;
            change.dialTimeout = inAll;
        });
    }

    public DialRequest options(DialOptions newOptions) {
        return with(change -> change.options = newOptions);
    }

    /// With a password for the proxy.
    public DialRequest proxy(@Nullable Secret newPassword) {
        return with(change -> change.proxyPassword = newPassword);
    }

    /// With the key of a client's certificate, or the PIN of its token.
    public DialRequest clientKey(@Nullable Secret newKey) {
        return with(change -> change.clientKey = newKey);
    }

    private DialRequest with(Consumer<Change> what) {
        Change change = new Change(this);
        what.accept(change);
        return change.made();
    }

    /// A request as it is being changed, so that what changes one thing need not name the others.
    private static final class Change {
        @Nullable
        String entry;

        @Nullable
        Entry adHoc;

        String user;
        String domain;

        @Nullable
        Secret password;

        String server;
        String netns;
        String table;
        Duration stateTimeout;
        Duration dialTimeout;
        DialOptions options;

        @Nullable
        Secret proxyPassword;

        @Nullable
        Secret clientKey;

        Change(DialRequest from) {
            entry = from.entry;
            adHoc = from.adHoc;
            user = from.user;
            domain = from.domain;
            password = from.password;
            server = from.server;
            netns = from.netns;
            table = from.table;
            stateTimeout = from.stateTimeout;
            dialTimeout = from.dialTimeout;
            options = from.options;
            proxyPassword = from.proxyPassword;
            clientKey = from.clientKey;
        }

        DialRequest made() {
            return new DialRequest(
                    entry,
                    adHoc,
                    user,
                    domain,
                    password,
                    server,
                    netns,
                    table,
                    stateTimeout,
                    dialTimeout,
                    options,
                    proxyPassword,
                    clientKey);
        }
    }
}
