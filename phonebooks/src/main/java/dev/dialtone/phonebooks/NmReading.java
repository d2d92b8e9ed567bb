package dev.dialtone.phonebooks;

import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NotBuilt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a NetworkManager profile of a VPN comes to.
final class NmReading extends Reading {
    static final String CONNECTION = "connection";
    static final String VPN = "vpn";
    static final String IPV4 = "ipv4";
    static final String IPV6 = "ipv6";
    static final String SERVICE = "service-type";

    /// The services of NetworkManager's plug-ins.
    static final Map<String, String> SERVICES = Map.of(
            "org.freedesktop.NetworkManager.sstp", "sstp",
            "org.freedesktop.NetworkManager.l2tp", "l2tp",
            "org.freedesktop.NetworkManager.pptp", "pptp",
            "org.freedesktop.NetworkManager.strongswan", "ikev2");

    private static final Set<String> OFF = Set.of("ignore", "disabled");
    private static final Set<String> IDLE_GROUPS = Set.of("proxy", "user", "vpn-secrets");

    /// SPEC [nm-settings-keyfile(5)] what stands where a route has a metric and no next hop.
    private static final List<String> NO_HOP = List.of("", "0.0.0.0", "::");

    private final NmFile file;

    private NmReading(NmFile file) {
        this.file = file;
    }

    static NmReading of(NmFile file) {
        NmReading reading = new NmReading(file);
        reading.protocol();
        reading.server();
        reading.proxy();
        reading.methods();
        reading.network();
        reading.users();
        reading.rest();
        return reading;
    }

    NmFile file() {
        return file;
    }

    /// The key of the server's address, which is another one for strongSwan.
    static String serverKey(String protocol) {
        return protocol.equals("ikev2") ? "address" : "gateway";
    }

    private Optional<TextLine> line(String group, String key) {
        return file.line(group, key);
    }

    private void protocol() {
        Optional<TextLine> type = line(CONNECTION, "type");
        if (type.isEmpty()) {
            missing(1, "type", "type=vpn in [connection]");
            return;
        }
        if (!type.get().value().equals(VPN)) {
            wrong(type.get(), "vpn, for only VPN profiles become entries");
            return;
        }
        kept(type.get());
        Optional<TextLine> service = line(VPN, SERVICE);
        if (service.isEmpty()) {
            missing(1, SERVICE, "a service-type in [vpn]");
            return;
        }
        String protocol = SERVICES.get(service.get().value());
        if (protocol == null) {
            wrong(service.get(), "org.freedesktop.NetworkManager.sstp, or .l2tp, .pptp or .strongswan");
            return;
        }
        carried(service.get(), EntryOption.PROTOCOL, protocol);
        if (!NotBuilt.hasProtocol(protocol)) {
            note("protocol " + protocol + " is not built yet: the entry is kept, and cannot be dialled");
        }
    }

    private void server() {
        line(VPN, serverKey(text(EntryOption.PROTOCOL)))
                .filter(line -> !line.value().isEmpty())
                .ifPresentOrElse(line -> PbkServers.server(this, line), () -> note("the profile names no server yet"));
        carry(VPN, "user", EntryOption.USER);
        carry(VPN, "domain", EntryOption.DOMAIN);
        carry(VPN, "mtu", EntryOption.MTU);
        line(VPN, "ca-cert").ifPresent(line -> notDone(line, "give it with: entry set NAME --ca FILE"));
        line(VPN, "ignore-cert-warn")
                .filter(line -> line.value().equals("yes"))
                .ifPresent(line -> notDone(line, "the server's certificate is always verified"));
    }

    private void carry(String group, String key, EntryOption option) {
        line(group, key).ifPresent(line -> carried(line, option, line.value()));
    }

    private void proxy() {
        Optional<TextLine> server =
                line(VPN, "proxy-server").filter(line -> !line.value().isEmpty());
        Optional<TextLine> port = line(VPN, "proxy-port");
        server.ifPresent(line -> {
            carried(
                    line,
                    EntryOption.PROXY,
                    host(line.value()) + ":" + port.map(TextLine::value).orElse(""));
            port.ifPresent(other -> carried(other, EntryOption.PROXY.key()));
        });
        carry(VPN, "proxy-user", EntryOption.PROXY_USER);
    }

    private static String host(String text) {
        return text.indexOf(':') < 0 || text.startsWith("[") ? text : "[" + text + "]";
    }

    /// A profile allows what it does not refuse. Weak methods are not asked for by that.
    private void methods() {
        boolean refused = file.value(VPN, "refuse-mschapv2").equals("yes");
        boolean eap = !file.value(VPN, "refuse-eap").equals("yes");
        for (String method : List.of("pap", "chap", "mschap", "eap")) {
            line(VPN, "refuse-" + method).ifPresent(this::kept);
        }
        line(VPN, "refuse-mschapv2").filter(line -> refused).ifPresent(line -> {
            if (eap) {
                carried(line, EntryOption.AUTHENTICATION, "eap");
                note("eap is not built yet: the entry is kept, and cannot be dialled");
            } else {
                notDone(line, "the rest is weak: entry set NAME authentication=pap or chap-md5 allows it by name");
            }
        });
    }

    private void network() {
        family(IPV4, EntryOption.IPV4);
        family(IPV6, EntryOption.IPV6);
        boolean split = file.value(IPV4, "never-default").equals("true");
        for (String group : List.of(IPV4, IPV6)) {
            line(group, "never-default").ifPresent(line -> {
                if (line.value().equals("true") == split) {
                    carried(line, EntryOption.DEFAULT_ROUTE, Boolean.toString(!split));
                } else {
                    notDone(line, "IPv6 goes where IPv4 goes: default-route=" + !split);
                }
            });
            negated(group, "ignore-auto-dns", EntryOption.DNS);
            negated(group, "ignore-auto-routes", EntryOption.SERVER_ROUTES);
        }
        metric(IPV4, EntryOption.METRIC);
        metric(IPV6, EntryOption.METRIC_IPV6);
        ofBoth("dns", EntryOption.DNS_SERVERS);
        if (!text(EntryOption.DNS_SERVERS).isEmpty() && text(EntryOption.DNS).equals("true")) {
            note("dns-servers are used instead of the server's here, not besides");
        }
        ofBoth("dns-search", EntryOption.DOMAINS);
        routes(split);
    }

    private void family(String group, EntryOption option) {
        line(group, "method").ifPresent(line -> {
            if (OFF.contains(line.value())) {
                carried(line, option, "false");
            } else {
                kept(line);
            }
        });
    }

    private void negated(String group, String key, EntryOption option) {
        line(group, key).ifPresent(line -> {
            if (line.value().equals("true")) {
                carried(line, option, "false");
            } else {
                kept(line);
            }
        });
    }

    private void metric(String group, EntryOption option) {
        line(group, "route-metric").ifPresent(line -> {
            if (line.value().matches("[1-9][0-9]{0,3}")) {
                carried(line, option, line.value());
            } else if (line.value().equals("-1")) {
                kept(line);
            } else {
                notDone(line, "a metric is 1 to 9999 here");
            }
        });
    }

    /// What the lines of both families list, in one option.
    private void ofBoth(String key, EntryOption option) {
        List<String> all = new ArrayList<>();
        for (String group : List.of(IPV4, IPV6)) {
            line(group, key).filter(line -> !line.value().isEmpty()).ifPresent(line -> {
                List<String> here = list(line.value());
                List<String> together =
                        Stream.concat(all.stream(), here.stream()).distinct().toList();
                Optional<String> unfit = unfit(option, together);
                if (unfit.isPresent() && option == EntryOption.DNS_SERVERS) {
                    notDone(line, "here it " + unfit.get());
                    return;
                }
                carried(line, option, String.join(",", here));
                if (!isWrong(line) && unfit.isEmpty()) {
                    all.clear();
                    all.addAll(together);
                } else if (!isWrong(line)) {
                    wrong(line, "less: with the other lines it " + unfit.get());
                }
            });
        }
        options().remove(option);
        if (!all.isEmpty()) {
            options().put(option, option.kind().canonical(String.join(",", all)));
        }
    }

    private static Optional<String> unfit(EntryOption option, List<String> values) {
        try {
            String _ = option.kind().canonical(String.join(",", values));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// Values between semicolons.
    static List<String> list(String value) {
        List<String> parts = new ArrayList<>();
        for (String part : value.split(";", -1)) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    static boolean isRoute(NmFile.Setting setting) {
        return (setting.group().equals(IPV4) || setting.group().equals(IPV6))
                && setting.line().key().matches("route[0-9]{1,4}");
    }

    private void routes(boolean split) {
        List<String> all = new ArrayList<>();
        for (NmFile.Setting setting : file.settings()) {
            if (!isRoute(setting)) {
                continue;
            }
            TextLine line = setting.line();
            String[] parts = line.value().split(",", -1);
            if (!split) {
                notDone(line, "everything goes through the connection in any case");
                continue;
            }
            boolean hop = parts.length > 1 && !NO_HOP.contains(parts[1].strip());
            String metric = parts.length > 2 ? parts[2].strip() : "";
            boolean fits = metric.matches("[0-9]{1,4}");
            String route = parts[0].strip() + (fits ? "@" + metric : "");
            carried(line, EntryOption.ROUTES, route);
            if (isWrong(line)) {
                continue;
            }
            if (!all.contains(route)
                    && unfit(EntryOption.ROUTES, plus(all, route)).isPresent()) {
                notDone(
                        line,
                        "there is another route to the same destination, with another metric, or there are too many");
                continue;
            }
            all.add(route);
            if (hop || !fits && !metric.isEmpty()) {
                notDone(line, "here it is routes=" + route + ", without " + (hop ? "next hop" : "its metric"));
            }
        }
        options().remove(EntryOption.ROUTES);
        if (!all.isEmpty()) {
            options().put(EntryOption.ROUTES, EntryOption.ROUTES.kind().canonical(String.join(",", all)));
        }
    }

    private static List<String> plus(List<String> all, String one) {
        return Stream.concat(all.stream(), Stream.of(one)).toList();
    }

    /// SPEC [nm-settings-keyfile(5)] `user:NAME:;…` are those who may use it.
    private void users() {
        line(CONNECTION, "permissions").filter(line -> !line.value().isEmpty()).ifPresent(line -> {
            List<String> users = new ArrayList<>();
            for (String part : list(line.value())) {
                String[] words = part.split(":", -1);
                if (words.length < 2 || !words[0].equals("user")) {
                    wrong(line, "user:NAME:; for each user");
                    return;
                }
                users.add(words[1]);
            }
            carried(line, EntryOption.USERS, String.join(",", users));
        });
        line(CONNECTION, "autoconnect")
                .filter(line -> line.value().equals("true"))
                .ifPresent(line -> notDone(line, "entry set NAME --always-on dials it without being asked"));
    }

    private void rest() {
        for (NmFile.Setting setting : file.settings()) {
            TextLine line = setting.line();
            if (isTold(line)) {
                continue;
            }
            TextLine counts = line(setting.group(), line.key()).orElse(line);
            if (!counts.equals(line)) {
                notDone(line, "line " + counts.number() + " has this key again, and counts");
            } else if (line.value().isEmpty() || asksNothing(setting)) {
                kept(line);
            } else {
                notDone(line, "there is nothing like it here");
            }
        }
    }

    private static boolean asksNothing(NmFile.Setting setting) {
        String key = setting.line().key();
        boolean bookkeeping = setting.group().equals(CONNECTION)
                || IDLE_GROUPS.contains(setting.group())
                || key.endsWith("-flags")
                || key.equals("addr-gen-mode");
        return bookkeeping || Set.of("no", "false").contains(setting.line().value());
    }

    /// What is kept of the profile.
    ///
    /// @param source [Original#source]
    /// @param name   of its file, for a profile that has none
    ImportedEntry imported(String source, String name) {
        List<Remark> leftOut = new ArrayList<>();
        NmFile kept = withoutSecrets(leftOut);
        String id = line(CONNECTION, "id").map(TextLine::value).orElse("");
        String named = id.isEmpty() ? name : id;
        Original original = new Original(NmProfile.FORMAT, StandardCharsets.UTF_8, source, 1, named, kept.text());
        return new ImportedEntry(named, 1, 1, options(), original, leftOut);
    }

    /// SECURITY: NetworkManager keeps passwords in the profile. They are emptied before anything is kept.
    private NmFile withoutSecrets(List<Remark> leftOut) {
        NmFile kept = file;
        for (NmFile.Setting setting : file.settings()) {
            TextLine line = setting.line();
            if (isSecret(setting) && !line.value().isEmpty()) {
                kept = kept.with(line, line.withValue(""));
                leftOut.add(Remark.secret(line));
            }
        }
        return kept;
    }

    private static boolean isSecret(NmFile.Setting setting) {
        String key = setting.line().key();
        boolean named = key.matches(".*(password|secret|psk|pin|private-key|passphrase).*") && !key.endsWith("-flags");
        return setting.group().endsWith("-secrets") || named;
    }
}
