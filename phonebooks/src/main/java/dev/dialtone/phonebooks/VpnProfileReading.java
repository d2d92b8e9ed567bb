package dev.dialtone.phonebooks;

import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NotBuilt;
import dev.dialtone.api.OptionKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a ProfileXML comes to.
final class VpnProfileReading extends Reading {
    static final String SERVERS = "NativeProfile/Servers";
    static final String TYPE = "NativeProfile/NativeProtocolType";
    static final String METHOD = "NativeProfile/Authentication/UserMethod";
    static final String POLICY = "NativeProfile/RoutingPolicyType";
    static final String CLASSLESS = "NativeProfile/DisableClassBasedDefaultRoute";
    static final String SUFFIX = "DnsSuffix";
    static final String ALWAYS_ON = "AlwaysOn";
    static final String REGISTRATION = "RegisterDNS";

    /// What of [EntryOption#DNS_REGISTRATION] it has: the machine's name, without more.
    static final String REGISTERED = "address";

    static final String METRIC4 = "IPv4InterfaceMetric";
    static final String METRIC6 = "IPv6InterfaceMetric";
    static final String ROUTE = "Route";
    static final String NAMES = "DomainNameInformation";
    static final String PLUGIN_CONFIGURATION = "PluginProfile/CustomConfiguration";

    /// Elements whose values are those of an option; in its order, so that a file is always written the same.
    static final Map<EntryOption, String> PLAIN = Collections.unmodifiableMap(new EnumMap<>(Map.of(
            EntryOption.REMEMBER, "RememberCredentials", EntryOption.TRUSTED_NETWORKS, "TrustedNetworkDetection")));

    private static final String EAP = "NativeProfile/Authentication/Eap";
    private static final String SPLIT = "splittunnel";
    private static final Set<String> KEPT = Set.of("ProfileName", "EdpModeId", "RequireVpnClientAppUI");
    private static final Map<String, String> WHY = Map.ofEntries(
            Map.entry(
                    "NativeProfile/Authentication", "client certificates are given here with the entry's own options"),
            Map.entry("NativeProfile/CryptographySuite", "for IKEv2 and L2TP, which choose their own"),
            Map.entry("NativeProfile/ProtocolList", "the order of protocols is the manager's"),
            Map.entry("NativeProfile/L2tpPsk", "a secret is never kept in a phone book"),
            Map.entry("NativeProfile/PlumbIKEv2TSAsRoutes", "for IKEv2, which is not built yet"),
            Map.entry("TrafficFilter", "what may enter is not chosen by program"),
            Map.entry("AppTrigger", "nothing is dialled by a trigger"),
            Map.entry("Proxy", "a proxy for programs behind the connection is not set"),
            Map.entry("ByPassForLocal", "a proxy for programs behind the connection is not set"),
            Map.entry("DeviceTunnel", "always-on entries are dialled at the start of the machine in any case"),
            Map.entry("LockDown", "kill-switch=true is what comes next to it"),
            Map.entry("UseRasCredentials", "the sign-in is not used for services behind the connection"),
            Map.entry("DataEncryption", "how strong the cipher is, is for the protocol to negotiate"),
            Map.entry("DisableIKEv2Fragmentation", "for IKEv2, which is not built yet"),
            Map.entry("NetworkOutageTime", "for IKEv2, which is not built yet"),
            Map.entry("PrivateNetwork", "firewall-zone says what the interface is for a firewall"),
            Map.entry("DeviceCompliance", "for Microsoft's directory"),
            Map.entry("PluginProfile", "a plug-in of Windows cannot run here"),
            Map.entry(NAMES, "domains=~SUFFIX asks for a suffix through the connection, of its own name servers"));

    private final XmlFile file;
    private final Map<String, Leaf> leaves = new LinkedHashMap<>();

    private VpnProfileReading(XmlFile file) {
        this.file = file;
        leaves(file.root()).forEach(element -> leaves.putIfAbsent(element.path(), file.leaf(element)));
    }

    static VpnProfileReading of(XmlFile file) {
        VpnProfileReading reading = new VpnProfileReading(file);
        reading.protocol();
        reading.servers();
        reading.signIn();
        reading.routes();
        reading.names();
        reading.life();
        reading.metrics();
        reading.plain();
        reading.rest();
        return reading;
    }

    /// The elements without others in them, in order.
    static Stream<XmlElement> leaves(XmlElement element) {
        return element.isLeaf()
                ? Stream.of(element)
                : element.children().stream().flatMap(VpnProfileReading::leaves);
    }

    /// The first of this path that has a value.
    private Optional<Leaf> leaf(String path) {
        return Optional.ofNullable(leaves.get(path))
                .filter(leaf -> !leaf.value().isEmpty());
    }

    private static String lower(Leaf leaf) {
        return leaf.value().toLowerCase(Locale.ROOT);
    }

    private void protocol() {
        if (file.root().children("NativeProfile").isEmpty()) {
            missing(
                    file.source().line(file.root().whole().begin()),
                    "NativeProfile",
                    "a NativeProfile; a plug-in of Windows cannot run here");
            return;
        }
        Optional<Leaf> type = leaf(TYPE);
        type.ifPresent(leaf -> {
            switch (lower(leaf)) {
                case "sstp", "ikev2", "l2tp", "pptp", "automatic" -> carried(leaf, EntryOption.PROTOCOL, lower(leaf));
                case "protocollist" -> {
                    options().put(EntryOption.PROTOCOL, "automatic");
                    notDone(leaf, "up to four protocols in an order of their own; here it is protocol=automatic");
                }
                default -> wrong(leaf, "Sstp, IKEv2, L2tp, Pptp, Automatic or ProtocolList");
            }
        });
        if (type.isEmpty()) {
            options().put(EntryOption.PROTOCOL, "automatic");
        }
        noteProtocol();
    }

    /// The names or addresses of a list, without the friendly name that may stand behind each.
    static List<String> hosts(String servers) {
        List<String> hosts = new ArrayList<>();
        for (String server : servers.split(",", -1)) {
            String host = server.split(";", -1)[0].strip();
            if (!host.isEmpty()) {
                hosts.add(host);
            }
        }
        return hosts;
    }

    private void servers() {
        Optional<Leaf> servers = leaf(SERVERS);
        List<String> hosts = servers.map(leaf -> hosts(leaf.value())).orElse(List.of());
        if (hosts.isEmpty()) {
            note("the profile names no server yet");
            return;
        }
        PbkServers.servers(this, servers.get(), hosts);
    }

    private void signIn() {
        leaf(METHOD).ifPresent(leaf -> {
            switch (lower(leaf)) {
                case "eap" -> carried(leaf, EntryOption.AUTHENTICATION, "eap");
                case "mschapv2" -> carried(leaf, EntryOption.AUTHENTICATION, "mschapv2");
                default -> wrong(leaf, "Eap or MSChapv2");
            }
        });
        boolean first = true;
        for (Leaf leaf : leaves.values()) {
            if (!leaf.key().startsWith(EAP + "/") || leaf.value().isEmpty()) {
                continue;
            }
            if (first) {
                notDone(leaf, "how EAP signs in: its lines stay in the original, and are not read here");
                first = false;
            } else {
                kept(leaf);
            }
        }
    }

    private void routes() {
        leaf(POLICY).ifPresent(leaf -> {
            switch (lower(leaf)) {
                case SPLIT -> carried(leaf, EntryOption.DEFAULT_ROUTE, "false");
                case "forcetunnel" -> carried(leaf, EntryOption.DEFAULT_ROUTE, "true");
                default -> wrong(leaf, "SplitTunnel or ForceTunnel");
            }
        });
        boolean split = leaf(POLICY).map(VpnProfileReading::lower).orElse("").equals(SPLIT);
        classRoute(split);
        List<String> through = new ArrayList<>();
        List<String> outside = new ArrayList<>();
        for (XmlElement route : file.root().children(ROUTE)) {
            route(route, split, through, outside);
        }
        list(EntryOption.ROUTES, through);
        list(EntryOption.ROUTE_EXCLUDE, outside);
    }

    private void list(EntryOption option, List<String> values) {
        options().remove(option);
        if (!values.isEmpty()) {
            options().put(option, option.kind().canonical(String.join(",", values)));
        }
    }

    /// SPEC [VPNv2 CSP] a split tunnel has the class-based route unless it is disabled.
    private void classRoute(boolean split) {
        Optional<Leaf> classless = leaf(CLASSLESS);
        boolean disabled =
                classless.map(VpnProfileReading::lower).orElse("false").equals("true");
        if (split && !disabled) {
            options().put(EntryOption.CLASS_ROUTE, "true");
        }
        classless.ifPresentOrElse(
                leaf -> {
                    if (!Set.of("true", "false").contains(lower(leaf))) {
                        wrong(leaf, "true or false");
                    } else if (split) {
                        carried(leaf, "class-route=" + !disabled);
                    } else {
                        kept(leaf);
                    }
                },
                () -> {
                    if (split) {
                        note("class-route=true, for a split tunnel of Windows has that route unless it is disabled");
                    }
                });
    }

    private void route(XmlElement route, boolean split, List<String> through, List<String> outside) {
        List<XmlElement> addresses = route.children("Address");
        if (addresses.isEmpty()) {
            missing(file.source().line(route.whole().begin()), "Route", "an Address in it");
            return;
        }
        Leaf address = file.leaf(addresses.getFirst());
        boolean excluded = route.text("ExclusionRoute").equalsIgnoreCase("true");
        String size = route.text("PrefixSize");
        String metric = route.text("Metric");
        boolean numbered = !excluded && metric.matches("[0-9]{1,4}") && Integer.parseInt(metric) > 0;
        String prefix = address.value() + (size.isEmpty() ? "" : "/" + size);
        String text = numbered ? prefix + "@" + Integer.parseInt(metric) : prefix;
        EntryOption option = excluded ? EntryOption.ROUTE_EXCLUDE : EntryOption.ROUTES;
        if (!split && !excluded) {
            notDone(address, "everything goes through the connection in any case");
        } else {
            carried(address, option, text);
        }
        if (isWrong(address)) {
            return;
        }
        boolean done = isCarried(address);
        if (done) {
            (excluded ? outside : through).add(text);
        }
        String what = done ? option.key() + "=" + text : "";
        route.children().stream()
                .filter(child -> child.isLeaf() && !child.equals(addresses.getFirst()))
                .map(file::leaf)
                .filter(leaf -> !leaf.value().isEmpty())
                .forEach(leaf -> {
                    boolean known = Set.of("Route/PrefixSize", "Route/ExclusionRoute", "Route/Metric")
                            .contains(leaf.key());
                    if (!known) {
                        notDone(leaf, "there is nothing like it here");
                    } else if (leaf.key().equals("Route/Metric") && !numbered) {
                        notDone(leaf, "a metric is 1 to 9999, of a route through the connection");
                    } else if (done) {
                        carried(leaf, what);
                    } else {
                        kept(leaf);
                    }
                });
    }

    /// A name of a rule for names as a domain here; empty for all names.
    static String domain(String name) {
        String bare = name.startsWith(".") ? name.substring(1) : name;
        return bare.isEmpty() ? "" : "~" + bare;
    }

    private void names() {
        List<String> domains = new ArrayList<>();
        leaf(SUFFIX).ifPresent(leaf -> {
            carried(leaf, EntryOption.DOMAINS, leaf.value());
            if (!isWrong(leaf)) {
                domains.addAll(List.of(
                        EntryOption.DOMAINS.kind().canonical(leaf.value()).split(",", -1)));
            }
        });
        for (XmlElement rule : file.root().children(NAMES)) {
            for (XmlElement named : rule.children("DomainName")) {
                Leaf leaf = file.leaf(named);
                String domain = domain(leaf.value());
                if (domain.isEmpty()) {
                    continue;
                }
                carried(leaf, EntryOption.DOMAINS, domain);
                if (!isWrong(leaf) && !domains.contains(domain)) {
                    domains.add(domain);
                }
            }
        }
        list(EntryOption.DOMAINS, domains);
    }

    private void life() {
        leaf(ALWAYS_ON).ifPresent(leaf -> {
            if (!Set.of("true", "false").contains(lower(leaf))) {
                wrong(leaf, "true or false");
            } else if (!NotBuilt.hasProtocol(text(EntryOption.PROTOCOL))
                    && lower(leaf).equals("true")) {
                notDone(leaf, "the entry cannot be dialled yet");
            } else {
                carried(leaf, EntryOption.ALWAYS_ON, lower(leaf));
            }
        });
        if (Boolean.parseBoolean(text(EntryOption.ALWAYS_ON))) {
            note("always-on: from its next start on the manager dials the entry by itself;"
                    + " entry set NAME always-on= leaves that to you");
        }
    }

    private void metrics() {
        Optional<Leaf> metric = leaf(METRIC4);
        metric.ifPresent(leaf -> carried(leaf, EntryOption.METRIC, leaf.value()));
        leaf(METRIC6).ifPresent(leaf -> {
            if (metric.isPresent() && leaf.value().equals(metric.get().value())) {
                carried(leaf, "metric=" + leaf.value());
            } else {
                carried(leaf, EntryOption.METRIC_IPV6, leaf.value());
            }
        });
    }

    private void plain() {
        PLAIN.forEach((option, path) -> leaf(path)
                .ifPresent(
                        leaf -> carried(leaf, option, option.kind() == OptionKind.BOOL ? lower(leaf) : leaf.value())));
        leaf(REGISTRATION)
                .filter(leaf -> lower(leaf).equals("true"))
                .ifPresent(leaf -> carried(leaf, EntryOption.DNS_REGISTRATION, REGISTERED));
    }

    private void rest() {
        leaves(file.root()).forEach(element -> {
            Leaf leaf = file.leaf(element);
            if (isTold(leaf)) {
                return;
            }
            Leaf counts = leaves.getOrDefault(leaf.key(), leaf);
            boolean repeats = !leaf.key().contains("/") && !counts.equals(leaf);
            if (leaf.value().isEmpty() || leaf.value().equalsIgnoreCase("false") || KEPT.contains(leaf.key())) {
                kept(leaf);
            } else if (repeats) {
                notDone(leaf, "line " + counts.number() + " has this already, and counts");
            } else {
                notDone(leaf, why(leaf.key()));
            }
        });
    }

    private static String why(String path) {
        String key = path;
        while (!WHY.containsKey(key) && key.contains("/")) {
            key = key.substring(0, key.lastIndexOf('/'));
        }
        return WHY.getOrDefault(key, "there is nothing like it here");
    }
}
