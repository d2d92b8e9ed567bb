package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasException;
import dev.dialtone.api.ServerAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The settings of a connection of a `swanctl.conf` that say what an entry says otherwise than its original.
final class SwanWriters {
    private static final String STEP = "    ";
    private static final Set<EntryOption> KNOWN = Set.of(
            EntryOption.PROTOCOL,
            EntryOption.SERVER,
            EntryOption.ALTERNATES,
            EntryOption.SERVER_NAME,
            EntryOption.USER,
            EntryOption.AUTHENTICATION,
            EntryOption.IPV4,
            EntryOption.IPV6,
            EntryOption.ADDRESS,
            EntryOption.DEFAULT_ROUTE,
            EntryOption.ROUTES);

    private final SwanPiece piece;
    private final SwanReading before;
    private final Entry entry;
    private final Edits edits;

    SwanWriters(SwanPiece piece, SwanReading before, Entry entry) {
        this.piece = piece;
        this.before = before;
        this.entry = entry;
        this.edits = new Edits(piece.source());
    }

    /// A name as sections may have it.
    static String label(String name) {
        return name.strip().replaceAll("[\\s.,:{}=\"#]", "-");
    }

    /// @throws RasException 87 for a protocol that strongSwan has not
    static SwanPiece template(Entry entry) {
        if (!entry.text(EntryOption.PROTOCOL).equals("ikev2")) {
            throw OneEntry.noPlace(entry, SwanConf.WHAT);
        }
        String name = label(entry.name());
        String text = """
            connections {
                %s {
                    version = 2
                    vips = 0.0.0.0, ::
                    local {
                        auth = eap
                    }
                    remote {
                        auth = pubkey
                    }
                    children {
                        %s {
                            remote_ts = 0.0.0.0/0, ::/0
                        }
                    }
                }
            }
            """.formatted(name, name);
        return SwanPiece.of(text, 1).orElseThrow(() -> new IllegalStateException("the template has no connection"));
    }

    private boolean differs(EntryOption option) {
        return !before.text(option).equals(entry.text(option));
    }

    /// The text with what is put around it, changed where it has to be.
    ///
    /// @throws RasException 87 for a protocol that it was not imported with
    String text(boolean renamed) {
        SwanSection connection = piece.connection();
        if (differs(EntryOption.PROTOCOL)) {
            throw OneEntry.noPlace(
                    entry, SwanConf.WHAT + " that was one of protocol=" + before.text(EntryOption.PROTOCOL));
        }
        if (renamed) {
            edits.replace(connection.label(), label(entry.name()));
        }
        if (differs(EntryOption.SERVER) || differs(EntryOption.ALTERNATES)) {
            servers(connection);
        }
        if (differs(EntryOption.USER)) {
            set(round(connection, "local"), SwanReading.USER, entry.text(EntryOption.USER), "local");
        }
        if (differs(EntryOption.AUTHENTICATION)
                && entry.text(EntryOption.AUTHENTICATION).equals("eap")) {
            set(round(connection, "local"), "auth", "eap", "local");
        }
        if (differs(EntryOption.SERVER_NAME)) {
            set(round(connection, "remote"), "id", entry.text(EntryOption.SERVER_NAME), "remote");
        }
        if (differs(EntryOption.IPV4) || differs(EntryOption.IPV6) || differs(EntryOption.ADDRESS)) {
            set(Optional.of(connection), SwanReading.VIPS, vips(), "");
        }
        if (differs(EntryOption.DEFAULT_ROUTE) || differs(EntryOption.ROUTES)) {
            routes(connection);
        }
        return edits.text();
    }

    List<Remark> leftOut() {
        List<Remark> remarks = new ArrayList<>(OneEntry.leftOut(entry, before, KNOWN, SwanConf.WHAT));
        String methods = entry.text(EntryOption.AUTHENTICATION);
        if (differs(EntryOption.AUTHENTICATION) && !methods.equals("eap")) {
            remarks.add(Remark.leftOut(EntryOption.AUTHENTICATION.key(), methods, SwanConf.WHAT + " has eap of these"));
        }
        if (!label(entry.name()).equals(entry.name())) {
            remarks.add(Remark.note("its name is " + label(entry.name()) + " there"));
        }
        if (entry.text(EntryOption.ROUTES).indexOf('@') >= 0) {
            remarks.add(Remark.leftOut(
                    EntryOption.ROUTES.key(), entry.text(EntryOption.ROUTES), "metrics have no place there"));
        }
        if (entry.flag(EntryOption.DEFAULT_ROUTE) && differs(EntryOption.ROUTES)) {
            remarks.add(Remark.leftOut(
                    EntryOption.ROUTES.key(),
                    entry.text(EntryOption.ROUTES),
                    "everything goes through the connection"));
        }
        boolean some = entry.list(EntryOption.ROUTES).stream()
                .anyMatch(route -> !route.startsWith(SwanReading.ALL4) && !route.startsWith(SwanReading.ALL6));
        if (!entry.flag(EntryOption.DEFAULT_ROUTE) && !some) {
            remarks.add(Remark.leftOut(
                    EntryOption.DEFAULT_ROUTE.key(), "false", "a tunnel there is for some destinations or for all"));
        }
        boolean ported = entry.list(EntryOption.ALTERNATES).stream()
                .anyMatch(other -> ServerAddress.parse(other).port() != 0);
        boolean lost = entry.text(EntryOption.SERVER).isEmpty()
                && !entry.text(EntryOption.ALTERNATES).isEmpty();
        if (ported || lost) {
            remarks.add(Remark.leftOut(
                    EntryOption.ALTERNATES.key(),
                    entry.text(EntryOption.ALTERNATES),
                    ported ? "ports have no place there" : "without a server there are no others"));
        }
        if (entry.text(EntryOption.USER).startsWith("%")) {
            remarks.add(Remark.leftOut(
                    EntryOption.USER.key(), entry.text(EntryOption.USER), "names in % are patterns there"));
        }
        if (!entry.text(EntryOption.SERVER_NAME).isEmpty()
                && entry.text(EntryOption.SERVER_NAME).equals(entry.text(EntryOption.SERVER))) {
            remarks.add(Remark.note("server-name is the server's, and says nothing"));
        }
        return remarks;
    }

    private static Optional<SwanSection> round(SwanSection connection, String called) {
        return connection.rounds(called).stream().findFirst();
    }

    /// Patterns and ranges, which nobody can call, stay behind them.
    private void servers(SwanSection connection) {
        String old = connection.value(SwanReading.SERVERS);
        List<String> all = new ArrayList<>();
        String server = entry.text(EntryOption.SERVER);
        if (!server.isEmpty()) {
            all.add(server);
            entry.list(EntryOption.ALTERNATES)
                    .forEach(other -> all.add(ServerAddress.parse(other).host()));
        }
        List<String> hosts = SwanReading.hosts(old);
        SwanReading.list(old).stream().filter(host -> !hosts.contains(host)).forEach(all::add);
        set(Optional.of(connection), SwanReading.SERVERS, String.join(", ", all), "");
    }

    private String vips() {
        List<String> vips = new ArrayList<>();
        if (entry.flag(EntryOption.IPV4)) {
            String address = entry.text(EntryOption.ADDRESS);
            vips.add(address.isEmpty() ? "0.0.0.0" : address);
        }
        if (entry.flag(EntryOption.IPV6)) {
            vips.add("::");
        }
        return String.join(", ", vips);
    }

    private void routes(SwanSection connection) {
        List<String> routes = entry.list(EntryOption.ROUTES).stream()
                .map(route -> route.replaceFirst("@.*", ""))
                .toList();
        boolean all = entry.flag(EntryOption.DEFAULT_ROUTE);
        String selectors = all
                ? SwanReading.ALL4 + ", " + SwanReading.ALL6
                : routes.isEmpty() ? "dynamic" : String.join(", ", routes);
        List<SwanSection> children = connection.sections("children").stream()
                .flatMap(section -> section.sections().stream())
                .toList();
        if (children.isEmpty()) {
            add(
                    connection,
                    "children {",
                    List.of(
                            STEP + label(entry.name()) + " {",
                            STEP + STEP + SwanReading.REMOTE_TS + " = " + selectors,
                            STEP + "}",
                            "}"));
            return;
        }
        set(Optional.of(children.getFirst()), SwanReading.REMOTE_TS, selectors, "");
        children.stream().skip(1).forEach(child -> set(Optional.of(child), SwanReading.REMOTE_TS, "", ""));
    }

    /// @param missing name of the section to make when there is none
    private void set(Optional<SwanSection> section, String key, String value, String missing) {
        if (section.isEmpty()) {
            if (!value.isEmpty()) {
                add(piece.connection(), missing + " {", List.of(STEP + key + " = " + quoted(value), "}"));
            }
            return;
        }
        Optional<Leaf> there = section.get().setting(key);
        if (value.isEmpty()) {
            there.ifPresent(leaf -> edits.remove(leaf.whole()));
        } else if (there.isPresent()) {
            Stretch raw = there.get().raw();
            edits.replace(raw, (raw.isEmpty() ? " " : "") + quoted(value));
        } else {
            add(section.get(), key + " = " + quoted(value), List.of());
        }
    }

    /// Lines at the beginning of a section.
    private void add(SwanSection section, String first, List<String> more) {
        SourceText source = piece.source();
        int at = section.body().begin();
        String outer = source.indentation(section.label().begin());
        StringBuilder text =
                new StringBuilder(source.lineEnd()).append(outer).append(STEP).append(first);
        more.forEach(
                line -> text.append(source.lineEnd()).append(outer).append(STEP).append(line));
        String rest = source.text().substring(at).lines().findFirst().orElse("");
        // what stands behind the brace on its line would belong to the value
        edits.insert(
                at,
                rest.isBlank()
                        ? text.toString()
                        : text.append(source.lineEnd())
                                .append(outer)
                                .append(STEP)
                                .toString());
    }

    private static String quoted(String value) {
        boolean plain = value.matches("[^\\s#{}\"\\\\][^#{}\"\\\\]*") && value.equals(value.strip());
        return plain ? value : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
