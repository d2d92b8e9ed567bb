package dev.dialtone.phonebooks;

import dev.dialtone.core.Decoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A file of `/etc/ppp/peers`: words, some of which take the next one for their value, comments after `#`
/// (SPEC [pppd(8), OPTIONS FILES]). Each option is a setting; a serial device, a speed and a pair of addresses, which
/// have no name, are settings with a name of ours in `<>`.
///
/// @param options in their order
record PeerFile(SourceText source, List<Leaf> options, List<Stretch> comments) {
    static final String DEVICE = "<device>";
    static final String SPEED = "<speed>";
    static final String ADDRESSES = "<addresses>";

    private static final int MOST = 2_000;

    /// Options that take a value.
    private static final Set<String> VALUED =
            Set.of(("active-filter asyncmap bsdcomp ca call capath cert chap-interval chap-max-challenge chap-restart"
                            + " chap-timeout child-timeout connect connect-delay crl crl-dir defaultroute-metric"
                            + " deflate disconnect domain eap-interval eap-max-rreq eap-max-sreq eap-restart"
                            + " eap-timeout endpoint escape file holdoff host-uniq idle ifname init ipcp-max-configure"
                            + " ipcp-max-failure ipcp-max-terminate ipcp-restart ipparam ipv6 ipv6cp-max-configure"
                            + " ipv6cp-max-failure ipv6cp-max-terminate ipv6cp-restart kdebug key lcp-echo-failure"
                            + " lcp-echo-interval lcp-max-configure lcp-max-failure lcp-max-terminate lcp-restart"
                            + " linkname logfd logfile maxconnect maxfail max-tls-version mrru mru ms-dns ms-wins mtu"
                            + " name netmask pap-max-authreq pap-restart pap-timeout pass-filter password pidfile"
                            + " plugin pppd-pppol2tp-lns pppoe-ac pppoe-mac pppoe-padi-attempts pppoe-padi-timeout"
                            + " pppoe-service pppoe-sess pppoe-verbose pppol2tp pptp_server pty record remotename"
                            + " rp_pppoe_ac rp_pppoe_mac rp_pppoe_service rp_pppoe_sess rp_pppoe_verbose"
                            + " set sstp-sock tls-verify-method unit unset up_sdnotify user vj-max-slots welcome")
                    .split(" "));

    PeerFile {
        options = List.copyOf(options);
        comments = List.copyOf(comments);
    }

    /// A word as it is meant, and where it stands.
    private record Word(String text, Stretch raw) {}

    Optional<Leaf> option(String key) {
        // of an option that repeats the last one counts
        return options.stream().filter(leaf -> leaf.key().equals(key)).reduce((first, second) -> second);
    }

    String value(String key) {
        return option(key).map(Leaf::value).orElse("");
    }

    static Decoded<PeerFile> decode(SourceText source) {
        String text = source.text();
        List<Word> words = new ArrayList<>();
        List<Stretch> comments = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c) || c == '\uFEFF') {
                at++;
            } else if (c == '#') {
                int end = lineEnd(text, at);
                comments.add(new Stretch(at + 1, end));
                at = end;
            } else if (words.size() == MOST) {
                return source.malformed(at, "", "another word", "at most " + MOST);
            } else {
                StringBuilder word = new StringBuilder();
                int end = word(text, at, word);
                if (end < 0) {
                    // SECURITY: without a word of it, for it may be a password
                    return source.malformed(at, "", "a quote", "another one at its end");
                }
                words.add(new Word(word.toString(), new Stretch(at, end)));
                at = end;
            }
        }
        return options(source, words, comments);
    }

    private static int lineEnd(String text, int at) {
        int end = at;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /// Where the text behind the word begins; -1 for quotes without an end.
    private static int word(String text, int begin, StringBuilder word) {
        int at = begin;
        char quote = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                char next = text.charAt(at + 1);
                word.append(
                        switch (next) {
                            case '\n' -> "";
                            case 's' -> " ";
                            case 'n' -> "\n";
                            case 'r' -> "\r";
                            case 't' -> "\t";
                            default -> Character.toString(next);
                        });
                at += 2;
            } else if (quote != 0 && c == quote) {
                quote = 0;
                at++;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                at++;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                return at;
            } else {
                word.append(c);
                at++;
            }
        }
        return quote == 0 ? at : -1;
    }

    private static Decoded<PeerFile> options(SourceText source, List<Word> words, List<Stretch> comments) {
        List<Leaf> options = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            if (VALUED.contains(word.text())) {
                if (i + 1 == words.size()) {
                    return source.malformed(word.raw().end(), word.text(), "the end", "its value");
                }
                Word value = words.get(++i);
                Stretch whole = new Stretch(word.raw().begin(), value.raw().end());
                options.add(source.leaf(word.text(), value.text(), value.raw(), whole));
                continue;
            }
            String named = unnamed(word.text());
            options.add(
                    named.isEmpty()
                            ? source.leaf(word.text(), "", word.raw(), word.raw())
                            : source.leaf(named, word.text(), word.raw(), word.raw()));
        }
        return options.isEmpty()
                ? source.malformed(source.text().length(), "", "no option", "options of pppd")
                : Decoded.ok(new PeerFile(source, options, comments), source.bytes().length);
    }

    /// What a word without a name is; empty for an option.
    private static String unnamed(String word) {
        if (word.matches("[0-9]{2,8}")) {
            return SPEED;
        }
        if (word.startsWith("/dev/") || word.matches("tty[A-Za-z0-9]+") || word.startsWith("nic-")) {
            return DEVICE;
        }
        return word.indexOf(':') >= 0 && word.matches("[0-9A-Za-z.-]*:[0-9A-Za-z.-]*") ? ADDRESSES : "";
    }
}
