package dev.dialtone.phonebooks;

import dev.dialtone.api.EntryOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a `peers` file of pppd comes to.
final class PeerReading extends Reading {
    private static final Set<String> KEPT = Set.of(
            "#",
            "noauth",
            "auth",
            "noipdefault",
            "ipcp-accept-local",
            "ipcp-accept-remote",
            "hide-password",
            "show-password",
            "lock",
            "debug",
            "dump",
            "nodetach",
            "updetach",
            "logfile",
            "logfd",
            "nolog",
            "nobsdcomp",
            "nodeflate",
            "novj",
            "novjccomp",
            "noaccomp",
            "nopcomp",
            "noccp",
            "nopredictor1",
            "noipx",
            "nomp",
            "nomultilink",
            "nomppe",
            "crtscts",
            "nocrtscts",
            "modem",
            "local",
            "linkname",
            "ipparam",
            "ifname",
            "remotename",
            "asyncmap",
            "default-asyncmap",
            "nomagic",
            "passive",
            "silent",
            "unit",
            "nopersist",
            "+ipv6",
            "sstp-sock",
            "debug-sstp",
            "require-mschap-v2",
            "+mschap-v2",
            "refuse-pap",
            "-pap",
            "refuse-chap",
            "-chap",
            "refuse-mschap",
            "-mschap",
            "nodefaultroute",
            "noproxyarp",
            "default-mru",
            "nodtrcts");
    private static final Map<String, String> WHY = Map.of(
            "file", "other files are not read: import them too",
            "call", "other files are not read: import them too",
            "connect", "modems are not built yet",
            "require-mppe", "for PPTP; here the cipher is the carrier's",
            "require-mppe-128", "for PPTP; here the cipher is the carrier's",
            "demand", "always-on=true dials an entry by itself",
            "proxyarp", "there is no proxy ARP",
            "ms-dns", "for a server: what it tells its peers; own name servers are dns-servers=ADDRESS");

    private final PeerFile file;
    private final Optional<String> protocol;

    private PeerReading(PeerFile file) {
        this.file = file;
        this.protocol = protocol(file);
    }

    static PeerReading of(PeerFile file) {
        PeerReading reading = new PeerReading(file);
        if (reading.protocol.isEmpty()) {
            reading.missing(
                    file.options().getFirst().number(),
                    "plugin",
                    "a plugin, a pty command or a serial device that says what is dialled: pppoe, sstpc, pptp, L2TP");
            return reading;
        }
        if (!reading.protocol.get().equals(EntryOption.PROTOCOL.standard())) {
            reading.options().put(EntryOption.PROTOCOL, reading.protocol.get());
        }
        reading.noteProtocol();
        reading.server();
        reading.signIn();
        reading.network();
        reading.life();
        reading.rest();
        return reading;
    }

    /// By its plug-in, else the program on its terminal, else a serial line.
    private static Optional<String> protocol(PeerFile file) {
        for (Leaf leaf : file.options()) {
            if (leaf.key().equals("plugin")) {
                String plugin = leaf.value();
                for (Map.Entry<String, String> known : List.of(
                        Map.entry("pppoe", "pppoe"),
                        Map.entry("sstp", "sstp"),
                        Map.entry("l2tp", "l2tp"),
                        Map.entry("pptp", "pptp"))) {
                    if (plugin.contains(known.getKey())) {
                        return Optional.of(known.getValue());
                    }
                }
            }
        }
        List<String> words = words(file.value("pty"));
        String program = words.isEmpty()
                ? ""
                : words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
        return switch (program) {
            case "pppoe" -> Optional.of("pppoe");
            case "sstpc" -> Optional.of("sstp");
            case "pptp" -> Optional.of("pptp");
            default ->
                file.option(PeerFile.DEVICE).isPresent()
                                || file.option("connect").isPresent()
                        ? Optional.of("modem")
                        : Optional.empty();
        };
    }

    static List<String> words(String command) {
        return command.isBlank() ? List.of() : List.of(command.strip().split("\\s+"));
    }

    /// The server in the command of a tunnel: the word that is neither the program nor an option, nor the value of
    /// one.
    static Optional<String> server(String command) {
        Set<String> valued = Set.of(
                "--ipparam",
                "--ca-cert",
                "--ca-path",
                "--cert",
                "--key",
                "--log-level",
                "--priv-dir",
                "--priv-user",
                "--priv-group",
                "--user",
                "--uuid",
                "--timeout",
                "--localbind",
                "--loglevel",
                "--logstring");
        List<String> words = words(command);
        Optional<String> server = Optional.empty();
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (valued.contains(word)) {
                i++;
            } else if (!word.startsWith("-") && server.isEmpty()) {
                server = Optional.of(word);
            }
        }
        return server;
    }

    private void server() {
        boolean tunnel = Set.of("sstp", "pptp").contains(text(EntryOption.PROTOCOL));
        Optional<Leaf> pty = file.option("pty");
        Optional<Leaf> named = file.option("pptp_server");
        pty.ifPresent(leaf -> {
            Optional<String> server = tunnel ? server(leaf.value()) : Optional.empty();
            if (server.isPresent()) {
                PbkServers.server(this, leaf, server.get());
            } else {
                notDone(leaf, "programs are not run");
            }
            if (leaf.value().contains("--cert-warn") && !isWrong(leaf)) {
                note("--cert-warn: the server's certificate is always verified here");
            }
        });
        named.ifPresent(leaf -> carried(leaf, EntryOption.SERVER, leaf.value()));
        if (options().get(EntryOption.SERVER) == null
                && !Set.of("pppoe", "modem").contains(text(EntryOption.PROTOCOL))) {
            note("the file names no server");
        }
        for (Leaf leaf : file.options()) {
            if (leaf.key().equals("plugin")) {
                carried(leaf, "protocol=" + text(EntryOption.PROTOCOL));
            }
        }
    }

    private void signIn() {
        Optional<Leaf> user = file.option("user");
        user.or(() -> file.option("name")).ifPresent(leaf -> carried(leaf, EntryOption.USER, leaf.value()));
        file.option("name").filter(leaf -> user.isPresent()).ifPresent(this::kept);
        boolean eap = flag("refuse-eap", "-eap").isEmpty();
        flag("refuse-mschap-v2", "-mschap-v2", "refuse-mschapv2").ifPresent(leaf -> {
            if (eap) {
                carried(leaf, EntryOption.AUTHENTICATION, "eap");
            } else {
                notDone(leaf, "the rest is weak: entry set NAME authentication=pap or chap-md5 allows it by name");
            }
        });
        flag("refuse-eap", "-eap").ifPresent(this::kept);
    }

    private Optional<Leaf> flag(String... words) {
        for (String word : words) {
            Optional<Leaf> leaf = file.option(word);
            if (leaf.isPresent()) {
                return leaf;
            }
        }
        return Optional.empty();
    }

    private void network() {
        List<Leaf> routes = new ArrayList<>();
        for (String word : List.of("defaultroute", "replacedefaultroute", "defaultroute6")) {
            file.option(word).ifPresent(routes::add);
        }
        routes.forEach(leaf -> carried(leaf, "default-route=true"));
        if (routes.isEmpty()) {
            options().put(EntryOption.DEFAULT_ROUTE, "false");
            note("default-route=false, for the file does not ask for defaultroute");
        }
        file.option("usepeerdns").ifPresentOrElse(leaf -> carried(leaf, "dns=true"), () -> {
            options().put(EntryOption.DNS, "false");
            note("dns=false, for the file does not ask for usepeerdns");
        });
        file.option("noip").ifPresent(leaf -> carried(leaf, EntryOption.IPV4, "false"));
        file.option("noipv6").ifPresent(leaf -> carried(leaf, EntryOption.IPV6, "false"));
        file.option(PeerFile.ADDRESSES).ifPresent(leaf -> {
            String[] ends = leaf.value().split(":", -1);
            boolean own = !ends[0].isEmpty() && !ends[0].equals("0.0.0.0");
            if (own && !fits(EntryOption.ADDRESS, ends[0])) {
                notDone(leaf, "an address has to be one, not a name");
            } else if (own) {
                carried(leaf, EntryOption.ADDRESS, ends[0]);
            } else if (ends[1].isEmpty()) {
                kept(leaf);
            }
            if (!ends[1].isEmpty()) {
                notDone(leaf, "the other end's address is its own to say");
            }
        });
        number("mtu", EntryOption.MTU, 0);
        file.option("mru")
                .filter(leaf -> leaf.value().equals(file.value("mtu")))
                .ifPresent(this::kept);
    }

    private void life() {
        file.option("persist").ifPresent(leaf -> carried(leaf, EntryOption.RECONNECT, "true"));
        // the first attempt counts there
        number("maxfail", EntryOption.REDIAL_ATTEMPTS, -1);
        number("holdoff", EntryOption.REDIAL_SECONDS, 0);
        number("idle", EntryOption.IDLE_TIMEOUT, 0);
        number("maxconnect", EntryOption.SESSION_TIMEOUT, 0);
        Optional<Leaf> interval = file.option("lcp-echo-interval");
        Optional<Leaf> failure = file.option("lcp-echo-failure");
        if (interval.isPresent() && failure.isPresent()) {
            String silence = times(interval.get().value(), failure.get().value());
            for (Leaf leaf : List.of(interval.get(), failure.get())) {
                if (fits(EntryOption.LINK_TIMEOUT, silence)) {
                    carried(leaf, EntryOption.LINK_TIMEOUT, silence);
                } else {
                    notDone(leaf, "together they are no link-timeout, which is 5 to 600 seconds");
                }
            }
        }
    }

    private static String times(String one, String other) {
        boolean numbers = one.matches("[0-9]{1,4}") && other.matches("[0-9]{1,4}");
        return numbers ? Long.toString(Long.parseLong(one) * Long.parseLong(other)) : "";
    }

    private static boolean fits(EntryOption option, String value) {
        try {
            return !option.kind().canonical(value).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// A number that is an option when it fits.
    ///
    /// @param more what is added to it
    private void number(String key, EntryOption option, int more) {
        file.option(key).ifPresent(leaf -> {
            if (!leaf.value().matches("[0-9]{1,8}")) {
                wrong(leaf, "a number");
                return;
            }
            String value = Integer.toString(Integer.parseInt(leaf.value()) + more);
            if (fits(option, value)) {
                carried(leaf, option, value);
            } else {
                notDone(leaf, option.key() + " cannot be that");
            }
        });
    }

    private void rest() {
        for (Leaf leaf : file.options()) {
            if (isTold(leaf)) {
                continue;
            }
            Leaf counts = file.option(leaf.key()).orElse(leaf);
            boolean empty = leaf.value().isEmpty()
                    && (SecretWords.names(leaf.key()) || leaf.key().equals("connect"));
            if (!counts.equals(leaf)) {
                notDone(leaf, "line " + counts.number() + " has this option again, and counts");
            } else if (empty || KEPT.contains(leaf.key())) {
                kept(leaf);
            } else if (leaf.key().equals(PeerFile.DEVICE) || leaf.key().equals(PeerFile.SPEED)) {
                notDone(leaf, "for pppoe or modem");
            } else {
                notDone(leaf, WHY.getOrDefault(leaf.key(), "there is nothing like it here"));
            }
        }
    }
}
