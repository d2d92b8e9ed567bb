package dev.dialtone.host;

import dev.dialtone.core.Decoded;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The text form of a [HostChange]: a field `kind` and one per component. A field nobody knows is a complaint, not
/// an extra: a change that is only half understood must not be undone by halves.
final class HostChangeFields {
    /// Longest resolv.conf that is taken, in characters.
    static final int MAX_ORIGINAL = 64 * 1024;

    private static final int MAX_PATH = 4096;
    private static final int MAX_MTU = 65_535;
    private static final int MAX_FOLDERS = 2;

    /// Of a change inside a network namespace, beside the fields that it has outside.
    private static final String INSIDE = "namespace";
    private static final int MAX_PORT = 65_535;

    /// Longest name of an entry, in characters.
    private static final int MAX_LABEL = 256;

    private HostChangeFields() {}

    static Map<String, String> encode(HostChange change) {
        Map<String, String> fields = new LinkedHashMap<>();
        switch (change) {
            case HostChange.Device(String name) -> {
                fields.put("kind", "device");
                fields.put("name", name);
            }
            case HostChange.LinkUp(String link, int mtuBytes) -> {
                fields.put("kind", "link-up");
                fields.put("link", link);
                fields.put("mtu", Integer.toString(mtuBytes));
            }
            case HostChange.Address(String link, InetAddress address, int prefixLength, InetAddress peer) -> {
                fields.put("kind", "address");
                fields.put("link", link);
                fields.put("address", text(address));
                fields.put("prefix", Integer.toString(prefixLength));
                putIfGiven(fields, "peer", peer);
            }
            case HostChange.Route(
                    InetAddress destination,
                    int prefix,
                    String link,
                    InetAddress gateway,
                    int metric,
                    int table) -> {
                fields.put("kind", "route");
                fields.put("destination", text(destination));
                fields.put("prefix", Integer.toString(prefix));
                fields.put("link", link);
                putIfGiven(fields, "gateway", gateway);
                fields.put("metric", Integer.toUnsignedString(metric));
                if (table != 0) {
                    fields.put("table", Integer.toString(table));
                }
            }
            case HostChange.Rule rule -> putRule(fields, rule);
            case HostChange.Unreachable(InetAddress destination, int prefix) -> {
                fields.put("kind", "unreachable");
                fields.put("destination", text(destination));
                fields.put("prefix", Integer.toString(prefix));
            }
            case HostChange.KillSwitch(String name, InetAddress server, int port) -> {
                fields.put("kind", "kill-switch");
                fields.put("name", name);
                fields.put("server", text(server));
                fields.put("port", Integer.toString(port));
            }
            case HostChange.ResolvConf(String path, String original) -> {
                fields.put("kind", "resolv-conf");
                fields.put("path", path);
                fields.put("original", original);
            }
            case HostChange.NewResolvConf(String path, int folders) -> {
                fields.put("kind", "new-resolv-conf");
                fields.put("path", path);
                fields.put("folders", Integer.toString(folders));
            }
            case HostChange.Namespace(String name) -> {
                fields.put("kind", "namespace");
                fields.put("name", name);
            }
            case HostChange.OwnedNamespace(String name, int uid, int gid) -> {
                fields.put("kind", "owned-namespace");
                fields.put("name", name);
                fields.put("uid", Integer.toUnsignedString(uid));
                fields.put("gid", Integer.toUnsignedString(gid));
            }
            case HostChange.Inside(String namespace, HostChange inner) -> {
                fields.putAll(encode(inner));
                fields.put(INSIDE, namespace);
            }
            case HostChange.ResolvedLinks() -> fields.put("kind", "resolved-links");
            case HostChange.Unmanaged(String link) -> {
                fields.put("kind", "unmanaged");
                fields.put("link", link);
            }
            case HostChange.FirewallZone(String link, String zone, String before) -> {
                fields.put("kind", "firewall-zone");
                fields.put("link", link);
                fields.put("zone", zone);
                if (!before.isEmpty()) {
                    fields.put("before", before);
                }
            }
        }
        return fields;
    }

    private static void putRule(Map<String, String> fields, HostChange.Rule rule) {
        fields.put("kind", "rule");
        switch (rule.traffic()) {
            case Traffic.From(InetAddress address) -> {
                fields.put("traffic", "from");
                fields.put("address", text(address));
            }
            case Traffic.BoundTo(String link, boolean ipv6) -> {
                fields.put("traffic", "bound");
                fields.put("link", link);
                fields.put("family", ipv6 ? "ipv6" : "ipv4");
            }
            case Traffic.Marked(int mark, boolean ipv6) -> {
                fields.put("traffic", "marked");
                fields.put("mark", Integer.toUnsignedString(mark));
                fields.put("family", ipv6 ? "ipv6" : "ipv4");
            }
        }
        fields.put("priority", Integer.toString(rule.priority()));
        fields.put("table", Integer.toString(rule.table()));
    }

    private static void putIfGiven(Map<String, String> fields, String name, @Nullable InetAddress address) {
        if (address != null) {
            fields.put(name, text(address));
        }
    }

    // without the scope: on the wire of netlink an address has none
    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    static Decoded<HostChange> decode(Map<String, String> fields) {
        try {
            return Decoded.ok(change(fields), fields.size());
        } catch (Complaint e) {
            return Decoded.malformed(e.text, 0);
        }
    }

    private static HostChange change(Map<String, String> fields) throws Complaint {
        if (!fields.containsKey(INSIDE)) {
            return new Reader(fields).change();
        }
        String namespace = new Reader(fields).namespace(INSIDE);
        Map<String, String> inner = new LinkedHashMap<>(fields);
        inner.remove(INSIDE);
        HostChange change = new Reader(inner).change();
        boolean outside = change instanceof HostChange.Namespace
                || change instanceof HostChange.OwnedNamespace
                || change instanceof HostChange.KillSwitch;
        if (outside) {
            throw new Complaint(INSIDE, "not inside a namespace");
        }
        return change.in(namespace);
    }

    /// Control flow within this file only.
    private static final class Complaint extends Exception {
        private static final long serialVersionUID = 1L;

        private final String text;

        Complaint(String field, String text) {
            super(null, null, false, false);
            this.text = "field \"" + field + "\": " + text;
        }
    }

    private record Reader(Map<String, String> fields) {

        HostChange change() throws Complaint {
            return switch (need("kind")) {
                case "device" -> {
                    only("name");
                    yield new HostChange.Device(link("name"));
                }
                case "link-up" -> {
                    only("link", "mtu");
                    yield new HostChange.LinkUp(link("link"), number("mtu", 1, MAX_MTU));
                }
                case "address" -> {
                    only("link", "address", "prefix", "peer");
                    InetAddress address = address("address");
                    yield new HostChange.Address(
                            link("link"),
                            address,
                            prefix(address),
                            fields.containsKey("peer") ? address("peer") : null);
                }
                case "route" -> {
                    only("destination", "prefix", "link", "gateway", "metric", "table");
                    InetAddress destination = address("destination");
                    yield new HostChange.Route(
                            destination,
                            prefix(destination),
                            link("link"),
                            fields.containsKey("gateway") ? address("gateway") : null,
                            unsigned("metric"),
                            fields.containsKey("table") ? table() : 0);
                }
                case "unreachable" -> {
                    only("destination", "prefix");
                    InetAddress destination = address("destination");
                    yield new HostChange.Unreachable(destination, prefix(destination));
                }
                case "rule" ->
                    new HostChange.Rule(
                            traffic(),
                            number("priority", HostChange.Rule.FIRST_PRIORITY, HostChange.Rule.LAST_PRIORITY),
                            table());
                case "kill-switch" -> {
                    only("name", "server", "port");
                    yield new HostChange.KillSwitch(label(), address("server"), number("port", 1, MAX_PORT));
                }
                case "resolv-conf" -> {
                    only("path", "original");
                    yield new HostChange.ResolvConf(path(), original());
                }
                case "new-resolv-conf" -> {
                    only("path", "folders");
                    yield new HostChange.NewResolvConf(path(), number("folders", 0, MAX_FOLDERS));
                }
                case "namespace" -> {
                    only("name");
                    yield new HostChange.Namespace(namespace("name"));
                }
                case "owned-namespace" -> {
                    only("name", "uid", "gid");
                    int uid = unsigned("uid");
                    if (uid == 0) {
                        throw new Complaint("uid", "not a user's");
                    }
                    yield new HostChange.OwnedNamespace(namespace("name"), uid, unsigned("gid"));
                }
                case "resolved-links" -> {
                    only();
                    yield new HostChange.ResolvedLinks();
                }
                case "unmanaged" -> {
                    only("link");
                    yield new HostChange.Unmanaged(link("link"));
                }
                case "firewall-zone" -> {
                    only("link", "zone", "before");
                    yield new HostChange.FirewallZone(
                            link("link"), zone("zone"), fields.containsKey("before") ? zone("before") : "");
                }
                default -> throw new Complaint("kind", "no such change");
            };
        }

        private void only(String... known) throws Complaint {
            Set<String> extra = new TreeSet<>(fields.keySet());
            extra.remove("kind");
            for (String name : known) {
                extra.remove(name);
            }
            if (!extra.isEmpty()) {
                throw new Complaint(printable(extra.iterator().next()), "unknown here");
            }
        }

        private String need(String name) throws Complaint {
            String value = fields.get(name);
            if (value == null) {
                throw new Complaint(name, "missing");
            }
            return value;
        }

        private String link(String name) throws Complaint {
            String value = need(name);
            if (!InterfaceName.valid(value)) {
                throw new Complaint(name, "not an interface name of ours");
            }
            return value;
        }

        private String namespace(String name) throws Complaint {
            String value = need(name);
            if (!NetworkNamespace.valid(value)) {
                throw new Complaint(name, "not the name of a network namespace");
            }
            return value;
        }

        private String zone(String name) throws Complaint {
            String value = need(name);
            if (!Firewalld.validZone(value)) {
                throw new Complaint(name, "not the name of a firewall zone");
            }
            return value;
        }

        private String label() throws Complaint {
            String value = need("name");
            if (value.isEmpty() || value.length() > MAX_LABEL) {
                throw new Complaint("name", "not of 1 to " + MAX_LABEL + " characters");
            }
            return value;
        }

        private int number(String name, int least, int most) throws Complaint {
            String value = need(name);
            // parseInt would take a sign and other scripts' digits
            if (value.matches("[0-9]{1,9}")) {
                int number = Integer.parseInt(value);
                if (number >= least && number <= most) {
                    return number;
                }
            }
            throw new Complaint(name, "not a number from " + least + " to " + most);
        }

        private int unsigned(String name) throws Complaint {
            String value = need(name);
            if (value.matches("[0-9]{1,10}") && Long.parseLong(value) <= 0xffff_ffffL) {
                return Integer.parseUnsignedInt(value);
            }
            throw new Complaint(name, "not a number from 0 to 4294967295");
        }

        private int table() throws Complaint {
            int number = unsigned("table");
            if (HostChange.isTable(number)) {
                return number;
            }
            throw new Complaint("table", "not a routing table of a connection");
        }

        private Traffic traffic() throws Complaint {
            String kind = need("traffic");
            switch (kind) {
                case "from" -> {
                    only("traffic", "address", "priority", "table");
                    InetAddress address = address("address");
                    if (address.isAnyLocalAddress()) {
                        throw new Complaint("address", "not one address");
                    }
                    return new Traffic.From(address);
                }
                case "bound" -> {
                    only("traffic", "link", "family", "priority", "table");
                    return new Traffic.BoundTo(link("link"), ipv6());
                }
                case "marked" -> {
                    only("traffic", "mark", "family", "priority", "table");
                    int mark = unsigned("mark");
                    if (mark == 0) {
                        throw new Complaint("mark", "not a mark");
                    }
                    return new Traffic.Marked(mark, ipv6());
                }
                default -> throw new Complaint("traffic", "no such traffic");
            }
        }

        private boolean ipv6() throws Complaint {
            return switch (need("family")) {
                case "ipv4" -> false;
                case "ipv6" -> true;
                default -> throw new Complaint("family", "neither ipv4 nor ipv6");
            };
        }

        private int prefix(InetAddress of) throws Complaint {
            return number("prefix", 0, RouteNetlink.bits(of));
        }

        private InetAddress address(String name) throws Complaint {
            String value = need(name);
            try {
                InetAddress address = InetAddress.ofLiteral(value);
                // only the form that is written: no scopes, no octal, no short forms
                if (text(address).equals(value)) {
                    return address;
                }
            } catch (IllegalArgumentException e) {
                // said below
            }
            throw new Complaint(name, "not an IP address");
        }

        private String path() throws Complaint {
            String value = need("path");
            try {
                if (value.length() <= MAX_PATH && Path.of(value).isAbsolute()) {
                    return value;
                }
            } catch (InvalidPathException e) {
                // said below
            }
            throw new Complaint("path", "not an absolute path");
        }

        private String original() throws Complaint {
            String value = need("original");
            if (value.length() > MAX_ORIGINAL) {
                throw new Complaint("original", "longer than " + MAX_ORIGINAL + " characters");
            }
            return value;
        }
    }

    private static String printable(String name) {
        return name.length() <= 32 && name.matches("[A-Za-z0-9_.-]+") ? name : "?";
    }
}
