package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.Finding;
import dev.dialtone.core.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ExaminationTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private record Fake(String subject, List<String> needs, Supplier<Finding> looks) implements Check {
        @Override
        public Finding look() {
            return looks.get();
        }
    }

    private static Check good(String subject, String... needs) {
        return new Fake(subject, List.of(needs), () -> Finding.ok(subject, "fine"));
    }

    private static List<Finding> run(Check... checks) {
        return Examination.start(List.of(checks), BOUND).findings();
    }

    @Test
    void findings_comeInTheOrderOfTheChecks() {
        assertThat(run(good("a"), good("b", "a"), good("c")))
                .extracting(Finding::subject)
                .containsExactly("a", "b", "c");
    }

    @Test
    void failedCheck_skipsWhatNeedsItAndNothingElse() {
        assertThat(run(
                        good("a"),
                        new Fake("b", List.of("a"), () -> Finding.failed("b", "broken", "mend it")),
                        good("c", "b"),
                        good("d", "a", "c"),
                        good("e", "a")))
                .extracting(Finding::verdict)
                .containsExactly(Verdict.OK, Verdict.FAILED, Verdict.SKIPPED, Verdict.SKIPPED, Verdict.OK);
    }

    @Test
    void skippedCheck_saysWhoFailedInTheFirstPlace() {
        List<Finding> found =
                run(new Fake("a", List.of(), () -> Finding.failed("a", "broken", "")), good("b", "a"), good("c", "b"));
        assertThat(found.get(1).text()).isEqualTo("Not looked at, because a failed.");
        assertThat(found.get(2)).isEqualTo(Finding.skipped("c", "Not looked at, because a failed."));
        assertThat(found.get(2).ok()).isTrue();
    }

    @Test
    void warning_skipsNothing() {
        assertThat(run(new Fake("a", List.of(), () -> Finding.warning("a", "odd", "")), good("b", "a")))
                .extracting(Finding::verdict)
                .containsExactly(Verdict.WARNING, Verdict.OK);
    }

    @Test
    void checksThatNeedNothing_runSideBySide() {
        CyclicBarrier both = new CyclicBarrier(2);
        Supplier<Finding> meets = () -> {
            try {
                both.await();
                return Finding.ok("met", "");
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
        };
        assertThat(run(new Fake("a", List.of(), meets), new Fake("b", List.of(), meets)))
                .allMatch(found -> found.subject().equals("met"));
    }

    @Test
    void checkThatCrashes_isToldAndSpoilsNoOther() {
        List<Finding> found = run(
                new Fake("a", List.of(), () -> {
                    throw new IllegalStateException("a fault");
                }),
                good("b"));
        assertThat(found.getFirst().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(found.getFirst().text()).contains("a fault");
        assertThat(found.getLast().verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void checkThatNeverEnds_isBounded() {
        CountDownLatch never = new CountDownLatch(1);
        Check stuck = new Fake("a", List.of(), () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Finding.ok("a", "late");
        });
        List<Finding> found = Examination.start(List.of(stuck, good("b", "a")), Duration.ofMillis(50))
                .findings();
        assertThat(found.getFirst().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(found.getFirst().text()).contains("not done within");
        never.countDown();
    }

    @Test
    void needOfNoCheck_isAMistake() {
        assertThatThrownBy(() -> run(good("a", "b"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> run(good("a"), good("a"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void sharedRun_isOneForAllWhoAskMeanwhile() {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch goOn = new CountDownLatch(1);
        SharedRun<Integer> shared = new SharedRun<>(
                () -> {
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return runs.incrementAndGet();
                },
                task -> Thread.ofVirtual().start(task));
        CompletableFuture<Integer> one = shared.start();
        CompletableFuture<Integer> other = shared.start();
        goOn.countDown();
        assertThat(one.join()).isOne();
        assertThat(other.join()).isOne();
        assertThat(shared.start().join()).as("a new one").isEqualTo(2);
    }
}
