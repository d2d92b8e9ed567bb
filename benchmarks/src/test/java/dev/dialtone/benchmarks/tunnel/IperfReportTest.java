package dev.dialtone.benchmarks.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class IperfReportTest {
    private static String tcp(int reverse, String end) {
        return """
                {"start": {"test_start": {"protocol": "TCP", "reverse": %d}}, "intervals": [], "end": {%s}}
                """.formatted(reverse, end);
    }

    private static String stream(long bits) {
        return "{\"sender\": {\"bits_per_second\": 1}, \"receiver\": {\"bits_per_second\": " + bits + "}}";
    }

    @Test
    void decodesOneStreamUp() throws IOException {
        IperfReport report = IperfReport.of(tcp(0, """
                "streams": [%s],
                "sum_sent": {"bytes": 700, "bits_per_second": 2000000.0},
                "sum_received": {"bytes": 600, "bits_per_second": 1500000.5}
                """.formatted(stream(1_500_000))));

        assertThat(report.upMbit()).isCloseTo(1.5, within(1e-5));
        assertThat(report.downMbit()).isZero();
        assertThat(report.bytes()).isEqualTo(600);
    }

    @Test
    void decodesTheOtherWay() throws IOException {
        IperfReport report = IperfReport.of(
                tcp(1, "\"streams\": [], \"sum_received\": {\"bytes\": 600, \"bits_per_second\": 1500000}"));

        assertThat(report.upMbit()).isZero();
        assertThat(report.downMbit()).isEqualTo(1.5);
    }

    @Test
    void decodesBothWaysAtOnce() throws IOException {
        IperfReport report = IperfReport.of(tcp(0, """
                "streams": [],
                "sum_received": {"bytes": 600, "bits_per_second": 1500000},
                "sum_received_bidir_reverse": {"bytes": 400, "bits_per_second": 1000000}
                """));

        assertThat(report.upMbit()).isEqualTo(1.5);
        assertThat(report.downMbit()).isEqualTo(1);
        assertThat(report.mbit()).isEqualTo(2.5);
        assertThat(report.bytes()).isEqualTo(1000);
    }

    @Test
    void decodesNamesThatAreRepeated() throws IOException {
        IperfReport report = IperfReport.of("""
                {"start": {"sock_bufsize":\t0, "sndbuf_actual":\t16384, "sock_bufsize":\t0, "sndbuf_actual":\t16384,
                  "test_start": {"protocol": "TCP", "reverse": 0}},
                 "end": {"streams": [], "sum_received": {"bytes": 600, "bits_per_second": 1500000}}}
                """);

        assertThat(report.upMbit()).isEqualTo(1.5);
    }

    @Test
    void smallestShare_isOfWhatEachShouldHave() throws IOException {
        IperfReport report = IperfReport.of(
                tcp(0, """
                "streams": [%s, %s, %s, %s],
                "sum_received": {"bytes": 600, "bits_per_second": 4000000}
                """.formatted(stream(500_000), stream(1_500_000), stream(1_000_000), stream(1_000_000))));

        assertThat(report.smallestShare()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void decodesDatagrams_countingWhatArrived() throws IOException {
        IperfReport report = IperfReport.of("""
                {"start": {"test_start": {"protocol": "UDP", "reverse": 0}},
                 "end": {"sum": {"bytes": 200000, "packets": 1000},
                  "sum_sent": {"seconds": 2, "bytes": 200000, "packets": 1000, "lost_packets": 0},
                  "sum_received": {"seconds": 2, "bytes": 150000, "bits_per_second": 600000, "packets": 950,
                    "lost_packets": 200}}}
                """);

        assertThat(report.packets()).isEqualTo(375);
        assertThat(report.lossPercent()).isEqualTo(25);
        assertThat(report.bytes()).isEqualTo(150_000);
        assertThat(report.upMbit()).isCloseTo(0.6, within(1e-9));
    }

    @Test
    void rejectsAFailure_withItsWords() {
        assertThatThrownBy(() -> IperfReport.of("{\"start\": {}, \"error\": \"unable to connect to server\"}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unable to connect to server");
    }

    @Test
    void rejectsWhatIsNoReport() {
        assertThatThrownBy(() -> IperfReport.of("{\"end\": {}}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> IperfReport.of("iperf3: not found")).isInstanceOf(IOException.class);
    }
}
