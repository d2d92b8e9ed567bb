package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// What entries in users' own books may say.
///
/// SECURITY: an option that is not listed is not for them, so that a new one is not by oversight: it must act inside
/// the connection's network namespace only, have nobody else's rights, and make the manager read no file. One that is
/// only kept has no effect at all, and is decided upon when it is built.
final class OwnEntries {
    static final Set<EntryOption> OPTIONS = Collections.unmodifiableSet(EnumSet.of(
            EntryOption.PROTOCOL,
            EntryOption.PROTOCOL_ORDER,
            EntryOption.SERVER,
            EntryOption.PORT,
            EntryOption.ALTERNATES,
            EntryOption.PROMOTE_ALTERNATES,
            EntryOption.SERVER_NAME,
            EntryOption.CA,
            EntryOption.CLIENT_CERT,
            EntryOption.USER,
            EntryOption.DOMAIN,
            EntryOption.AUTHENTICATION,
            EntryOption.ENCRYPTION,
            EntryOption.REMEMBER,
            EntryOption.ONE_TIME,
            EntryOption.PROXY,
            EntryOption.PROXY_USER,
            EntryOption.PROXY_AUTHENTICATION,
            EntryOption.IPV4,
            EntryOption.IPV6,
            EntryOption.ADDRESS,
            EntryOption.ADDRESS_IPV6,
            EntryOption.DEFAULT_ROUTE,
            EntryOption.DEFAULT_ROUTE_IPV6,
            EntryOption.KEEP_SSH,
            EntryOption.ROUTES,
            EntryOption.ROUTE_EXCLUDE,
            EntryOption.SERVER_ROUTES,
            EntryOption.CLASS_ROUTE,
            EntryOption.METRIC,
            EntryOption.METRIC_IPV6,
            EntryOption.DNS,
            EntryOption.DNS_SERVERS,
            EntryOption.REQUIRE_NAMES,
            EntryOption.DOMAINS,
            EntryOption.SERVER_DOMAINS,
            EntryOption.NETNS,
            EntryOption.TABLE,
            EntryOption.FWMARK,
            EntryOption.MTU,
            EntryOption.STATE_TIMEOUT,
            EntryOption.DIAL_TIMEOUT,
            EntryOption.REDIAL_ATTEMPTS,
            EntryOption.REDIAL_SECONDS,
            EntryOption.REDIAL_LONGEST_SECONDS,
            EntryOption.RECONNECT,
            EntryOption.LINK_TIMEOUT,
            EntryOption.IDLE_TIMEOUT,
            EntryOption.SESSION_TIMEOUT,
            EntryOption.TRUST_PROMPT,
            EntryOption.PIN,
            EntryOption.GUID,
            EntryOption.ORIGINAL));

    private OwnEntries() {}

    /// @throws RasException 87 naming the first option that is not for them
    static void check(Entry entry) {
        for (Map.Entry<EntryOption, String> set : entry.values().entrySet()) {
            EntryOption option = set.getKey();
            boolean theirs = OPTIONS.contains(option) || option.kept().isPresent();
            if (!theirs && !set.getValue().equals(option.standard())) {
                throw new RasException(Failure.of(
                                RasError.INVALID_PARAMETER,
                                Layer.MANAGER,
                                option.key() + ": is for entries of the system's book only")
                        .advise("Leave it out, or ask root for an entry that has it and names you."));
            }
        }
    }

    /// As the host's own network sees it.
    static Entry withoutPlace(Entry entry) {
        return entry.with(EntryOption.NETNS, "").with(EntryOption.TABLE, "").with(EntryOption.FWMARK, "");
    }
}
