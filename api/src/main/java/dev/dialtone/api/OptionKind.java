package dev.dialtone.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What an entry's option may hold. A value's canonical form is text; lists are joined by commas.
public sealed interface OptionKind {
    OptionKind TEXT = new Text();
    OptionKind HOST = new Host();
    OptionKind PEM = new Pem();
    OptionKind ORIGINAL = new Original();
    OptionKind BOOL = new Choice(List.of("true", "false"), false);
    OptionKind IPV4 = new Address();
    OptionKind ROUTES = new Routes();
    OptionKind EXCLUSIONS = new Several(new Portion());
    OptionKind DOMAINS = new Several(new Domain());
    OptionKind NAME_SERVERS = new Few(new Inside(), 8);
    OptionKind NAME_RULES = new Few(new NameRule(), 64);
    OptionKind IPV6_ADDRESS = new Ipv6Address();
    OptionKind GUID = new Guid();
    OptionKind DEVICES = new Several(Form.of("[A-Za-z0-9/][A-Za-z0-9_./:-]*", "a device, as in eth0 or ttyUSB0"));
    OptionKind PHONE_NUMBERS =
            new Several(Form.of("[0-9(*#+][0-9A-DPTW*#+()./@! -]*", "a telephone number, as in +49 30 1234"));
    OptionKind PROGRAMS = new Several(Form.of("[^,]+", "a program or a unit of systemd"));
    OptionKind PROPOSALS = new Several(Form.of("[a-z0-9_]+(-[a-z0-9_]+)*", "a proposal, as in aes256-sha384-ecp384"));
    OptionKind IDENTIFIERS =
            new Several(Form.of("[0-2](\\.[0-9]{1,10}){1,20}", "an object identifier, as in 1.3.6.1.5.5.7.3.2"));
    OptionKind HEXADECIMAL = new Form(Pattern.compile("[0-9A-Fa-f]*"), 16 * 1024, "hexadecimal");
    OptionKind PROXY = new Proxy();
    OptionKind PROXY_USER = new ProxyUser();
    OptionKind NAMESPACE = new Namespace();
    OptionKind TABLE = new Whole(1, Integer.MAX_VALUE, List.of(253L, 254L, 255L));
    OptionKind FWMARK = new Whole(1, 0xffff_ffffL, List.of());
    OptionKind FIREWALL_ZONE = new Zone();
    OptionKind USERS = new Several(new User());
    OptionKind SERVERS = new Servers(new Several(new Server()));
    OptionKind ENTRY = new Name();

    /// Longest text of one value, in characters.
    int MAX_TEXT = 256;

    /// Longest PEM text, in characters: a dozen certificates, and what the JSON library takes as one text.
    int MAX_PEM = 24 * 1024;

    static OptionKind choice(String... words) {
        return new Choice(List.of(words), false);
    }

    static OptionKind choices(String... words) {
        return new Choice(List.of(words), true);
    }

    static OptionKind range(int least, int most) {
        return new Range(least, most);
    }

    /// The canonical form of a value.
    ///
    /// @throws IllegalArgumentException what is wrong with it, without the option's name
    String canonical(String value);

    /// Whether the canonical form is a list.
    default boolean isList() {
        return false;
    }

    private static String plain(String value, int most) {
        if (value.length() > most) {
            throw new IllegalArgumentException("is longer than " + most + " characters");
        }
        boolean half = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                // what nearly all text is, before what takes longer
                continue;
            }
            if (Character.isISOControl(c)) {
                throw new IllegalArgumentException("has a control character");
            }
            half |= Character.isSurrogate(c);
        }
        if (half && value.codePoints().anyMatch(Json::isHalf)) {
            throw new IllegalArgumentException("has half a character");
        }
        return value;
    }

    /// Any one line.
    record Text() implements OptionKind {
        @Override
        public String canonical(String value) {
            return plain(value, MAX_TEXT);
        }
    }

    /// A DNS name or an address literal.
    record Host() implements OptionKind {
        @Override
        public String canonical(String value) {
            String host = plain(value, MAX_TEXT);
            if (!host.isEmpty() && !HostName.is(host) && !Literals.isAddress(host)) {
                throw new IllegalArgumentException("is neither a host name nor an address: " + host);
            }
            return host;
        }
    }

    /// A search domain, or after `~` one whose names are asked for through this connection without being searched.
    record Domain() implements OptionKind {
        private static final String ROUTING_ONLY = "~";

        @Override
        public String canonical(String value) {
            boolean routingOnly = value.startsWith(ROUTING_ONLY);
            String name = HOST.canonical(routingOnly ? value.substring(1) : value);
            if (name.isEmpty() || Literals.isAddress(name)) {
                throw new IllegalArgumentException("is not a domain: " + value);
            }
            return routingOnly ? ROUTING_ONLY + name : name;
        }
    }

    /// `none`, or an HTTP proxy as `http://HOST:PORT` or `HOST:PORT`.
    record Proxy() implements OptionKind {
        private static final String SCHEME = "http://";

        @Override
        public String canonical(String value) {
            String text = plain(value, MAX_TEXT).strip();
            if (text.isEmpty() || text.equalsIgnoreCase("none")) {
                return text.toLowerCase(Locale.ROOT);
            }
            if (text.indexOf('@') >= 0) {
                // SECURITY: not quoted, for it may hold a password
                throw new IllegalArgumentException("holds a user or a password; name the user in proxy-user, and give"
                        + " the password with: dialtone credentials set ENTRY --proxy-password-file FILE");
            }
            String bare =
                    text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) ? text.substring(SCHEME.length()) : text;
            if (bare.contains("://")) {
                throw new IllegalArgumentException("is not an HTTP proxy (http://HOST:PORT): " + text);
            }
            bare = bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
            int colon = bare.lastIndexOf(':');
            boolean bracketed = bare.startsWith("[") && colon > 0 && bare.charAt(colon - 1) == ']';
            if (colon < 1 || bare.endsWith("]")) {
                throw new IllegalArgumentException("has no port, as in http://HOST:PORT: " + text);
            }
            String host = bracketed ? bare.substring(1, colon - 1) : bare.substring(0, colon);
            boolean literal = host.indexOf(':') >= 0;
            if (host.isEmpty() || literal != bracketed) {
                throw new IllegalArgumentException(
                        "is not http://HOST:PORT, with an IPv6 address in brackets: " + text);
            }
            String name = HOST.canonical(host);
            String port = range(1, 65535).canonical(bare.substring(colon + 1));
            return SCHEME + (literal ? "[" + name + "]" : name) + ":" + port;
        }
    }

    /// A user name as HTTP can send it (RFC 7617 §2).
    record ProxyUser() implements OptionKind {
        @Override
        public String canonical(String value) {
            if (value.indexOf(':') >= 0) {
                // SECURITY: not quoted, for what follows may be a password
                throw new IllegalArgumentException("has a colon, which HTTP cannot send in a user name");
            }
            return plain(value, MAX_TEXT);
        }
    }

    /// One of some words, or several.
    record Choice(List<String> words, boolean several) implements OptionKind {
        @Override
        public String canonical(String value) {
            if (words.contains(value)) {
                return value;
            }
            List<String> chosen = several
                    ? List.of(value.toLowerCase(Locale.ROOT).split(",", -1))
                    : List.of(value.toLowerCase(Locale.ROOT));
            for (String word : chosen) {
                if (!words.contains(word.strip())) {
                    throw new IllegalArgumentException("is \"" + plain(word, MAX_TEXT) + "\"; may be "
                            + String.join(several ? ", " : " or ", words));
                }
            }
            return String.join(
                    ",", chosen.stream().map(String::strip).distinct().toList());
        }

        @Override
        public boolean isList() {
            return several;
        }
    }

    /// A whole number.
    record Range(int least, int most) implements OptionKind {
        @Override
        public String canonical(String value) {
            String text = plain(value, MAX_TEXT).strip();
            if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
                throw new IllegalArgumentException(
                        "is \"" + text + "\"; must be a number from " + least + " to " + most);
            }
            return Integer.toString(Integer.parseInt(text));
        }
    }

    /// Certificates as PEM text; that they can be read is checked by the manager.
    record Pem() implements OptionKind {
        @Override
        public String canonical(String value) {
            if (value.length() > MAX_PEM) {
                throw new IllegalArgumentException("is longer than " + MAX_PEM + " characters");
            }
            if (!value.isEmpty() && !value.contains("-----BEGIN CERTIFICATE-----")) {
                throw new IllegalArgumentException("holds no PEM certificate (-----BEGIN CERTIFICATE-----)");
            }
            String pem = value.replace("\r\n", "\n").strip();
            if (pem.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
                throw new IllegalArgumentException("has a control character");
            }
            if (pem.codePoints().anyMatch(Json::isHalf)) {
                throw new IllegalArgumentException("has half a character");
            }
            return pem;
        }
    }

    /// A piece of an imported file as it was, after one line that says of which: format, character set, a number of the
    /// file, place in it, and the entry's name then.
    record Original() implements OptionKind {
        private static final Pattern HEAD =
                Pattern.compile("[a-z]+ (utf-8|iso-8859-1) [0-9a-f]{16} [0-9]{1,6} [^\n\r]{1,256}\n");

        @Override
        public String canonical(String value) {
            if (value.isEmpty()) {
                return value;
            }
            if (value.length() > MAX_PEM) {
                throw new IllegalArgumentException("is longer than " + MAX_PEM + " characters");
            }
            if (!HEAD.matcher(value).lookingAt()) {
                throw new IllegalArgumentException("is not what an import keeps; dialtone entry import FILE");
            }
            if (value.chars().anyMatch(c -> (c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7F)) {
                throw new IllegalArgumentException("has a control character");
            }
            if (value.codePoints().anyMatch(Json::isHalf)) {
                throw new IllegalArgumentException("has half a character");
            }
            return value;
        }
    }

    /// An IPv4 address, or nothing.
    record Address() implements OptionKind {
        @Override
        public String canonical(String value) {
            String text = plain(value, MAX_TEXT).strip();
            if (!text.isEmpty() && !Literals.isIpv4(text)) {
                throw new IllegalArgumentException("is not an IPv4 address: " + text);
            }
            return text;
        }
    }

    /// A prefix like `10.0.0.0/8` that leaves something over; a bare address is one host.
    record Portion() implements OptionKind {
        @Override
        public String canonical(String value) {
            String prefix = Literals.prefix(plain(value, MAX_TEXT));
            if (prefix.endsWith("/0")) {
                throw new IllegalArgumentException(
                        "has \"" + value + "\", which is everything: nothing would be left for the connection");
            }
            return prefix;
        }
    }

    /// Prefixes like `10.0.0.0/8`; a bare address is one host. Each may have a metric of its own, like
    /// `10.1.0.0/16@50`; 0 is none.
    record Routes() implements OptionKind {
        private static final OptionKind METRIC = range(0, 9999);

        @Override
        public String canonical(String value) {
            if (value.isBlank()) {
                return "";
            }
            if (value.indexOf(',') < 0 && value.indexOf('@') < 0) {
                return Literals.prefix(plain(value, MAX_TEXT).strip());
            }
            Map<String, String> metrics = new LinkedHashMap<>();
            for (String part : plain(value, 64 * MAX_TEXT).split(",", -1)) {
                int at = part.indexOf('@');
                String prefix = Literals.prefix((at < 0 ? part : part.substring(0, at)).strip());
                String metric = at < 0 ? "0" : metric(part.strip(), part.substring(at + 1));
                String before = metrics.putIfAbsent(prefix, metric);
                if (before != null && !before.equals(metric)) {
                    throw new IllegalArgumentException("has " + prefix + " twice, with two metrics");
                }
            }
            return metrics.entrySet().stream()
                    .map(route -> route.getKey() + (route.getValue().equals("0") ? "" : "@" + route.getValue()))
                    .collect(Collectors.joining(","));
        }

        private static String metric(String part, String metric) {
            try {
                return METRIC.canonical(metric);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "has \"" + part + "\", whose metric is not a number from 0 to 9999", e);
            }
        }

        @Override
        public boolean isList() {
            return true;
        }
    }

    /// A user of this machine: a name as `useradd` takes it, or a number.
    record User() implements OptionKind {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,30}\\$?");

        @Override
        public String canonical(String value) {
            if (!NAME.matcher(plain(value, MAX_TEXT)).matches()) {
                throw new IllegalArgumentException("is not a user's name or number: " + value);
            }
            return value;
        }
    }

    /// A network namespace's name, as `ip netns` takes it, or nothing. Nothing that leaves a folder, or that a
    /// program takes for an option.
    record Namespace() implements OptionKind {
        private static final Pattern NAME = Pattern.compile("(?!-|\\.{1,2}$)[A-Za-z0-9._-]{1,64}");

        @Override
        public String canonical(String value) {
            String name = plain(value, MAX_TEXT);
            if (!name.isEmpty() && !NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("is not a name for a network namespace: " + name
                        + " (up to 64 letters, digits, dots, dashes and underscores; no dash first)");
            }
            return name;
        }
    }

    /// A whole number, decimal or hexadecimal after `0x`, or nothing.
    ///
    /// @param except those between that it may not be
    record Whole(long least, long most, List<Long> except) implements OptionKind {
        @Override
        public String canonical(String value) {
            String text = plain(value, MAX_TEXT).strip();
            if (text.isEmpty()) {
                return "";
            }
            boolean hexadecimal = text.matches("0[xX][0-9a-fA-F]{1,8}");
            if (hexadecimal || text.matches("[0-9]{1,10}")) {
                long number = hexadecimal ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
                if (number >= least && number <= most && !except.contains(number)) {
                    return Long.toString(number);
                }
            }
            String but = except.isEmpty()
                    ? ""
                    : ", but not "
                            + String.join(
                                    ", ", except.stream().map(Object::toString).toList());
            throw new IllegalArgumentException(
                    "is \"" + text + "\"; must be a number from " + least + " to " + most + but);
        }
    }

    /// The name of a zone of firewalld, or nothing. Which there are is for the host to say.
    record Zone() implements OptionKind {
        private static final Pattern NAME = Pattern.compile("(?!-)[A-Za-z0-9._/-]{1,64}");

        @Override
        public String canonical(String value) {
            String name = plain(value, MAX_TEXT);
            if (!name.isEmpty() && !NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("is not a name for a firewall zone: " + name
                        + " (up to 64 letters, digits, dots, dashes, underscores and slashes; no dash first)");
            }
            return name;
        }
    }

    /// A server, with a port of its own if it has one.
    record Server() implements OptionKind {
        @Override
        public String canonical(String value) {
            return ServerAddress.parse(plain(value, MAX_TEXT)).text(0);
        }
    }

    /// Servers beside the entry's own.
    record Servers(OptionKind list) implements OptionKind {
        @Override
        public String canonical(String value) {
            String servers = list.canonical(value);
            if (servers.split(",", -1).length >= ServerAddress.MOST) {
                throw new IllegalArgumentException("has more than " + (ServerAddress.MOST - 1) + " servers");
            }
            return servers;
        }

        @Override
        public boolean isList() {
            return true;
        }
    }

    /// The name of an entry, or nothing.
    record Name() implements OptionKind {
        @Override
        public String canonical(String value) {
            if (!value.isEmpty()) {
                try {
                    Entry.checkName(value);
                } catch (RasException e) {
                    throw new IllegalArgumentException("is no name of an entry: " + e.getMessage(), e);
                }
            }
            return value;
        }
    }

    /// Several of a kind.
    record Several(OptionKind each) implements OptionKind {
        @Override
        public String canonical(String value) {
            if (value.isBlank()) {
                return "";
            }
            return String.join(
                    ",",
                    List.of(plain(value, 64 * MAX_TEXT).split(",", -1)).stream()
                            .map(part -> each.canonical(part.strip()))
                            .distinct()
                            .toList());
        }

        @Override
        public boolean isList() {
            return true;
        }
    }

    /// Several of a kind, and no more than so many.
    record Few(OptionKind each, int most) implements OptionKind {
        @Override
        public String canonical(String value) {
            String all = new Several(each).canonical(value);
            if (all.split(",", -1).length > most) {
                throw new IllegalArgumentException("has more than " + most);
            }
            return all;
        }

        @Override
        public boolean isList() {
            return true;
        }
    }

    /// Text of one form.
    ///
    /// @param most longest, in characters
    /// @param what it is, with an article
    record Form(Pattern form, int most, String what) implements OptionKind {
        static Form of(String form, String what) {
            return new Form(Pattern.compile(form), MAX_TEXT, what);
        }

        @Override
        public String canonical(String value) {
            String text = plain(value, most).strip();
            if (!form.matcher(text).matches()) {
                throw new IllegalArgumentException("is not " + what + ": " + Literals.cut(text));
            }
            return text;
        }
    }

    /// An address of a host that can be asked through the connection.
    record Inside() implements OptionKind {
        @Override
        public String canonical(String value) {
            return Literals.host(plain(value, MAX_TEXT).strip());
        }
    }

    /// An IPv6 address with the length of its prefix, 64 when it is not said; or nothing.
    record Ipv6Address() implements OptionKind {
        @Override
        public String canonical(String value) {
            String text = plain(value, MAX_TEXT).strip();
            if (text.isEmpty()) {
                return "";
            }
            int slash = text.indexOf('/');
            String address = Literals.host(slash < 0 ? text : text.substring(0, slash));
            if (!address.contains(":")) {
                throw new IllegalArgumentException("is not an IPv6 address, as in 2001:db8::7/64: " + text);
            }
            return address + "/" + (slash < 0 ? "64" : range(1, 128).canonical(text.substring(slash + 1)));
        }
    }

    /// `DOMAIN=ADDRESS`, with more addresses after `+`: whom to ask for the names of a domain.
    record NameRule() implements OptionKind {
        @Override
        public String canonical(String value) {
            String text = plain(value, MAX_TEXT).strip();
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("is not DOMAIN=ADDRESS+ADDRESS...: " + text);
            }
            List<String> servers = List.of(text.substring(equals + 1).split("\\+", -1));
            return new Domain().canonical(text.substring(0, equals)) + "="
                    + servers.stream().map(Literals::host).collect(Collectors.joining("+"));
        }
    }

    /// A GUID, as 32 hexadecimal digits; braces and dashes are left out. Or nothing.
    record Guid() implements OptionKind {
        private static final Pattern WRITTEN =
                Pattern.compile("\\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})}?");

        @Override
        public String canonical(String value) {
            String text = plain(value, MAX_TEXT).strip().toLowerCase(Locale.ROOT);
            if (!text.isEmpty() && !WRITTEN.matcher(text).matches()) {
                throw new IllegalArgumentException("is not a GUID of 32 hexadecimal digits: " + text);
            }
            return WRITTEN.matcher(text).replaceAll("$1$2$3$4$5");
        }
    }
}
