package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NotBuilt;
import dev.dialtone.api.RasException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The options of a `peers` file that say what an entry says otherwise than its original.
final class PeerWriters {
    private static final Set<EntryOption> KNOWN = Set.of(
            EntryOption.PROTOCOL,
            EntryOption.USER,
            EntryOption.IPV4,
            EntryOption.IPV6,
            EntryOption.ADDRESS,
            EntryOption.DEFAULT_ROUTE,
            EntryOption.DNS,
            EntryOption.MTU,
            EntryOption.RECONNECT,
            EntryOption.REDIAL_ATTEMPTS,
            EntryOption.REDIAL_SECONDS,
            EntryOption.IDLE_TIMEOUT,
            EntryOption.SESSION_TIMEOUT,
            EntryOption.LINK_TIMEOUT);

    private final PeerFile file;
    private final PeerReading before;
    private final Entry entry;
    private final Edits edits;

    PeerWriters(PeerFile file, PeerReading before, Entry entry) {
        this.file = file;
        this.before = before;
        this.entry = entry;
        this.edits = new Edits(file.source());
    }

    /// @throws RasException 87 for a protocol that needs more than a file of pppd
    static String template(Entry entry) {
        String name = entry.name().replaceAll("[^A-Za-z0-9_.-]", "-");
        return switch (entry.text(EntryOption.PROTOCOL)) {
            case "sstp", "automatic" -> """
                pty "sstpc --ipparam %s --nolaunchpppd -"
                plugin sstp-pppd-plugin.so
                sstp-sock /var/run/sstpc/sstpc-%s
                noauth
                usepeerdns
                defaultroute
                """.formatted(name, name);
            case "pptp" -> """
                pty "pptp --nolaunchpppd -"
                noauth
                usepeerdns
                defaultroute
                """;
            default -> throw OneEntry.noPlace(entry, PeerConf.WHAT + " that is made anew");
        };
    }

    private boolean differs(EntryOption option) {
        return !before.text(option).equals(entry.text(option));
    }

    /// The text, changed where it has to be.
    String text() {
        if (differs(EntryOption.SERVER) || differs(EntryOption.PORT)) {
            server();
        }
        if (differs(EntryOption.USER)) {
            boolean named = file.option("user").isEmpty() && file.option("name").isPresent();
            set(named ? "name" : "user", quoted(entry.text(EntryOption.USER)));
        }
        if (differs(EntryOption.DEFAULT_ROUTE)) {
            boolean all = entry.flag(EntryOption.DEFAULT_ROUTE);
            flag("defaultroute", all);
            flag("replacedefaultroute", false);
            flag("defaultroute6", false);
            flag("nodefaultroute", false);
        }
        if (differs(EntryOption.DNS)) {
            flag("usepeerdns", entry.flag(EntryOption.DNS));
        }
        if (differs(EntryOption.IPV4)) {
            flag("noip", !entry.flag(EntryOption.IPV4));
        }
        if (differs(EntryOption.IPV6)) {
            flag("noipv6", !entry.flag(EntryOption.IPV6));
        }
        if (differs(EntryOption.RECONNECT)) {
            flag("persist", entry.flag(EntryOption.RECONNECT));
        }
        if (differs(EntryOption.ADDRESS)) {
            address();
        }
        number(EntryOption.MTU, "mtu");
        number(EntryOption.REDIAL_SECONDS, "holdoff");
        number(EntryOption.IDLE_TIMEOUT, "idle");
        number(EntryOption.SESSION_TIMEOUT, "maxconnect");
        if (differs(EntryOption.REDIAL_ATTEMPTS)) {
            int attempts = entry.number(EntryOption.REDIAL_ATTEMPTS);
            set("maxfail", Integer.toString(attempts + 1));
        }
        if (differs(EntryOption.LINK_TIMEOUT)) {
            silence(entry.number(EntryOption.LINK_TIMEOUT));
        }
        return edits.text();
    }

    List<Remark> leftOut() {
        Set<EntryOption> known = new LinkedHashSet<>(KNOWN);
        if (placeOfServer().isPresent() && !entry.text(EntryOption.SERVER).isEmpty()) {
            known.add(EntryOption.SERVER);
            if (NotBuilt.hasProtocol(entry.text(EntryOption.PROTOCOL))) {
                known.add(EntryOption.PORT);
            }
        }
        return new ArrayList<>(OneEntry.leftOut(entry, before, known, PeerConf.WHAT));
    }

    /// Where the server stands in the command of the tunnel.
    private Optional<Stretch> placeOfServer() {
        Optional<Leaf> pty = file.option("pty");
        Optional<Leaf> named = file.option("pptp_server");
        if (named.isPresent()) {
            return named.map(Leaf::raw);
        }
        String old = pty.flatMap(leaf -> PeerReading.server(leaf.value())).orElse("-");
        if (pty.isEmpty() || !Set.of("sstp", "pptp").contains(before.text(EntryOption.PROTOCOL))) {
            return Optional.empty();
        }
        Stretch raw = pty.get().raw();
        int at = raw.of(file.source().text()).lastIndexOf(old.equals("-") ? " -" : old);
        if (at < 0) {
            return Optional.empty();
        }
        int begin = raw.begin() + at + (old.equals("-") ? 1 : 0);
        return Optional.of(new Stretch(begin, begin + old.length()));
    }

    private void server() {
        String number = PbkServers.number(entry);
        placeOfServer().ifPresent(place -> edits.replace(place, number.isEmpty() ? "-" : number));
    }

    private void number(EntryOption option, String key) {
        if (differs(option)) {
            boolean usual = entry.text(option).equals(option.standard());
            set(key, usual ? "" : entry.text(option));
        }
    }

    /// As a number of echoes, each after a pause, that come to it.
    private void silence(int seconds) {
        int failure = 5;
        while (seconds % failure != 0) {
            failure--;
        }
        set("lcp-echo-interval", Integer.toString(seconds / failure));
        set("lcp-echo-failure", Integer.toString(failure));
    }

    private void address() {
        String text = entry.text(EntryOption.ADDRESS);
        Optional<Leaf> there = file.option(PeerFile.ADDRESSES);
        if (there.isPresent()) {
            String other = there.get().value().substring(there.get().value().indexOf(':'));
            edits.replace(there.get().raw(), text + other);
        } else if (!text.isEmpty()) {
            add(text + ":");
        }
    }

    private void flag(String word, boolean on) {
        Optional<Leaf> there = file.option(word);
        if (on && there.isEmpty()) {
            add(word);
        } else if (!on) {
            file.options().stream().filter(leaf -> leaf.key().equals(word)).forEach(leaf -> edits.remove(leaf.whole()));
        }
    }

    /// An empty value takes the option away.
    private void set(String key, String value) {
        Optional<Leaf> there = file.option(key);
        if (value.isEmpty()) {
            file.options().stream().filter(leaf -> leaf.key().equals(key)).forEach(leaf -> edits.remove(leaf.whole()));
        } else if (there.isPresent()) {
            edits.replace(there.get().raw(), value);
        } else {
            add(key + " " + value);
        }
    }

    private void add(String line) {
        String text = file.source().text();
        String end = file.source().lineEnd();
        boolean ended = text.endsWith("\n") || text.isEmpty();
        edits.insert(text.length(), ended ? line + end : end + line);
    }

    /// An empty text stays empty.
    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_.@%+-]*")
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
