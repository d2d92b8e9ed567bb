package dev.dialtone.demo;

import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Detail;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Projection;
import dev.dialtone.api.RasError;
import dev.dialtone.api.Statistics;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The demo in words.
final class TextTelling implements Telling {
    private final PrintStream out;
    private @Nullable Instant first;

    TextTelling(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begins(String server, String authority) {
        out.println("Dialling the built-in answerer at " + server + " (SSTP), trusting only " + authority);
        out.println();
        out.println("      ms  seq  state");
    }

    @Override
    public void notified(Notification n) {
        if (first == null) {
            first = n.time();
        }
        double millis = Duration.between(first, n.time()).toNanos() / 1e6;
        String line = String.format(
                Locale.ROOT, "%8.1f  %3d  %s", millis, n.seq(), n.state().word());
        int told = n.error() != 0 ? n.error() : n.cause();
        if (told != 0) {
            line += (n.error() != 0 ? "  error " : "  cause ") + told + " " + RasError.nameOf(told);
        }
        line += n.completion() ? "  <- completion" : "";
        line += n.ending() ? "  <- ending" : "";
        out.println(line);
        Detail detail = n.detail();
        if (n.error() != 0 && detail != null) {
            out.println("               " + detail.layer() + ": " + detail.reason());
            out.println("               " + detail.advice());
        }
    }

    @Override
    public void projected(Projection p) {
        out.println();
        out.println("Projection");
        row("interface", p.link() + ", MTU " + p.mtuBytes());
        row("IPv4", p.ipv4() + " peer " + p.ipv4Peer());
        row("IPv6", p.ipv6() == null ? "none (error " + p.ipv6Error() + ")" : p.ipv6() + " peer " + p.ipv6Peer());
        row("name servers", String.join(", ", p.dns()));
        row("names", p.names() == null ? "none" : p.names().state());
        row("domains", String.join(", ", p.domains()));
        row("routes", String.join(", ", p.routes()));
        row("signed in by", p.authMethod());
        row("TLS", p.tlsProtocol() + " " + p.tlsCipher());
        row("server", p.serverSubject());
        out.println();
    }

    @Override
    public void pinged(String to, int number, Optional<Duration> roundTrip) {
        out.println(roundTrip
                .map(time -> String.format(
                        Locale.ROOT, "Ping %d through the tunnel to %s: %.2f ms", number, to, time.toNanos() / 1e6))
                .orElse("Ping " + number + " through the tunnel to " + to + ": no reply"));
    }

    @Override
    public void counted(ConnectionStatus status) {
        Statistics s = status.statistics();
        out.println();
        out.println("Statistics");
        row("sent", s.packetsSent() + " packets, " + s.bytesSent() + " bytes");
        row("received", s.packetsReceived() + " packets, " + s.bytesReceived() + " bytes");
        row("connected", s.connectedMillis() + " ms");
        out.println();
    }

    @Override
    public void hangsUp() {
        out.println("Hanging up");
    }

    @Override
    public void ended(boolean hostClean) {
        out.println();
        out.println(
                hostClean
                        ? "One completion, one ending, nothing left behind. Next: dialtone --help"
                        : "Something was left behind on the host in memory: this is a bug.");
    }

    private void row(String what, String text) {
        out.println(String.format(Locale.ROOT, "  %-14s%s", what, text));
    }
}
