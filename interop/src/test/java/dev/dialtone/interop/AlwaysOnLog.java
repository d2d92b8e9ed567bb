package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Detail;
import dev.dialtone.api.Json;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/// What `dialtone watch` tells of a connection that is always on, and what must hold of each loss in it.
final class AlwaysOnLog implements AutoCloseable {
    /// The entry's `redial-longest-seconds`.
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    /// How late a busy machine may begin an attempt.
    private static final Duration LATE = Duration.ofSeconds(3);

    private final PeerProcess watch;
    private final String connection;

    /// From its newest connection's first notification on.
    AlwaysOnLog(PeerDialtone dialtone, String entry) {
        watch = dialtone.start("watch", entry, "--json");
        connection = first(n -> n.seq() == 1).connection();
    }

    String connection() {
        return connection;
    }

    Notification awaitConnected() {
        return first(Notification::isConnected);
    }

    /// The loss.
    Notification awaitEnding() {
        return first(Notification::ending);
    }

    /// An attempt that failed at that time or later.
    void awaitFailureAfter(Instant time) {
        var unused = first(n -> n.error() != 0 && !n.time().isBefore(time));
    }

    /// Waits for the `Connected` after the loss, and judges all between them: each end says why and when the next
    /// attempt follows, no attempt begins later than announced, and once nothing stood in the way any longer the
    /// first one that began connected.
    void assertCameBack(Instant restored) {
        Notification ending = awaitEnding();
        Notification back = first(n -> n.isConnected() && n.seq() > ending.seq());
        List<Notification> between = notifications().stream()
                .filter(n -> n.seq() >= ending.seq() && n.seq() <= back.seq())
                .toList();
        System.out.println("softether: lost by " + ending.cause() + " ("
                + Objects.requireNonNull(ending.detail()).reason() + "), back in attempt " + back.attempt() + ", "
                + Duration.between(restored, back.time()).toMillis() + " ms after nothing stood in the way");

        assertThat(between).extracting(Notification::connection).containsOnly(connection);
        assertThat(between).filteredOn(Notification::ending).containsExactly(ending);
        assertThat(ending.cause()).isNotZero();
        for (int i = 0; i < between.size() - 1; i++) {
            Notification n = between.get(i);
            if (n.ending() || n.completion()) {
                assertAnnounces(n, between.get(i + 1));
            }
        }
        long late = between.stream()
                .filter(n -> n.attempt() > ending.attempt() && n.time().isAfter(restored))
                .map(Notification::attempt)
                .distinct()
                .filter(attempt -> begun(between, attempt).isAfter(restored))
                .count();
        assertThat(late)
                .as("attempts begun after it could connect: %s", Told.of(between))
                .isLessThanOrEqualTo(1);
    }

    private static Instant begun(List<Notification> log, int attempt) {
        return log.stream()
                .filter(n -> n.attempt() == attempt && !n.ending())
                .findFirst()
                .orElseThrow()
                .time();
    }

    private static void assertAnnounces(Notification end, Notification next) {
        Detail detail = Objects.requireNonNull(end.detail());
        assertThat(detail.reason()).isNotEmpty();
        assertThat(detail.retryable()).as("%s", end).isTrue();
        assertThat(end.retryInMillis()).as("%s", end).isBetween(1L, LONGEST_PAUSE.toMillis());
        assertThat(next.attempt()).isEqualTo(end.attempt() + 1);
        // it may be sooner: whoever dials or hears of a new network does not wait for the pause to end
        assertThat(Duration.between(end.time(), next.time()))
                .as("the pause before attempt %d", next.attempt())
                .isLessThan(Duration.ofMillis(end.retryInMillis()).plus(LATE));
    }

    private Notification first(Predicate<Notification> fits) {
        return Wire.notification(Json.object(
                watch.line(l -> fits.test(Wire.notification(Json.object(l)))).text()));
    }

    private List<Notification> notifications() {
        return watch.lines().stream()
                .map(l -> Wire.notification(Json.object(l.text())))
                .toList();
    }

    @Override
    public void close() {
        watch.close();
    }
}
