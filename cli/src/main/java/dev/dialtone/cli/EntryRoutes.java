package dev.dialtone.cli;

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
            if (entry.list(EntryOption.ROUTE_EXCLUDE).contains(prefix)) {
                throw RasException.of(
                        RasError.INVALID_PARAMETER,
                        "route-exclude: has " + prefix + ", which is in routes too; the exclusion would win");
            }
        }
    }
}
