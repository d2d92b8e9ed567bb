package dev.dialtone.phonebooks;

import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NotBuilt;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a connection of a `swanctl.conf` comes to.
final class SwanReading extends Reading {
    static final String SERVERS = "remote_addrs";
    static final String VIPS = "vips";
    static final String USER = "eap_id";
    static final String REMOTE_TS = "remote_ts";
    static final String ALL4 = "0.0.0.0/0";
    static final String ALL6 = "::/0";

    private static final String ANY = "%any";
    private static final Set<String> IDLE = Set.of(
            "unique",
            "send_certreq",
            "send_cert",
            "mobike",
            "fragmentation",
            "aggressive",
            "pull",
            "encap",
            "ppk_required",
            "life_time");

    private final SwanPiece piece;
    private final SwanSection connection;
    private final List<SwanPiece.Placed> settings;

    private SwanReading(SwanPiece piece) {
        this.piece = piece;
        this.connection = piece.connection();
        this.settings = SwanPiece.settings(piece.scanned().root());
    }

    static SwanReading of(SwanPiece piece) {
        SwanReading reading = new SwanReading(piece);
        reading.protocol();
        reading.servers();
        reading.signIn();
        reading.addresses();
        reading.routes();
        reading.rest();
        return reading;
    }

    private Optional<Leaf> told(SwanSection section, String key) {
        return section.setting(key).filter(leaf -> !leaf.value().isEmpty());
    }

    static List<String> list(String value) {
        List<String> parts = new ArrayList<>();
        for (String part : value.split(",", -1)) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    private List<SwanSection> children() {
        return connection.sections("children").stream()
                .flatMap(section -> section.sections().stream())
                .toList();
    }

    /// SPEC [RFC 3193 §4] L2TP inside IPsec: transport mode for UDP port 1701.
    private boolean isL2tp() {
        return children().stream()
                .anyMatch(child -> child.value("mode").equals("transport")
                        && (child.value(REMOTE_TS) + child.value("local_ts")).matches(".*\\[udp/(1701|l2tp|l2f)].*"));
    }

    private void protocol() {
        boolean l2tp = isL2tp();
        options().put(EntryOption.PROTOCOL, l2tp ? "l2tp" : "ikev2");
        told(connection, "version").ifPresent(leaf -> {
            switch (leaf.value()) {
                case "0", "2" -> carried(leaf, "protocol=" + text(EntryOption.PROTOCOL));
                case "1" -> {
                    if (l2tp) {
                        carried(leaf, "protocol=l2tp");
                    } else {
                        notDone(leaf, "there is no IKEv1 of its own here; it is kept as protocol=ikev2");
                    }
                }
                default -> wrong(leaf, "0, 1 or 2");
            }
        });
        noteProtocol();
    }

    /// Hosts that can be called: no pattern, no range, no subnet.
    static List<String> hosts(String addresses) {
        return list(addresses).stream()
                .filter(host -> !host.startsWith("%") && host.indexOf('/') < 0 && !host.matches("[0-9.]+-[0-9.]+"))
                .toList();
    }

    private void servers() {
        Optional<Leaf> servers = told(connection, SERVERS);
        List<String> hosts = servers.map(leaf -> hosts(leaf.value())).orElse(List.of());
        if (hosts.isEmpty()) {
            servers.ifPresent(this::kept);
            note("the connection names no server to call");
        } else {
            PbkServers.servers(this, servers.get(), hosts);
        }
        told(connection, "remote_port").ifPresent(leaf -> {
            if (leaf.value().equals("500") || leaf.value().equals("4500")) {
                kept(leaf);
            } else {
                notDone(leaf, "the ports of IKE cannot be chosen");
            }
        });
        told(connection, "local_addrs").filter(leaf -> leaf.value().equals(ANY)).ifPresent(this::kept);
    }

    private void signIn() {
        boolean named = false;
        for (SwanSection local : connection.rounds("local")) {
            String method = local.value("auth");
            boolean eap = method.startsWith("eap");
            told(local, "auth").ifPresent(leaf -> {
                if (eap) {
                    carried(leaf, EntryOption.AUTHENTICATION, "eap");
                } else if (method.startsWith("psk")) {
                    notDone(leaf, "a pre-shared key is a secret: dialtone credentials set NAME, when it is built");
                } else {
                    notDone(leaf, "client certificates are given here with the entry's own options");
                }
            });
            for (String key : List.of(USER, "xauth_id", "id")) {
                Optional<Leaf> id =
                        told(local, key).filter(leaf -> !leaf.value().startsWith("%"));
                if (id.isPresent() && !named && (eap || !key.equals("id"))) {
                    carried(id.get(), EntryOption.USER, id.get().value());
                    named = true;
                }
            }
        }
        for (SwanSection remote : connection.rounds("remote")) {
            told(remote, "auth").ifPresent(leaf -> {
                if (leaf.value().startsWith("pubkey")) {
                    kept(leaf);
                } else {
                    notDone(leaf, "the server is always checked by its certificate");
                }
            });
            told(remote, "id").ifPresent(this::serverName);
            told(remote, "cacerts").ifPresent(leaf -> notDone(leaf, "give it with: entry set NAME --ca FILE"));
        }
    }

    private void serverName(Leaf leaf) {
        String id = leaf.value();
        String bare = id.startsWith("@") ? id.substring(1) : id;
        if (id.equals(ANY)) {
            kept(leaf);
        } else if (bare.equals(text(EntryOption.SERVER))) {
            carried(leaf, "server=" + bare);
        } else if (bare.matches("[A-Za-z0-9_.:-]+")) {
            carried(leaf, EntryOption.SERVER_NAME, bare);
        } else {
            notDone(leaf, "only a host name can be asked for: server-name");
        }
    }

    private void addresses() {
        told(connection, VIPS).ifPresent(leaf -> {
            List<String> vips = list(leaf.value());
            boolean four = vips.stream().anyMatch(vip -> vip.indexOf('.') >= 0);
            boolean six = vips.stream().anyMatch(vip -> vip.indexOf(':') >= 0);
            Optional<String> own = vips.stream()
                    .filter(vip -> vip.indexOf('.') >= 0 && !vip.equals("0.0.0.0"))
                    .findFirst();
            if (!four && !six) {
                notDone(leaf, "an address is always asked for");
                return;
            }
            kept(leaf);
            if (!four) {
                carried(leaf, EntryOption.IPV4, "false");
            } else if (!six) {
                carried(leaf, EntryOption.IPV6, "false");
            }
            own.ifPresent(address -> carried(leaf, EntryOption.ADDRESS, address));
            if (vips.stream().anyMatch(vip -> vip.indexOf(':') >= 0 && !vip.equals("::")) && !isWrong(leaf)) {
                notDone(leaf, "an IPv6 address of one's own cannot be asked for");
            }
        });
    }

    private void routes() {
        Set<String> routes = new LinkedHashSet<>();
        boolean all = false;
        boolean some = false;
        for (SwanSection child : children()) {
            told(child, "mode")
                    .filter(leaf -> isL2tp() || leaf.value().equals("tunnel"))
                    .ifPresent(this::kept);
            Optional<Leaf> selectors = told(child, REMOTE_TS);
            if (selectors.isEmpty() || isL2tp()) {
                selectors.ifPresent(this::kept);
                continue;
            }
            Leaf leaf = selectors.get();
            List<String> asked = list(leaf.value());
            List<String> plain = asked.stream()
                    .filter(selector -> !selector.equals("dynamic") && selector.indexOf('[') < 0)
                    .toList();
            all |= plain.contains(ALL4) || plain.contains(ALL6);
            some = true;
            carried(leaf, EntryOption.ROUTES, String.join(",", plain));
            if (!isWrong(leaf) && (plain.contains(ALL4) || plain.contains(ALL6))) {
                carried(leaf, "default-route=true");
            }
            if (isWrong(leaf)) {
                continue;
            }
            routes.addAll(plain);
            if (plain.size() < asked.size()) {
                notDone(leaf, "protocols and ports in it are not looked at");
            }
        }
        options().remove(EntryOption.ROUTES);
        if (some && !all && !routes.isEmpty()) {
            options().put(EntryOption.DEFAULT_ROUTE, "false");
            options().put(EntryOption.ROUTES, EntryOption.ROUTES.kind().canonical(String.join(",", routes)));
        }
        startActions();
    }

    private void startActions() {
        for (SwanSection child : children()) {
            told(child, "start_action").ifPresent(leaf -> {
                if (leaf.value().equals("none")) {
                    kept(leaf);
                } else if (!leaf.value().contains("start") || !NotBuilt.hasProtocol(text(EntryOption.PROTOCOL))) {
                    notDone(leaf, "always-on=true dials an entry by itself");
                } else {
                    carried(leaf, EntryOption.ALWAYS_ON, "true");
                }
            });
        }
    }

    private void rest() {
        for (SwanPiece.Placed placed : settings) {
            Leaf leaf = placed.leaf();
            if (isTold(leaf)) {
                continue;
            }
            boolean inside = placed.isIn(connection);
            if (leaf.value().isEmpty() || IDLE.contains(leaf.key()) || (!inside && isSecretsName(placed))) {
                kept(leaf);
            } else if (leaf.key().equals("include")) {
                notDone(leaf, "other files are not read: import them too");
            } else {
                notDone(
                        leaf,
                        inside
                                ? "for IKE, which chooses it by itself here"
                                : "nothing outside of connections is taken over");
            }
        }
        SwanPiece.connections(piece.scanned().root()).stream()
                .filter(SwanSection::bases)
                .forEach(section -> note("what " + section.name() + " takes over from other sections is not read"));
    }

    private static boolean isSecretsName(SwanPiece.Placed placed) {
        return !placed.sections().isEmpty()
                && placed.sections().getFirst().name().equals("secrets");
    }
}
