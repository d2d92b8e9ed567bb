package dev.dialtone.benchmarks.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class PingReportTest {
    @Test
    void decodesRepliesAndLoss() throws IOException {
        PingReport report = PingReport.of("""
                PING 10.99.0.1 (10.99.0.1) 56(84) bytes of data.
                64 bytes from 10.99.0.1: icmp_seq=1 ttl=64 time=0.250 ms
                64 bytes from 10.99.0.1: icmp_seq=2 ttl=64 time=12 ms
                64 bytes from 10.99.0.1: icmp_seq=3 ttl=64 time=1.50 ms

                --- 10.99.0.1 ping statistics ---
                4 packets transmitted, 3 received, 25% packet loss, time 30ms
                rtt min/avg/max/mdev = 0.250/4.583/12.000/5.270 ms
                """);

        assertThat(report.roundTrips().median()).isEqualTo(1.5);
        assertThat(report.roundTrips().percentile(99)).isEqualTo(12);
        assertThat(report.lossPercent()).isEqualTo(25);
    }

    @Test
    void rejectsSilence_withTheLastLine() {
        assertThatThrownBy(
                        () -> PingReport.of("PING x\n3 packets transmitted, 0 received, 100% packet loss, time 9ms\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("3 packets transmitted, 0 received");
    }
}
