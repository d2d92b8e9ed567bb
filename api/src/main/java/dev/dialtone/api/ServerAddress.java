package dev.dialtone.api;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One of an entry's servers.
///
/// @param host name or address, without brackets
/// @param port 1..65535; 0 for the entry's `port`
public record ServerAddress(String host, int port) {
    /// Most servers of one entry, its `server` included.
    public static final int MOST = 16;

    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[([^\\]]*)]|([^:\\[\\]]+)):([0-9]{1,5})");
    private static final Pattern BRACKETED = Pattern.compile("\\[([^\\]]*)]");
    private static final OptionKind PORT = OptionKind.range(1, 65535);

    /// Reads `HOST`, `HOST:PORT`, an IPv6 address, or one in brackets with a port behind it.
    ///
    /// @throws IllegalArgumentException what is wrong with it
    public static ServerAddress parse(String text) {
        String stripped = text.strip();
        Matcher ported = WITH_PORT.matcher(stripped);
        Matcher bracketed = BRACKETED.matcher(stripped);
        String host = stripped;
        int port = 0;
        if (ported.matches()) {
            host = ported.group(1) != null ? ported.group(1) : ported.group(2);
            port = Integer.parseInt(PORT.canonical(ported.group(3)));
        } else if (bracketed.matches()) {
            host = bracketed.group(1);
        }
        String canonical = OptionKind.HOST.canonical(host);
        if (canonical.isEmpty()) {
            throw new IllegalArgumentException("has a server without a name");
        }
        return new ServerAddress(canonical, port);
    }

    /// All servers of an entry in the order in which they are tried, each with its port; empty when it names none.
    public static List<ServerAddress> of(Entry entry) {
        String first = entry.text(EntryOption.SERVER);
        if (first.isEmpty()) {
            return List.of();
        }
        int usual = entry.number(EntryOption.PORT);
        LinkedHashSet<ServerAddress> servers = new LinkedHashSet<>();
        servers.add(new ServerAddress(first, usual));
        for (String alternate : entry.list(EntryOption.ALTERNATES)) {
            ServerAddress parsed = parse(alternate);
            servers.add(parsed.port() == 0 ? new ServerAddress(parsed.host(), usual) : parsed);
        }
        return List.copyOf(servers);
    }

    /// The entry with this one of its servers first, and the others behind it in their order.
    public Entry first(Entry entry) {
        List<ServerAddress> servers = new ArrayList<>(of(entry));
        if (!servers.remove(this)) {
            return entry;
        }
        return entry.with(EntryOption.SERVER, host)
                .with(EntryOption.PORT, port == Integer.parseInt(EntryOption.PORT.standard()) ? "" : "" + port)
                .with(
                        EntryOption.ALTERNATES,
                        String.join(
                                ",",
                                servers.stream().map(other -> other.text(port)).toList()));
    }

    /// As [#parse] reads it.
    ///
    /// @param usual a port that is not said
    public String text(int usual) {
        if (port == 0 || port == usual) {
            return host;
        }
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
