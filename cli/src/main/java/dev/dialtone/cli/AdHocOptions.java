package dev.dialtone.cli;

import dev.dialtone.api.EntryOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options of a dial without a stored entry.
final class AdHocOptions {
    @Option(names = "--protocol", paramLabel = "NAME", description = "without an entry: the protocol, sstp")
    @Nullable
    String protocol;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "without an entry: certificates (PEM) to trust instead of the system's")
    @Nullable
    String ca;

    @Option(
            names = "--proxy",
            paramLabel = "URL",
            description = "without an entry: the HTTP proxy on the way, http://HOST:PORT, or none")
    @Nullable
    String proxy;

    @Option(
            names = "-o",
            paramLabel = "KEY=VALUE",
            description = "without an entry: any option that `entry set` knows; may be repeated")
    List<String> more = new ArrayList<>();

    boolean given() {
        return protocol != null || ca != null || proxy != null || !more.isEmpty();
    }

    /// As changes of an entry.
    List<String> changes() {
        List<String> changes = new ArrayList<>();
        if (protocol != null) {
            changes.add(EntryOption.PROTOCOL.key() + "=" + protocol);
        }
        if (ca != null) {
            changes.add(EntryOption.CA.key() + "=@" + ca);
        }
        if (proxy != null) {
            changes.add(EntryOption.PROXY.key() + "=" + proxy);
        }
        changes.addAll(more);
        return changes;
    }
}
