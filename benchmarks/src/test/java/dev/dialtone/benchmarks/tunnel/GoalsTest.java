package dev.dialtone.benchmarks.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GoalsTest {
    private static final OptionalDouble TWO = OptionalDouble.of(2);
    private static final OptionalDouble THREE = OptionalDouble.of(3);

    @Test
    void goal_isMetBothWaysOrMissed() {
        assertThat(Goal.atLeast(2, "x", TWO, THREE).verdict()).isEqualTo("met");
        assertThat(Goal.atLeast(2.5, "x", TWO, THREE).verdict()).isEqualTo("missed");
        assertThat(Goal.atMost(3, "", "x", TWO, THREE).verdict()).isEqualTo("met");
        assertThat(Goal.atMost(2.5, "", "x", TWO, THREE).verdict()).isEqualTo("missed");
    }

    @Test
    void goal_withoutAWay_isNotMeasured() {
        Goal goal = Goal.atLeast(2, "x", TWO, OptionalDouble.empty());

        assertThat(goal.verdict()).isEqualTo("not measured");
    }

    @Test
    void ratios_areOfMediansOfTheSameWay() {
        Figures figures = new Figures();
        figures.add(Goals.DIALTONE, Load.TCP_UP, Map.of(Quantity.MBIT, 6000.0));
        figures.add(Goals.DIALTONE, Load.TCP_DOWN, Map.of(Quantity.MBIT, 3000.0));
        figures.add(Goals.SOFTETHER, Load.TCP_UP, Map.of(Quantity.MBIT, 2000.0));
        figures.add(Goals.SOFTETHER, Load.TCP_DOWN, Map.of(Quantity.MBIT, 1500.0));

        List<Goal> goals = Goals.of(figures);

        Goal softEther = goals.getFirst();
        assertThat(softEther.up()).hasValue(3);
        assertThat(softEther.down()).hasValue(2);
        assertThat(softEther.verdict()).isEqualTo("missed");
        assertThat(goals.subList(1, goals.size()))
                .allSatisfy(goal -> assertThat(goal.verdict()).isEqualTo("not measured"));
    }

    @Test
    void garbage_isTakenLessWhatTlsAloneMakes() {
        Figures figures = new Figures();
        for (Load load : List.of(Load.TCP_UP, Load.TCP_DOWN)) {
            figures.add(Goals.DIALTONE, load, Map.of(Quantity.GARBAGE_CLIENT, 101.5, Quantity.GARBAGE_SERVER, 95.0));
            figures.add(Goals.TLS, load, Map.of(Quantity.GARBAGE_CLIENT, 100.0, Quantity.GARBAGE_SERVER, 100.0));
        }

        List<Goal> garbage = Goals.of(figures).stream()
                .filter(goal -> goal.what().startsWith("garbage"))
                .toList();

        assertThat(garbage.getFirst().up()).hasValue(1.5);
        assertThat(garbage.getLast().down()).hasValue(0);
        assertThat(garbage).allSatisfy(goal -> assertThat(goal.verdict()).isEqualTo("met"));
    }

    @Test
    void pingUnderLoad_isTakenAboveIdle() {
        Figures figures = new Figures();
        figures.add(Goals.DIALTONE, Load.PING_IDLE, Map.of(Quantity.RTT_P99, 1.0));
        figures.add(Goals.DIALTONE, Load.PING_UP, Map.of(Quantity.RTT_P99, 10.5));
        figures.add(Goals.DIALTONE, Load.PING_DOWN, Map.of(Quantity.RTT_P99, 12.0));

        Goal ping = Goals.of(figures).stream()
                .filter(goal -> goal.what().startsWith("ping"))
                .findFirst()
                .orElseThrow();

        assertThat(ping.up()).hasValue(9.5);
        assertThat(ping.down()).hasValue(11);
        assertThat(ping.verdict()).isEqualTo("missed");
    }
}
