package dev.dialtone.host;

import dev.dialtone.host.Resolver.LinkDns;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What resolv.conf(5) says while connections are up, computed from its text without them; and that text back.
///
/// ```
/// # dialtone begin: ...              our part, first, between two marks
/// nameserver 10.0.0.53               connections for everything, then the others; newest first; at most 3 in all
/// search corp.example home.example   their domains, then the file's own
/// # dialtone end
/// #dialtone# nameserver 192.0.2.1    a line of the file that is out of force
/// options edns0                      a line of the file that stays
/// ```
///
/// The file's own name servers stay as far as there is room, unless some connection is for everything: then a name
/// that its servers do not know, or cannot be asked, must not leak to others.
final class ResolvConfText {
    private static final String BEGIN = "# dialtone begin";
    private static final String END = "# dialtone end";
    private static final String OUT_OF_FORCE = "#dialtone# ";

    /// MAXNS of resolver(3): what is listed after these is not used.
    private static final int MAX_SERVERS = 3;

    // SECURITY: domains come from peers and entries; nothing may start a line of its own.
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?\\.?");

    private ResolvConfText() {}

    /// Whether the text holds our part.
    static boolean carriesMark(String text) {
        return text.lines().anyMatch(line -> line.startsWith(BEGIN));
    }

    /// Whether our part is whole, so that [#strip] gives exactly what was there.
    static boolean isWhole(String text) {
        return carriesMark(text)
                && text.lines().dropWhile(line -> !line.startsWith(BEGIN)).anyMatch(line -> line.equals(END));
    }

    /// The text without our part; the same text when there is none.
    static String strip(String text) {
        if (!carriesMark(text)) {
            return text;
        }
        boolean whole = isWhole(text);
        StringBuilder kept = new StringBuilder(text.length());
        boolean inside = false;
        for (String line : linesOf(text)) {
            String content = line.stripTrailing();
            if (content.startsWith(BEGIN)) {
                inside = true;
            } else if (inside && content.equals(END)) {
                inside = false;
            } else if (!inside || !(whole || isEntry(line, "nameserver") || isEntry(line, "search"))) {
                inside = false;
                kept.append(line.startsWith(OUT_OF_FORCE) ? line.substring(OUT_OF_FORCE.length()) : line);
            }
        }
        return kept.toString();
    }

    /// The text for these connections; `base` itself when none of them has anything to say.
    ///
    /// @param base without our part
    /// @param all  those that are asked over their link alone are left out: programs would ask by the host's routes
    static String compose(String base, List<LinkDns> all) {
        List<LinkDns> connections = all.stream().filter(c -> !c.overLinkAlone()).toList();
        Set<String> servers = servers(connections);
        Set<String> domains = domains(connections);
        if (servers.isEmpty() && domains.isEmpty()) {
            return base;
        }
        boolean everything = connections.stream()
                .anyMatch(c -> c.everything() && !c.servers().isEmpty());
        int room = servers.isEmpty() ? Integer.MAX_VALUE : everything ? 0 : MAX_SERVERS - servers.size();
        StringBuilder rest = new StringBuilder(base.length());
        Set<String> ownSearch = new LinkedHashSet<>();
        for (String line : linesOf(base)) {
            boolean out = line.startsWith(OUT_OF_FORCE);
            if (isEntry(line, "nameserver")) {
                out = room-- <= 0;
            } else if (!domains.isEmpty() && (isEntry(line, "search") || isEntry(line, "domain"))) {
                out = true;
                ownSearch = new LinkedHashSet<>(words(line)); // the last one counts
            }
            rest.append(out ? OUT_OF_FORCE : "").append(line);
        }
        StringBuilder text = new StringBuilder(base.length() + 256);
        text.append(BEGIN).append(": for ").append(names(connections));
        text.append("; taken out again when they end, the rest of the file stays\n");
        servers.forEach(server -> text.append("nameserver ").append(server).append('\n'));
        if (!domains.isEmpty()) {
            domains.addAll(ownSearch);
            text.append("search ").append(String.join(" ", domains)).append('\n');
        }
        return text.append(END).append('\n').append(rest).toString();
    }

    private static Set<String> servers(List<LinkDns> connections) {
        return connections.stream()
                .sorted(Comparator.comparing(LinkDns::everything).reversed())
                .flatMap(c -> c.servers().stream().map(server -> literal(server, c.link())))
                .distinct()
                .limit(MAX_SERVERS)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<String> domains(List<LinkDns> connections) {
        return connections.stream()
                .flatMap(c -> c.domains().stream())
                .filter(ResolvConfText::isDomain)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// Whether it may stand in a configuration as a domain.
    static boolean isDomain(String text) {
        return DOMAIN.matcher(text).matches();
    }

    private static String names(List<LinkDns> connections) {
        return connections.stream()
                .map(LinkDns::link)
                .filter(InterfaceName::valid)
                .collect(Collectors.joining(", "));
    }

    private static String literal(InetAddress server, String link) {
        String text = server.getHostAddress();
        int scope = text.indexOf('%');
        String bare = scope < 0 ? text : text.substring(0, scope);
        boolean needsLink = server instanceof Inet6Address && server.isLinkLocalAddress() && InterfaceName.valid(link);
        return needsLink ? bare + "%" + link : bare;
    }

    /// The values of an entry's line, without its keyword.
    static List<String> words(String line) {
        return Stream.of(line.strip().split("[ \t]+", -1)).skip(1).toList();
    }

    // resolv.conf(5): the keyword starts the line
    static boolean isEntry(String line, String keyword) {
        return line.startsWith(keyword)
                && line.length() > keyword.length()
                && (line.charAt(keyword.length()) == ' ' || line.charAt(keyword.length()) == '\t');
    }

    /// Lines with their ends, so that joining them gives the text again.
    private static List<String> linesOf(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("(?<=\n)"));
    }
}
