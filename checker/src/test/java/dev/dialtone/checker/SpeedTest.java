package dev.dialtone.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A hundred thousand runs are judged in one sitting.
class SpeedTest {
    /// Far above what a quiet machine needs, so that only a judge who has become slow by orders of magnitude fails.
    private static final long MOST_NANOS = 3_000_000;

    @Test
    void judging_staysFast() {
        List<String> run = new ArrayList<>(run(4).lines);
        for (int i = 0; i < 1500; i++) {
            assertThat(Checker.judge(run).passed()).isTrue();
        }
        // the shortest of many: others may be at work on this machine
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < 500; i++) {
            long begin = System.nanoTime();
            Checker.judge(run);
            shortest = Math.min(shortest, System.nanoTime() - begin);
        }
        System.out.println(shortest / 1000 + " µs for a run of " + run.size() + " lines");
        assertThat(shortest).isLessThan(MOST_NANOS);
    }

    private static TestRun run(int connections) {
        TestRun run = TestRun.begun();
        for (int i = 1; i <= connections; i++) {
            String c = "c-" + i;
            run.entry("entry" + i).dial("A", c, "").observe("o" + i, "A", c, 0);
            Scenarios.upTo(run, c, "Connected");
            run.gives("completion", "A", c).observe("p" + i, "B", c, 0).after(500);
            run.call("hangup", "A", c, "").releases(c).disconnects(c, 631, true).gives("hungUp", "A", c);
        }
        return run.quiet();
    }
}
