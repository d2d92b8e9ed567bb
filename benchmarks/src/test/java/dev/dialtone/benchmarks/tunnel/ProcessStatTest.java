package dev.dialtone.benchmarks.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessStatTest {
    @Test
    void decodesAProcess_whateverItsName() throws IOException {
        ProcessStat stat =
                ProcessStat.of("42 (a) b (c) S 7 42 42 0 -1 4194560 100 200 0 0 11 22 33 44 20 0 1 0 500 1000 10\n");

        assertThat(stat).isEqualTo(new ProcessStat(42, 7, 11 + 22 + 33 + 44, false));
    }

    @Test
    void decodesAThreadOfTheKernel() throws IOException {
        ProcessStat stat = ProcessStat.of("2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 5 0 0 20 0 1 0 3 0 0\n");

        assertThat(stat.kernelPart()).isTrue();
    }

    @Test
    void rejectsWhatIsNoLine() {
        assertThatThrownBy(() -> ProcessStat.of("")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ProcessStat.of("1 (init) S 0 1")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ProcessStat.of("x (init) S 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void busyTime_isWithoutIdleWaitingAndStolen() throws IOException {
        assertThat(ProcessorTime.busyTicks("cpu  100 10 30 5000 700 2 3 40 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n"))
                .isEqualTo(100 + 10 + 30 + 2 + 3);
        assertThatThrownBy(() -> ProcessorTime.busyTicks("intr 1 2 3\n")).isInstanceOf(IOException.class);
    }
}
