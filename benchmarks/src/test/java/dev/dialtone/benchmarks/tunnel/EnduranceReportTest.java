package dev.dialtone.benchmarks.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnduranceReportTest {
    @Test
    void kept_flatMemoryAndChangedKeys() {
        assertThat(report(_ -> 100, 3, "").kept()).isTrue();
    }

    @Test
    void kept_growingMemory_isNot() {
        EnduranceReport report = report(i -> 100 + 5 * i, 3, "");
        assertThat(report.kept()).isFalse();
        assertThat(report.markdown()).contains("| daemon, resident |").contains("| NO |");
    }

    @Test
    void kept_keysThatNeverChanged_isNot() {
        assertThat(report(_ -> 100, 0, "").kept()).isFalse();
    }

    @Test
    void kept_endedEarly_isNot_andSaysWhy() {
        EnduranceReport report = report(_ -> 100, 3, "iperf3: the connection was reset");
        assertThat(report.kept()).isFalse();
        assertThat(report.markdown()).contains("It ended early: iperf3: the connection was reset");
    }

    @Test
    void write_hasALineForEachTransfer(@TempDir Path directory) throws IOException {
        report(_ -> 100, 3, "").write(directory);
        assertThat(Files.readAllLines(directory.resolve("series.csv")))
                .hasSize(17)
                .contains("10.0,tcp-up,4000,5.0,100.0,9.00,3,80.0,8.00,3");
        assertThat(directory.resolve("memory.svg")).content().contains("daemon").contains("answerer");
    }

    private static EnduranceReport report(IntToDoubleFunction residentMb, long keyUpdates, String problem) {
        List<EnduranceSample> samples = IntStream.rangeClosed(1, 16)
                .mapToObj(i -> new EnduranceSample(
                        i * 10,
                        Load.TCP_UP,
                        4_000,
                        i * 5,
                        new EnduranceSample.End(residentMb.applyAsDouble(i), 9, keyUpdates),
                        new EnduranceSample.End(80, 8, keyUpdates)))
                .toList();
        return new EnduranceReport("a machine", "benchmarks/endurance", samples, problem);
    }
}
