package dev.dialtone.cli;

import dev.dialtone.api.DefaultRoutes;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;

/// What can be wrong between the routes of an entry.
final class EntryRoutes {
    private EntryRoutes() {}

    /// @throws RasException 87, naming the option and the destination
    static void check(Entry entry) {
        for (String route : entry.list(EntryOption.ROUTES)) {
            int at = route.indexOf('@');
            String prefix = at < 0 ? route : route.substring(0, at);
            boolean ipv4 = prefix.indexOf(':') < 0;
            if (DefaultRoutes.of(entry, ipv4)) {
                throw RasException.of(
                        RasError.INVALID_PARAMETER,
                        "routes: has " + prefix + ", and all of " + (ipv4 ? "IPv4" : "IPv6") + " goes through it"
                                + " already; needs default-route=false (--split), which sends only them");
            }
            if (entry.list(EntryOption.ROUTE_EXCLUDE).contains(prefix)) {
                throw RasException.of(
                        RasError.INVALID_PARAMETER,
                        "route-exclude: has " + prefix + ", which is in routes too; the exclusion would win");
            }
        }
    }
}
