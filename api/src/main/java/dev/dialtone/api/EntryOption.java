package dev.dialtone.api;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Every option of an entry: its key in files, JSON and on the command line, what it may hold, and its default. One
/// table, so that all doors accept and refuse the same.
public enum EntryOption {
    PROTOCOL(
            "protocol",
            OptionKind.choice("sstp", "automatic", "ikev2", "l2tp", "pptp", "pppoe", "modem"),
            "sstp",
            "tunnel protocol: sstp, or automatic, which today is sstp; the others are kept, and not built yet"),
    PROTOCOL_ORDER(
            "protocol-order",
            OptionKind.choices("ikev2", "sstp", "l2tp", "pptp"),
            "ikev2,sstp,l2tp",
            "what automatic may try, in order; of these sstp is built"),
    SERVER("server", OptionKind.HOST, "", "name or address of the server"),
    PORT("port", OptionKind.range(1, 65535), "443", "TCP port of the server"),
    ALTERNATES(
            "alternates",
            OptionKind.SERVERS,
            "",
            "other servers, HOST or HOST:PORT, tried in order when the one before cannot be reached"),
    PROMOTE_ALTERNATES(
            "promote-alternates",
            OptionKind.BOOL,
            "false",
            "an alternate that was connected to becomes the entry's server, and the server an alternate"),
    PREREQUISITE(
            "prerequisite",
            OptionKind.ENTRY,
            "",
            "entry that is dialled before this one, and given back after it; its sign-in must be stored"),
    SERVER_NAME("server-name", OptionKind.HOST, "", "name the server's certificate must carry, when not the server's"),
    CA("ca", OptionKind.PEM, "", "certificates (PEM) to trust instead of the system's"),
    CLIENT_CERT(
            "client-cert",
            OptionKind.PEM,
            "",
            "certificate (PEM) to show a server that asks for one, its issuers after it; its key is stored apart"),
    CLIENT_TOKEN(
            "client-token",
            OptionKind.TEXT,
            "",
            "token with that certificate and its key instead: pkcs11:slot-id=N;object=LABEL?module-path=LIBRARY"),
    USER("user", OptionKind.TEXT, "", "user name"),
    DOMAIN("domain", OptionKind.TEXT, "", "domain of the user"),
    AUTHENTICATION(
            "authentication",
            OptionKind.choices("mschapv2", "chap-md5", "pap", "eap"),
            "mschapv2",
            "allowed sign-in methods; chap-md5 and pap are weak; eap is kept, and not built yet"),
    REMEMBER(
            "remember",
            OptionKind.BOOL,
            "false",
            "store the sign-in of a dial that connected, when root or the group dialtone dialled"),
    ONE_TIME(
            "one-time",
            OptionKind.BOOL,
            "false",
            "the password is a one-time code: never stored, given anew for every dial, and none is dialled again by itself"),
    ENCRYPTION(
            "encryption",
            OptionKind.choice("require", "max", "optional", "none"),
            "require",
            "encryption of the packets; sstp is always encrypted, by TLS with keys of 128 bits or more"),
    PROXY(
            "proxy",
            OptionKind.PROXY,
            "",
            "HTTP proxy on the way: http://HOST:PORT, or none; else as the manager's environment says"),
    PROXY_USER("proxy-user", OptionKind.PROXY_USER, "", "user name for the proxy"),
    PROXY_AUTHENTICATION(
            "proxy-authentication",
            OptionKind.choices("digest", "basic"),
            "digest",
            "allowed sign-in methods for the proxy; basic is weak"),
    IPV4("ipv4", OptionKind.BOOL, "true", "negotiate IPv4"),
    IPV6("ipv6", OptionKind.BOOL, "true", "negotiate IPv6"),
    ADDRESS("address", OptionKind.IPV4, "", "IPv4 address to ask the server for"),
    ADDRESS_IPV6(
            "address-ipv6",
            OptionKind.IPV6_ADDRESS,
            "",
            "IPv6 address to use, ADDRESS/LENGTH, instead of those that the server's routers advertise"),
    DEFAULT_ROUTE("default-route", OptionKind.BOOL, "true", "send everything through the connection"),
    DEFAULT_ROUTE_IPV6(
            "default-route-ipv6",
            OptionKind.choice("same", "true", "false"),
            "same",
            "the same for IPv6 apart; same: as default-route"),
    KILL_SWITCH(
            "kill-switch",
            OptionKind.BOOL,
            "false",
            "from the first connection until it is hung up by hand nothing leaves this host but through it"),
    FIREWALL_ZONE(
            "firewall-zone",
            OptionKind.FIREWALL_ZONE,
            "",
            "zone of firewalld for the interface, else its default zone; not inside a network namespace"),
    KEEP_SSH("keep-ssh", OptionKind.BOOL, "true", "answers to SSH sessions into this host stay outside the connection"),
    ROUTES(
            "routes",
            OptionKind.ROUTES,
            "",
            "destinations through the connection, with default-route=false; PREFIX@METRIC for a metric of its own"),
    ROUTE_EXCLUDE(
            "route-exclude",
            OptionKind.EXCLUSIONS,
            "",
            "destinations that stay outside though a route covers them; unreachable when nothing outside leads there"),
    SERVER_ROUTES(
            "server-routes",
            OptionKind.BOOL,
            "true",
            "with default-route=false, also the destinations that the server's network tells"),
    CLASS_ROUTE(
            "class-route",
            OptionKind.BOOL,
            "false",
            "with default-route=false, also the classful network (/8, /16, /24) of the assigned IPv4 address"),
    METRIC(
            "metric",
            OptionKind.range(0, 9999),
            "0",
            "metric of the connection's routes; 0 for automatic: the newest connection goes first"),
    METRIC_IPV6(
            "metric-ipv6", OptionKind.range(0, 9999), "0", "metric of its IPv6 routes apart; 0 for the same as metric"),
    DNS("dns", OptionKind.BOOL, "true", "use the server's name servers"),
    DNS_SERVERS(
            "dns-servers",
            OptionKind.NAME_SERVERS,
            "",
            "name servers to use instead of the server's, IPv4 or IPv6, in order; also with dns=false"),
    REQUIRE_NAMES(
            "require-names",
            OptionKind.BOOL,
            "false",
            "come up only when one of the server's name servers answers and this host resolves through them"),
    DOMAINS(
            "domains",
            OptionKind.DOMAINS,
            "",
            "search domains; ~DOMAIN is not searched, only asked for here (systemd-resolved)"),
    SERVER_DOMAINS(
            "server-domains",
            OptionKind.BOOL,
            "true",
            "with dns=true, also the domains that the server's network tells"),
    NETNS(
            "netns",
            OptionKind.NAMESPACE,
            "",
            "network namespace to place the connection in, made when there is none of that name"),
    TABLE(
            "table",
            OptionKind.TABLE,
            "",
            "number of a routing table of its own for the connection's routes; only what is bound to its interface or"
                    + " address, or carries the mark, goes by them"),
    FWMARK("fwmark", OptionKind.FWMARK, "", "firewall mark that leads into the table"),
    MTU("mtu", OptionKind.range(576, 1500), "1400", "largest packet of the interface, in bytes"),
    USERS("users", OptionKind.USERS, "", "users who may dial it besides root and the group dialtone"),
    STATE_TIMEOUT("state-timeout", OptionKind.range(1, 3600), "60", "longest stay in one state, in seconds"),
    DIAL_TIMEOUT("dial-timeout", OptionKind.range(1, 3600), "120", "longest dial, in seconds"),
    REDIAL_ATTEMPTS(
            "redial-attempts", OptionKind.range(0, 99), "0", "attempts after one that failed for want of the network"),
    REDIAL_SECONDS(
            "redial-seconds",
            OptionKind.range(1, 600),
            "5",
            "first pause between attempts, in seconds; it doubles from one to the next"),
    REDIAL_LONGEST_SECONDS(
            "redial-longest-seconds", OptionKind.range(1, 3600), "300", "longest pause between attempts, in seconds"),
    RECONNECT("reconnect", OptionKind.BOOL, "false", "dial again when the established connection is lost"),
    ALWAYS_ON(
            "always-on",
            OptionKind.BOOL,
            "false",
            "dial at the start of the manager and after every loss, until hung up by hand"),
    LINK_TIMEOUT(
            "link-timeout",
            OptionKind.range(5, 600),
            "120",
            "silence of the peer, echoes included, after which the connection is lost, in seconds"),
    IDLE_TIMEOUT("idle-timeout", OptionKind.range(0, 604800), "0", "hang up after so many idle seconds; 0 for never"),
    SESSION_TIMEOUT("session-timeout", OptionKind.range(0, 604800), "0", "longest connection, in seconds; 0 for any"),
    TRUST_PROMPT(
            "trust-prompt",
            OptionKind.BOOL,
            "false",
            "a dial with pauses may ask whether to trust a certificate that does not verify"),
    PIN(
            "pin",
            OptionKind.TEXT,
            "",
            "SHA-256 fingerprint of a server certificate that is trusted although it does not verify"),
    GUID("guid", OptionKind.GUID, "", "identity of the entry beside its name, as 32 hexadecimal digits"),
    PROTOCOL_MEMORY_HOURS(
            "protocol-memory-hours",
            OptionKind.range(0, 500_000),
            "168",
            "how long automatic begins with the protocol that worked last; 0 for never",
            Kept.until("a second protocol")),
    EAP_TYPE(
            "eap-type",
            OptionKind.choice("mschapv2", "tls", "peap", "ttls"),
            "",
            "method of EAP, when authentication has eap",
            Kept.until("EAP")),
    EAP_CONFIG(
            "eap-config",
            OptionKind.HEXADECIMAL,
            "",
            "what the method is told, in hexadecimal as a phone book of Windows has it",
            Kept.until("EAP")),
    LOGON_CREDENTIALS(
            "logon-credentials",
            OptionKind.BOOL,
            "false",
            "sign in as who is logged on to this machine",
            Kept.until("Kerberos and keyrings")),
    SINGLE_SIGN_ON(
            "single-sign-on",
            OptionKind.BOOL,
            "false",
            "use the sign-in for services behind the connection too",
            Kept.until("Kerberos and keyrings")),
    MACHINE_AUTHENTICATION(
            "machine-authentication",
            OptionKind.choice("certificate", "psk"),
            "",
            "how this machine proves itself to the server, besides its user",
            Kept.binding("IKEv2 and L2TP")),
    IKE_LOCAL_ID("ike-local-id", OptionKind.TEXT, "", "IKE identity of this machine", Kept.until("IKEv2 and L2TP")),
    IKE_REMOTE_ID(
            "ike-remote-id",
            OptionKind.TEXT,
            "",
            "IKE identity that the server must have, when not its name",
            Kept.until("IKEv2 and L2TP")),
    IKE_PROPOSALS(
            "ike-proposals",
            OptionKind.PROPOSALS,
            "",
            "algorithms of IKE that are offered, in order",
            Kept.until("IKEv2 and L2TP")),
    ESP_PROPOSALS(
            "esp-proposals",
            OptionKind.PROPOSALS,
            "",
            "algorithms of ESP that are offered, in order",
            Kept.until("IKEv2 and L2TP")),
    IKE_NAME_CHECK(
            "ike-name-check",
            OptionKind.BOOL,
            "true",
            "a server's IKE certificate must carry its name, and be one for servers",
            Kept.until("IKEv2 and L2TP")),
    IKE_FRAGMENTATION(
            "ike-fragmentation", OptionKind.BOOL, "true", "IKE messages in fragments of its own", Kept.until("IKEv2")),
    CERTIFICATE_EKU(
            "certificate-eku",
            OptionKind.IDENTIFIERS,
            "",
            "key usages that a certificate of this machine must have to be chosen",
            Kept.until("IKEv2 and EAP")),
    SELECTOR_ROUTES(
            "selector-routes",
            OptionKind.BOOL,
            "false",
            "with default-route=false, the destinations of the traffic selectors go through it",
            Kept.until("IKEv2")),
    MOBILITY(
            "mobility",
            OptionKind.BOOL,
            "true",
            "the connection moves with this machine to another network (MOBIKE)",
            Kept.until("IKEv2")),
    NETWORK_OUTAGE(
            "network-outage",
            OptionKind.range(0, 86_400),
            "1800",
            "how long it may be without a network before it is lost, in seconds; 0 for any",
            Kept.until("IKEv2")),
    DEVICES(
            "devices",
            OptionKind.DEVICES,
            "",
            "interface (PPPoE) or modem to dial with, one for each link",
            Kept.until("PPPoE and modem")),
    PHONE_NUMBERS(
            "phone-numbers",
            OptionKind.PHONE_NUMBERS,
            "",
            "telephone number to dial, one for each link",
            Kept.until("modem")),
    SERVICE_NAME("service-name", OptionKind.TEXT, "", "PPPoE service; empty for any", Kept.until("PPPoE")),
    LCP_EXTENSIONS(
            "lcp-extensions",
            OptionKind.BOOL,
            "true",
            "LCP messages of RFC 1570; old servers may want none",
            Kept.until("PPPoE and modem")),
    HEADER_COMPRESSION(
            "header-compression", OptionKind.BOOL, "false", "negotiate VJ compression of headers", Kept.until("modem")),
    SOFTWARE_COMPRESSION(
            "software-compression",
            OptionKind.BOOL,
            "false",
            "negotiate CCP compression of data; it weakens encryption",
            Kept.until("modem")),
    MULTILINK("multilink", OptionKind.BOOL, "false", "negotiate multilink PPP", Kept.until("multilink")),
    DIAL_MODE(
            "dial-mode",
            OptionKind.choice("first", "all", "as-needed"),
            "all",
            "which of several links to dial",
            Kept.until("multilink")),
    DIAL_EXTRA_PERCENT(
            "dial-extra-percent",
            OptionKind.range(0, 100),
            "75",
            "as-needed: load of the links at which another is dialled",
            Kept.until("multilink")),
    DIAL_EXTRA_SECONDS(
            "dial-extra-seconds",
            OptionKind.range(0, 3600),
            "120",
            "as-needed: how long the load must last for that",
            Kept.until("multilink")),
    HANG_UP_EXTRA_PERCENT(
            "hang-up-extra-percent",
            OptionKind.range(0, 100),
            "10",
            "as-needed: load of the links at which one is hung up",
            Kept.until("multilink")),
    HANG_UP_EXTRA_SECONDS(
            "hang-up-extra-seconds",
            OptionKind.range(0, 3600),
            "120",
            "as-needed: how long the load must last for that",
            Kept.until("multilink")),
    DNS_REGISTRATION(
            "dns-registration",
            OptionKind.choices("address", "domains", "server-domains"),
            "",
            "tell the name servers the name of this machine: alone, with the entry's domain, with the server's",
            Kept.until("dynamic DNS")),
    NAME_RULES(
            "name-rules",
            OptionKind.NAME_RULES,
            "",
            "name servers for a domain alone, DOMAIN=ADDRESS+ADDRESS; with one set of servers for all see domains",
            Kept.binding("name servers by domain")),
    PROXY_INSIDE(
            "proxy-inside",
            OptionKind.PROXY,
            "",
            "HTTP proxy that programs should use behind the connection",
            Kept.until("somebody who tells programs")),
    PROGRAMS(
            "programs",
            OptionKind.PROGRAMS,
            "",
            "programs whose packets alone may go through the connection",
            Kept.binding("routing by program")),
    AUTO_TRIGGER("auto-trigger", OptionKind.BOOL, "false", "may be dialled by a trigger", Kept.until("triggers")),
    TRIGGER_PROGRAMS(
            "trigger-programs", OptionKind.PROGRAMS, "", "programs whose start dials it", Kept.until("triggers")),
    TRIGGER_DOMAINS(
            "trigger-domains",
            OptionKind.DOMAINS,
            "",
            "domains whose names dial it when they are asked for",
            Kept.until("triggers")),
    TRUSTED_NETWORKS(
            "trusted-networks",
            OptionKind.DOMAINS,
            "",
            "domains of the networks in which no trigger dials it",
            Kept.until("triggers")),
    ORIGINAL(
            "original",
            OptionKind.ORIGINAL,
            "",
            "what the entry was imported from, for entry export; empty forgets it. Listings leave it out");

    private final String key;
    private final OptionKind kind;
    private final String standard;
    private final String help;
    private final @Nullable Kept kept;

    EntryOption(String key, OptionKind kind, String standard, String help) {
        this(key, kind, standard, help, null);
    }

    EntryOption(String key, OptionKind kind, String standard, String help, @Nullable Kept kept) {
        this.key = key;
        this.kind = kind;
        this.standard = standard;
        this.help = help;
        this.kept = kept;
    }

    public String key() {
        return key;
    }

    public OptionKind kind() {
        return kind;
    }

    /// The value when an entry does not name one, in canonical text.
    public String standard() {
        return standard;
    }

    /// A short phrase for `--help`.
    public String help() {
        return help;
    }

    /// What it waits for, when entries keep it and nothing uses it yet.
    public Optional<Kept> kept() {
        return Optional.ofNullable(kept);
    }

    public static Optional<EntryOption> ofKey(String key) {
        return Optional.ofNullable(ByKey.OPTIONS.get(key));
    }

    /// The option with this key.
    ///
    /// @throws RasException 87, naming the key and what may be meant
    public static EntryOption named(String key) {
        EntryOption option = ByKey.OPTIONS.get(key);
        if (option == null) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER, key + ": there is no such option; the nearest are " + nearest(key));
        }
        return option;
    }

    /// What somebody who wrote this may have meant: some keys, joined by commas.
    public static String nearest(String word) {
        return NearestOptions.to(word);
    }

    /// Made after the options, which cannot put themselves into a map of their own.
    private static final class ByKey {
        static final Map<String, EntryOption> OPTIONS =
                Arrays.stream(values()).collect(Collectors.toMap(EntryOption::key, option -> option));
    }
}
