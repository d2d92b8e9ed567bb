package dev.dialtone.manager;

import dev.dialtone.api.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Our clock beside the server's, when that tells the time.
final class ServerClockCheck implements Check {
    static final String SUBJECT = "server clock";

    /// A clock that is further off than this is wrong, not slow.
    private static final Duration TOLERANCE = Duration.ofMinutes(2);

    private final EntryVisit visit;

    ServerClockCheck(EntryVisit visit) {
        this.visit = visit;
    }

    @Override
    public String subject() {
        return SUBJECT;
    }

    @Override
    public List<String> needs() {
        return List.of(TlsCheck.SUBJECT);
    }

    @Override
    public Finding look() {
        var unused = visit.call().accepted().join();
        return judge(
                visit.call().httpHead().flatMap(HttpHead::date), visit.wall().instant());
    }

    static Finding judge(Optional<Instant> server, Instant now) {
        if (server.isEmpty()) {
            return Finding.skipped(SUBJECT, "Not looked at, because the server does not tell its time.");
        }
        Duration off = Duration.between(server.get(), now);
        String told = "It is " + server.get() + " there; this machine is "
                + off.abs().toSeconds() + " s " + (off.isNegative() ? "behind." : "ahead.");
        return off.abs().compareTo(TOLERANCE) <= 0
                ? Finding.ok(SUBJECT, told)
                : Finding.warning(
                        SUBJECT,
                        told,
                        "One of the two clocks is wrong. If it is this machine's, certificates will be misjudged: set it"
                                + " (`timedatectl`).");
    }
}
