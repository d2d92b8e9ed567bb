package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NotBuilt;
import dev.dialtone.api.RasException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The elements of a ProfileXML that say what an entry says otherwise than its original.
final class VpnProfileWriters {
    private static final String STEP = "  ";
    private static final Set<EntryOption> KNOWN = Set.of(
            EntryOption.PROTOCOL,
            EntryOption.SERVER,
            EntryOption.PORT,
            EntryOption.ALTERNATES,
            EntryOption.AUTHENTICATION,
            EntryOption.DEFAULT_ROUTE,
            EntryOption.CLASS_ROUTE,
            EntryOption.ROUTES,
            EntryOption.ROUTE_EXCLUDE,
            EntryOption.DOMAINS,
            EntryOption.ALWAYS_ON,
            EntryOption.METRIC,
            EntryOption.METRIC_IPV6,
            EntryOption.REMEMBER,
            EntryOption.TRUSTED_NETWORKS,
            EntryOption.DNS_REGISTRATION);

    private final XmlFile file;
    private final VpnProfileReading before;
    private final Entry entry;
    private final Edits edits;
    private final Set<XmlElement> gone = new HashSet<>();

    /// Elements to come, by what they belong into.
    private final Map<String, List<String>> coming = new LinkedHashMap<>();

    VpnProfileWriters(XmlFile file, VpnProfileReading before, Entry entry) {
        this.file = file;
        this.before = before;
        this.entry = entry;
        this.edits = new Edits(file.source());
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /// As a profile spells it.
    ///
    /// @throws RasException 87 for one that is no VPN's
    static String protocol(Entry entry) {
        return switch (entry.text(EntryOption.PROTOCOL)) {
            case "sstp" -> "Sstp";
            case "ikev2" -> "IKEv2";
            case "l2tp" -> "L2tp";
            case "pptp" -> "Pptp";
            case "automatic" -> "Automatic";
            default -> throw OneEntry.noPlace(entry, VpnProfile.WHAT);
        };
    }

    /// The text, changed where it has to be.
    ///
    /// @param named the element that has the entry's name; empty to leave it
    String text(String named) {
        if (!named.isEmpty()) {
            set(named, entry.name());
        }
        if (differs(EntryOption.PROTOCOL)) {
            set(VpnProfileReading.TYPE, protocol(entry));
        }
        if (differs(EntryOption.PROTOCOL)
                || differs(EntryOption.SERVER)
                || differs(EntryOption.PORT)
                || differs(EntryOption.ALTERNATES)) {
            servers();
        }
        if (differs(EntryOption.AUTHENTICATION)) {
            boolean eap = !entry.list(EntryOption.AUTHENTICATION).contains("mschapv2");
            set(VpnProfileReading.METHOD, eap ? "Eap" : "MSChapv2");
        }
        if (differs(EntryOption.DEFAULT_ROUTE)) {
            set(VpnProfileReading.POLICY, entry.flag(EntryOption.DEFAULT_ROUTE) ? "ForceTunnel" : "SplitTunnel");
        }
        if (differs(EntryOption.CLASS_ROUTE) || differs(EntryOption.DEFAULT_ROUTE)) {
            set(VpnProfileReading.CLASSLESS, Boolean.toString(!entry.flag(EntryOption.CLASS_ROUTE)));
        }
        if (differs(EntryOption.ALWAYS_ON) && NotBuilt.hasProtocol(entry.text(EntryOption.PROTOCOL))) {
            set(VpnProfileReading.ALWAYS_ON, entry.text(EntryOption.ALWAYS_ON));
        }
        if (differs(EntryOption.METRIC) || differs(EntryOption.METRIC_IPV6)) {
            String four = metric(EntryOption.METRIC);
            String six = metric(EntryOption.METRIC_IPV6);
            set(VpnProfileReading.METRIC4, four);
            set(VpnProfileReading.METRIC6, six.isEmpty() ? four : six);
        }
        VpnProfileReading.PLAIN.forEach((option, path) -> {
            if (differs(option)) {
                set(path, entry.text(option));
            }
        });
        if (differs(EntryOption.DNS_REGISTRATION)) {
            set(VpnProfileReading.REGISTRATION, isRegistered() ? "true" : "");
        }
        boolean through = differs(EntryOption.ROUTES) && !entry.flag(EntryOption.DEFAULT_ROUTE);
        if (through || differs(EntryOption.ROUTE_EXCLUDE)) {
            routes();
        }
        if (differs(EntryOption.DOMAINS)) {
            domains();
        }
        flush();
        return edits.text();
    }

    List<Remark> leftOut() {
        Set<EntryOption> known = new HashSet<>(KNOWN);
        boolean built = NotBuilt.hasProtocol(entry.text(EntryOption.PROTOCOL));
        if (!built || entry.text(EntryOption.SERVER).isEmpty()) {
            known.remove(EntryOption.PORT);
        }
        if (entry.text(EntryOption.SERVER).isEmpty()) {
            known.remove(EntryOption.ALTERNATES);
        }
        if (!built) {
            known.remove(EntryOption.ALWAYS_ON);
        }
        if (!isRegistered()) {
            known.remove(EntryOption.DNS_REGISTRATION);
        }
        if (entry.flag(EntryOption.DEFAULT_ROUTE)) {
            known.remove(EntryOption.CLASS_ROUTE);
            known.remove(EntryOption.ROUTES);
        }
        List<Remark> remarks = new ArrayList<>(OneEntry.leftOut(entry, before, known, VpnProfile.WHAT));
        List<String> methods = entry.list(EntryOption.AUTHENTICATION);
        if (differs(EntryOption.AUTHENTICATION)
                && !methods.equals(List.of("eap"))
                && !methods.equals(List.of("mschapv2"))) {
            remarks.add(Remark.leftOut(
                    EntryOption.AUTHENTICATION.key(),
                    entry.text(EntryOption.AUTHENTICATION),
                    VpnProfile.WHAT + " has Eap or MSChapv2 only"));
        }
        return remarks;
    }

    /// Empty for none.
    private String metric(EntryOption option) {
        return entry.number(option) == 0 ? "" : entry.text(option);
    }

    private boolean isRegistered() {
        return entry.text(EntryOption.DNS_REGISTRATION).equals(VpnProfileReading.REGISTERED);
    }

    private boolean differs(EntryOption option) {
        return !before.text(option).equals(entry.text(option));
    }

    /// What was said of a server before, as its friendly name, stays with it.
    private void servers() {
        String number = PbkServers.number(entry);
        if (number.isEmpty()) {
            set(VpnProfileReading.SERVERS, "");
            return;
        }
        String old = element(VpnProfileReading.SERVERS).map(XmlElement::text).orElse("");
        Map<String, String> before = new LinkedHashMap<>();
        for (String server : old.split(",", -1)) {
            VpnProfileReading.hosts(server).forEach(host -> before.putIfAbsent(host, server.strip()));
        }
        List<String> wanted = new ArrayList<>(List.of(number));
        wanted.addAll(entry.list(EntryOption.ALTERNATES));
        set(
                VpnProfileReading.SERVERS,
                String.join(
                        ",",
                        wanted.stream()
                                .map(server -> before.getOrDefault(server, server))
                                .toList()));
    }

    private Optional<XmlElement> element(String path) {
        return VpnProfileReading.leaves(file.root())
                .filter(leaf -> leaf.path().equals(path))
                .findFirst();
    }

    /// An empty value takes the element away.
    private void set(String path, String value) {
        Optional<XmlElement> there = element(path);
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1);
        if (value.isEmpty()) {
            there.ifPresent(this::remove);
        } else if (there.isEmpty()) {
            come(slash < 0 ? "" : path.substring(0, slash), tag(name, escaped(value)));
        } else if (there.get().isShort()) {
            edits.replace(there.get().whole(), tag(name, escaped(value)));
        } else {
            edits.replace(there.get().content(), escaped(value));
        }
    }

    private void remove(XmlElement element) {
        gone.add(element);
        edits.remove(element.whole());
    }

    private static String tag(String name, String content) {
        return "<" + name + ">" + content + "</" + name + ">";
    }

    private void come(String parent, String element) {
        coming.computeIfAbsent(parent, _ -> new ArrayList<>()).add(element);
    }

    /// Puts what is to come behind what is there, the deepest first, for what it belongs into may have to come too.
    private void flush() {
        while (!coming.isEmpty()) {
            String path = coming.keySet().stream()
                    .max((one, other) -> Long.compare(depth(one), depth(other)))
                    .orElseThrow();
            List<String> elements = Objects.requireNonNull(coming.remove(path));
            Optional<XmlElement> parent = find(file.root(), path);
            if (parent.isPresent()) {
                insert(parent.get(), elements);
            } else {
                int slash = path.lastIndexOf('/');
                come(
                        slash < 0 ? "" : path.substring(0, slash),
                        tag(path.substring(slash + 1), String.join("", elements)));
            }
        }
    }

    private static long depth(String path) {
        return path.isEmpty() ? -1 : path.chars().filter(c -> c == '/').count();
    }

    private static Optional<XmlElement> find(XmlElement element, String path) {
        if (element.path().equals(path)) {
            return Optional.of(element);
        }
        return element.children().stream()
                .flatMap(child -> find(child, path).stream())
                .findFirst();
    }

    private void insert(XmlElement parent, List<String> elements) {
        SourceText source = file.source();
        String end = source.lineEnd();
        String outer = source.indentation(parent.whole().begin());
        List<XmlElement> staying = parent.children().stream()
                .filter(child -> !gone.contains(child))
                .toList();
        if (parent.isLeaf()) {
            String all = String.join(end + outer + STEP, elements);
            String content = end + outer + STEP + all + end + outer;
            String name = parent.name();
            edits.replace(
                    parent.isShort() ? parent.whole() : parent.content(),
                    parent.isShort() ? tag(name, content) : content);
            return;
        }
        int at = staying.isEmpty()
                ? parent.content().begin()
                : staying.getLast().whole().end();
        String inner = source.indentation(parent.children().getLast().whole().begin());
        elements.forEach(element -> edits.insert(at, end + inner + element));
    }

    private void routes() {
        file.root().children(VpnProfileReading.ROUTE).forEach(this::remove);
        entry.list(EntryOption.ROUTES).forEach(route -> come("", route(route, false)));
        entry.list(EntryOption.ROUTE_EXCLUDE).forEach(route -> come("", route(route, true)));
    }

    private static String route(String text, boolean excluded) {
        int at = text.indexOf('@');
        String prefix = at < 0 ? text : text.substring(0, at);
        int slash = prefix.indexOf('/');
        String metric = at < 0 ? "" : tag("Metric", text.substring(at + 1));
        return tag(
                VpnProfileReading.ROUTE,
                tag("Address", prefix.substring(0, slash))
                        + tag("PrefixSize", prefix.substring(slash + 1))
                        + metric
                        + (excluded ? tag("ExclusionRoute", "true") : ""));
    }

    /// Suffixes that are searched, and a rule for each name that is only asked for; rules that stay are not touched.
    private void domains() {
        List<String> wanted = entry.list(EntryOption.DOMAINS);
        set(
                VpnProfileReading.SUFFIX,
                String.join(
                        ",",
                        wanted.stream()
                                .filter(domain -> !domain.startsWith("~"))
                                .toList()));
        List<String> there = new ArrayList<>();
        for (XmlElement rule : file.root().children(VpnProfileReading.NAMES)) {
            String domain = VpnProfileReading.domain(rule.text("DomainName"));
            if (domain.isEmpty() || wanted.contains(domain)) {
                there.add(domain);
            } else {
                remove(rule);
            }
        }
        for (String domain : wanted) {
            if (domain.startsWith("~") && !there.contains(domain)) {
                come("", tag(VpnProfileReading.NAMES, tag("DomainName", "." + domain.substring(1))));
            }
        }
    }
}
