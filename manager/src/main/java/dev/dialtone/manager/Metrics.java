package dev.dialtone.manager;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.Statistics;
import dev.dialtone.core.Loop;
import dev.dialtone.manager.PrometheusText.Kind;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the connections of this run came to, in numbers. Labels are states and documented error numbers, nothing
/// that users or peers name, so that there are only so many. Safe for any thread.
final class Metrics {
    /// From a handshake on the loopback to a person who is asked for a password.
    private static final double[] STATE_SECONDS = {0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 600};

    /// In the place of an error number that is not documented.
    private static final int OTHER = Integer.MAX_VALUE;

    private record Dial(String result, int error) {
        static final Comparator<Dial> ORDER = Comparator.comparing(Dial::result).thenComparingInt(Dial::error);
    }

    private final Traffic traffic = new Traffic();

    // guarded by this
    private final Map<ConnectionState, Histogram> states = new EnumMap<>(ConnectionState.class);
    private final SortedMap<Dial, Long> dials = new TreeMap<>(Dial.ORDER);
    private final SortedMap<Integer, Long> endings = new TreeMap<>();
    private long redials;

    Metrics() {
        // one that is there before anything happened can be told from one that is missing
        dials.put(new Dial("connected", 0), 0L);
        endings.put(RasError.USER_DISCONNECTION, 0L);
    }

    /// What counts for one connection, on its loop.
    ConnectionMeter meter(String connection, Loop loop) {
        return new ConnectionMeter(this, connection, loop);
    }

    Traffic traffic() {
        return traffic;
    }

    synchronized void stayed(ConnectionState state, long nanos) {
        states.computeIfAbsent(state, _ -> new Histogram(STATE_SECONDS)).saw(Math.max(0, nanos) / 1e9);
    }

    /// What an attempt or an established connection came to, if that is what it tells.
    void counted(Notification n) {
        if (n.completion()) {
            dialled(n);
        }
        if (n.ending()) {
            ended(n);
        }
    }

    /// A completion.
    private synchronized void dialled(Notification completion) {
        String result = completion.isConnected() ? "connected" : completion.error() != 0 ? "failed" : "disconnected";
        int error = completion.error() != 0 ? completion.error() : completion.cause();
        dials.merge(new Dial(result, documented(error)), 1L, Long::sum);
    }

    /// The ending of an established connection.
    private synchronized void ended(Notification ending) {
        endings.merge(documented(ending.cause()), 1L, Long::sum);
    }

    synchronized void redialled() {
        redials++;
    }

    private static int documented(int error) {
        return error == 0 || RasError.of(error).isPresent() ? error : OTHER;
    }

    private static String label(int error) {
        return error == OTHER ? "other" : Integer.toString(error);
    }

    void write(PrometheusText text) {
        outcomes(text);
        traffic(text, traffic.total());
    }

    private synchronized void outcomes(PrometheusText text) {
        text.family(
                "dialtone_dials_total",
                Kind.COUNTER,
                "Attempts that came to an end: connected, disconnected (hung up before), or failed; redials too.");
        dials.forEach((dial, count) -> text.sample(count, "result", dial.result(), "error", label(dial.error())));
        text.family("dialtone_redials_total", Kind.COUNTER, "Attempts after the first one of their connection.")
                .sample(redials);
        text.family(
                "dialtone_endings_total",
                Kind.COUNTER,
                "Established connections that ended, by the RAS number of the cause.");
        endings.forEach((cause, count) -> text.sample(count, "cause", label(cause)));
        text.family(
                "dialtone_state_seconds",
                Kind.HISTOGRAM,
                "How long dials were in each state; paused states wait for somebody.");
        states.forEach((state, seconds) -> seconds.write(text, "state", state.word()));
    }

    private static void traffic(PrometheusText text, Statistics carried) {
        text.family("dialtone_bytes_total", Kind.COUNTER, "Bytes of packets through all connections.")
                .sample(carried.bytesSent(), "direction", "sent")
                .sample(carried.bytesReceived(), "direction", "received");
        text.family("dialtone_packets_total", Kind.COUNTER, "Packets through all connections.")
                .sample(carried.packetsSent(), "direction", "sent")
                .sample(carried.packetsReceived(), "direction", "received");
        text.family("dialtone_dropped_packets_total", Kind.COUNTER, "Packets that were dropped on the way.")
                .sample(carried.dropped());
        text.family("dialtone_connected_seconds_total", Kind.COUNTER, "Time that connections were established.")
                .sample(carried.connectedMillis() / 1000.0);
    }
}
