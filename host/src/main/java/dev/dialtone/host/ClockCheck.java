package dev.dialtone.host;

import dev.dialtone.host.Host.HostFinding;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Whether the time of day can be right: certificates are judged by it. The kernel's own word for that, adjtimex(2),
/// is not asked: the service's sandbox (`SystemCallFilter`) ends who calls it.
final class ClockCheck implements HostCheck {
    private static final String SUBJECT = "clock";
    private static final String ADVICE = "Set the clock, or run something that keeps it (systemd-timesyncd, chrony).";
    private static final Path TIMESYNC = Path.of("/run/systemd/timesync/synchronized");

    /// A build may come from another time zone's machine.
    private static final Duration TOLERANCE = Duration.ofDays(1);

    /// No certificate of today lives that long.
    private static final Duration FAR = Duration.ofDays(20 * 365);

    private final InstantSource clock;

    ClockCheck(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public HostFinding look() {
        return judge(clock.instant(), built(), Files.exists(TIMESYNC));
    }

    static HostFinding judge(Instant now, Optional<Instant> built, boolean synchronised) {
        Instant shown = now.truncatedTo(ChronoUnit.SECONDS);
        if (built.isPresent() && now.plus(TOLERANCE).isBefore(built.get())) {
            return HostFinding.failed(
                    SUBJECT,
                    "It is " + shown + " here, before this program was built ("
                            + built.get().truncatedTo(ChronoUnit.SECONDS)
                            + "): certificates will seem not valid yet.",
                    ADVICE);
        }
        if (built.isPresent() && now.isAfter(built.get().plus(FAR))) {
            return HostFinding.failed(
                    SUBJECT, "It is " + shown + " here: certificates will seem to have expired.", ADVICE);
        }
        return HostFinding.ok(
                SUBJECT,
                "It is " + shown + " here, which can be"
                        + (synchronised ? "; systemd-timesyncd keeps the clock." : "."));
    }

    /// When the file this program came in was written; empty when that is not a file.
    private static Optional<Instant> built() {
        CodeSource source = ClockCheck.class.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        try {
            URI uri = location == null ? null : location.toURI();
            return uri == null || !"file".equals(uri.getScheme())
                    ? Optional.empty()
                    : Optional.of(Files.getLastModifiedTime(Path.of(uri)).toInstant());
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
