package dev.dialtone.cli;

import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Detail;
import dev.dialtone.api.NameService;
import dev.dialtone.api.Projection;
import dev.dialtone.api.Prompt;
import dev.dialtone.api.RasError;
import dev.dialtone.api.Statistics;
import dev.dialtone.cli.Screen.Style;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One connection in full (contract S1).
record StatusText(Screen screen) {
    /// Names of fields that say what is bad.
    private static final List<String> WARNINGS = List.of("WEAK", "NAMES");

    /// @param next     when it is dialled again
    /// @param lifetime what its entry says of it, or empty
    void show(ConnectionStatus s, Optional<Instant> next, String lifetime) {
        screen.show(screen.paint(Style.BOLD, s.entry())
                + screen.paint(
                        s.state().word().equals("Connected") ? Style.GOOD : Style.PLAIN,
                        "  " + s.state().word()));
        field("connection", s.connection());
        field("state", s.state().word() + " (" + s.state().code() + "), " + StatePhrase.of(s.state()));
        int told = s.error() != 0 ? s.error() : s.cause();
        if (told != 0) {
            field(s.error() != 0 ? "error" : "cause", told + " " + RasError.messageOf(told));
        }
        Detail detail = s.detail();
        if (detail != null) {
            field("layer", detail.layer());
            field("reason", detail.reason());
            field("peer", FailureReport.peer(detail));
            field("advice", detail.advice());
        }
        showPause(s);
        Instant until = s.confirmUntil();
        if (until != null) {
            field("confirm", "by " + Amount.dayAndTime(until) + ", or it is hung up");
            field("confirm with", "dialtone confirm " + s.connection());
        }
        field("since", Amount.dayAndTime(s.started()) + (s.active() ? "" : " (ended)"));
        field("attempt", s.attempt() + ", notification " + s.seq());
        next.ifPresent(n -> field("redial", "attempt " + (s.attempt() + 1) + " at " + Amount.dayAndTime(n)));
        field("references", s.references() == 0 ? "" : Integer.toString(s.references()));
        field("lifetime", lifetime);
        field("owner", s.owner() < 0 ? "" : "user id " + s.owner());
        field("device", s.deviceName() + " (" + s.deviceType() + ", " + s.protocol() + ")");
        field("local", s.localEndpoint());
        field("remote", s.remoteEndpoint());
        field("proxy", s.proxy());
        field("WEAK", s.weak());
        Projection projection = s.projection();
        if (projection != null) {
            show(projection);
            field("MTU from", NetworkText.mtuLimits(projection));
            field("full packet", projection.outerPacket());
        }
        show(s.statistics());
    }

    /// What the entry asks for, and is passed over.
    void kept(List<String> notes) {
        field("no effect", notes);
    }

    private void showPause(ConnectionStatus s) {
        Prompt prompt = s.prompt();
        field("because of", PromptText.why(s.reason()));
        if (prompt != null) {
            field("waits for", PromptText.wanted(prompt));
            field("", prompt.text());
            field("answer with", PromptText.howTo(s.connection(), prompt));
        }
    }

    void show(Projection p) {
        field("link", p.link() + ", MTU " + p.mtuBytes());
        field("namespace", p.namespace());
        field("table", p.table() == 0 ? "" : p.table() + ", for what is bound to the link or its addresses");
        field("ipv4", address(p.ipv4(), p.ipv4Peer(), p.ipv4Error()));
        field("ipv6", address(p.ipv6(), p.ipv6Peer(), p.ipv6Error()));
        field("dns", p.dns());
        showNames(p.names());
        field("nbns", p.nbns());
        field("domains", p.domains());
        field("routes", NetworkText.routes(p));
        field("outside", NetworkText.excluded(p));
        field("told", told(p));
        field("sign-in", p.authMethod());
        field("tls", (p.tlsProtocol() + " " + p.tlsCipher()).strip());
        field("server", p.serverSubject());
        field("fingerprint", p.serverFingerprint());
    }

    private void showNames(@Nullable NameService names) {
        if (names != null) {
            field(NamesText.isWrong(names) ? "NAMES" : "names", NamesText.of(names));
            field("", names.advice());
        }
    }

    /// What the server's network told, by whom; of many things the first.
    private static String told(Projection p) {
        int most = 8;
        String some = p.learned().stream()
                .limit(most)
                .map(l -> l.what() + " " + l.value() + " (" + l.from() + ")")
                .collect(Collectors.joining(", "));
        int more = p.learned().size() - most;
        return more > 0 ? some + ", and " + more + " more (--json shows all)" : some;
    }

    private void show(Statistics s) {
        field("sent", Amount.bytes(s.bytesSent()) + " in " + s.packetsSent() + " packets");
        field("received", Amount.bytes(s.bytesReceived()) + " in " + s.packetsReceived() + " packets");
        field("dropped", s.dropped() == 0 ? "" : s.dropped() + " packets");
        field("connected", s.connectedMillis() == 0 ? "" : "for " + Amount.duration(s.connectedMillis()));
    }

    private void field(String name, List<String> values) {
        field(name, String.join(", ", values));
    }

    private void field(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            screen.show("  " + screen.paint(Style.FAINT, String.format(Locale.ROOT, "%-12s", name))
                    + screen.paint(WARNINGS.contains(name) ? Style.BAD : Style.PLAIN, value));
        }
    }

    private static String address(@Nullable String own, @Nullable String peer, int error) {
        if (own == null) {
            return error == 0 ? "" : "none: error " + error + ", " + RasError.messageOf(error);
        }
        return peer == null ? own : own + ", peer " + peer;
    }

    /// The interface, with its namespace when that is not the host's own.
    static String link(Projection p) {
        return p.namespace() == null ? p.link() : p.link() + "@" + p.namespace();
    }

    static String addresses(Projection p) {
        String ipv4 = p.ipv4();
        String ipv6 = p.ipv6();
        String both = (ipv4 == null ? "" : ipv4) + " " + (ipv6 == null ? "" : ipv6);
        return both.isBlank() ? "-" : both.strip();
    }
}
