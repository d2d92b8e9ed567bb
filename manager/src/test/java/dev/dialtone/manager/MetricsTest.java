package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Statistics;
import dev.dialtone.carriers.TunnelCounters;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a connection's life adds to the numbers, in virtual time.
class MetricsTest {
    private static final Failure LOST = Failure.retryable(829, Layer.TCP, "reset");
    private static final Failure USER = Failure.of(631, Layer.MANAGER, "test");

    @TempDir
    Path directory;

    private ConnectionRig rig(Entry entry) {
        return new ConnectionRig(directory, entry, DialOptions.STANDARD);
    }

    private static List<String> samples(ConnectionRig rig, String family) {
        PrometheusText text = new PrometheusText();
        rig.metrics.write(text);
        return text.toString().lines().filter(line -> line.startsWith(family)).toList();
    }

    @Test
    void connectedThenHungUp_isOneDialAndOneEnding() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY);
        assertThat(samples(rig, "dialtone_dials_total"))
                .containsExactly("dialtone_dials_total{result=\"connected\",error=\"0\"} 0");
        rig.connected();
        rig.advance(Duration.ofSeconds(10));
        rig.peer().counters = new TunnelCounters(100, 200, 3, 4, 5);
        assertThat(samples(rig, "dialtone_dials_total"))
                .containsExactly("dialtone_dials_total{result=\"connected\",error=\"0\"} 1");
        assertThat(samples(rig, "dialtone_endings_total")).containsExactly("dialtone_endings_total{cause=\"631\"} 0");
        rig.connection.hangUp(USER);
        rig.loop.drain();
        assertThat(samples(rig, "dialtone_endings_total")).containsExactly("dialtone_endings_total{cause=\"631\"} 1");
        assertThat(samples(rig, "dialtone_connected_seconds_total"))
                .containsExactly("dialtone_connected_seconds_total 10");
        Statistics carried = rig.metrics.traffic().total();
        assertThat(List.of(carried.bytesSent(), carried.bytesReceived(), carried.dropped()))
                .isEqualTo(List.of(
                        rig.peer().counters.bytesSent(),
                        rig.peer().counters.bytesReceived(),
                        rig.peer().counters.dropped()));
    }

    @Test
    void hungUpWhileDialling_isDisconnectedWithItsCause() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY);
        rig.dialled();
        rig.connection.hangUp(USER);
        rig.loop.drain();
        assertThat(samples(rig, "dialtone_dials_total"))
                .contains("dialtone_dials_total{result=\"disconnected\",error=\"631\"} 1");
        assertThat(samples(rig, "dialtone_endings_total"))
                .as("it never was established")
                .hasSize(1);
    }

    @Test
    void eachAttempt_isADial_andTheNextOnesAreRedials_C1a() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY.with(EntryOption.REDIAL_ATTEMPTS, "2"));
        rig.dialled();
        rig.peer().listener.failed(LOST);
        rig.loop.drain();
        assertThat(samples(rig, "dialtone_redials_total"))
                .as("it waits for it")
                .containsExactly("dialtone_redials_total 0");
        rig.advance(Duration.ofMillis(rig.last().retryInMillis()));
        assertThat(samples(rig, "dialtone_redials_total")).containsExactly("dialtone_redials_total 1");
        rig.peer().listener.failed(LOST);
        rig.loop.drain();
        assertThat(samples(rig, "dialtone_dials_total"))
                .contains("dialtone_dials_total{result=\"failed\",error=\"829\"} 2");
        rig.connection.hangUp(USER);
        rig.loop.drain();
        assertThat(samples(rig, "dialtone_redials_total"))
                .as("an attempt that was hung up before its first state")
                .containsExactly("dialtone_redials_total 1");
    }

    @Test
    void timeInAState_isWhatPassedUntilTheNextNotification() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY);
        rig.dialled();
        rig.advance(Duration.ofSeconds(3));
        rig.peer().succeed();
        rig.loop.drain();
        assertThat(samples(rig, "dialtone_state_seconds_bucket{state=\"ConnectDevice\""))
                .contains(
                        "dialtone_state_seconds_bucket{state=\"ConnectDevice\",le=\"1\"} 0",
                        "dialtone_state_seconds_bucket{state=\"ConnectDevice\",le=\"5\"} 1");
        assertThat(samples(rig, "dialtone_state_seconds_sum{state=\"ConnectDevice\""))
                .containsExactly("dialtone_state_seconds_sum{state=\"ConnectDevice\"} 3");
        rig.advance(Duration.ofHours(1));
        rig.connection.hangUp(USER);
        rig.loop.drain();
        assertThat(samples(rig, "dialtone_state_seconds_count{state=\"Connected\""))
                .as("how long it was established is told elsewhere")
                .isEmpty();
    }

    @Test
    void traffic_neverLeapsWhenATunnelGoes() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY.with(EntryOption.RECONNECT, "true"));
        rig.connected();
        rig.peer().counters = new TunnelCounters(100, 200, 3, 4, 5);
        Statistics before = rig.metrics.traffic().total();
        rig.peer().listener.failed(LOST);
        rig.loop.drain();
        assertThat(rig.metrics.traffic().total()).isEqualTo(before);
        rig.advance(Duration.ofMillis(rig.last().retryInMillis()));
        rig.peer().succeed();
        rig.loop.drain();
        rig.peer().counters = new TunnelCounters(1, 1, 1, 1, 1);
        assertThat(rig.metrics.traffic().total().packetsSent()).isEqualTo(before.packetsSent() + 1);
    }

    @Test
    void numbersThatNobodyDocumented_areOneLabel() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY);
        rig.dialled();
        rig.peer().listener.failed(Failure.of(123_456, Layer.SSTP, "made up"));
        rig.loop.drain();
        assertThat(samples(rig, "dialtone_dials_total"))
                .contains("dialtone_dials_total{result=\"failed\",error=\"other\"} 1");
    }
}
