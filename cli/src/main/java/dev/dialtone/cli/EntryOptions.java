package dev.dialtone.cli;

import dev.dialtone.api.EntryOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The entry and the changes of `entry set` and `entry validate`: short options for the usual ones,
/// `KEY=VALUE` for all.
final class EntryOptions {
    @Parameters(index = "0", paramLabel = "NAME", description = "the entry")
    String name = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "KEY=VALUE",
            description = "any option by its key, see below; an empty value gives the default back")
    List<String> more = new ArrayList<>();

    @Option(names = "--protocol", paramLabel = "NAME", description = "protocol=NAME")
    @Nullable
    String protocol;

    @Option(names = "--server", paramLabel = "HOST", description = "server=HOST")
    @Nullable
    String server;

    @Option(names = "--port", paramLabel = "N", description = "port=N")
    @Nullable
    Integer port;

    @Option(names = "--ca", paramLabel = "FILE", description = "ca=@FILE: the text of FILE, read here and now")
    @Nullable
    String ca;

    @Option(names = "--user", paramLabel = "NAME", description = "user=NAME")
    @Nullable
    String user;

    @Option(names = "--domain", paramLabel = "NAME", description = "domain=NAME")
    @Nullable
    String domain;

    @Option(names = "--proxy", paramLabel = "URL", description = "proxy=URL: the HTTP proxy on the way, or none")
    @Nullable
    String proxy;

    @Option(
            names = "--split",
            description = "default-route=false: only --route, and what the server's network tells, goes through it")
    boolean split;

    @Option(names = "--route", paramLabel = "PREFIX", description = "routes=PREFIX,...; may be repeated")
    List<String> routes = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "PREFIX",
            description = "route-exclude=PREFIX,...: stays outside the connection; may be repeated")
    List<String> excluded = new ArrayList<>();

    @Option(names = "--always-on", description = "always-on=true: dialled by the manager itself, until hung up by hand")
    boolean alwaysOn;

    @Option(
            names = "--reconnect",
            description = "reconnect=true: dialled again when the established connection is lost")
    boolean reconnect;

    @Option(
            names = "--redial",
            paramLabel = "N",
            description = "redial-attempts=N: after an attempt that may be repeated")
    @Nullable
    Integer redial;

    /// In the order in which they are made.
    List<String> changes() {
        List<String> changes = new ArrayList<>();
        add(changes, EntryOption.PROTOCOL, protocol);
        add(changes, EntryOption.SERVER, server);
        add(changes, EntryOption.PORT, port == null ? null : port.toString());
        add(changes, EntryOption.CA, ca == null ? null : "@" + ca);
        add(changes, EntryOption.USER, user);
        add(changes, EntryOption.DOMAIN, domain);
        add(changes, EntryOption.PROXY, proxy);
        add(changes, EntryOption.DEFAULT_ROUTE, split ? "false" : null);
        add(changes, EntryOption.ROUTES, routes.isEmpty() ? null : String.join(",", routes));
        add(changes, EntryOption.ROUTE_EXCLUDE, excluded.isEmpty() ? null : String.join(",", excluded));
        add(changes, EntryOption.ALWAYS_ON, alwaysOn ? "true" : null);
        add(changes, EntryOption.RECONNECT, reconnect ? "true" : null);
        add(changes, EntryOption.REDIAL_ATTEMPTS, redial == null ? null : redial.toString());
        changes.addAll(more);
        return changes;
    }

    private static void add(List<String> changes, EntryOption option, @Nullable String value) {
        if (value != null) {
            changes.add(option.key() + "=" + value);
        }
    }
}
