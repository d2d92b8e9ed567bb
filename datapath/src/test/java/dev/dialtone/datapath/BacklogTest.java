package dev.dialtone.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class BacklogTest {
    private final Backlog backlog = new Backlog();

    private void add(int flow, int number, int length, long now) {
        byte[] packet = new byte[length];
        packet[0] = (byte) flow;
        packet[1] = (byte) number;
        backlog.add(packet, length, flow, now);
    }

    /// Takes and gives back; `flow.number`, and a star when the flow is to lose it.
    private String next(long now) {
        Backlog.Waiting packet = backlog.poll(now);
        if (packet == null) {
            return "-";
        }
        String said = packet.buffer()[0] + "." + packet.buffer()[1] + (packet.loses() ? "*" : "");
        backlog.giveBack(packet);
        return said;
    }

    @Test
    void aFlow_keepsItsOrder() {
        for (int i = 0; i < 50; i++) {
            add(1, i, 1_000, 0);
        }
        for (int i = 0; i < 50; i++) {
            assertThat(next(0)).isEqualTo("1." + i);
        }
        assertThat(next(0)).isEqualTo("-");
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void aFlowWithLittleToSend_goesBeforeALongOne() {
        for (int i = 0; i < 100; i++) {
            add(1, i, 1_400, 0);
        }
        // until it has had its first turn
        for (int i = 0; i < 10; i++) {
            next(0);
        }
        add(2, 1, 84, 0);
        assertThat(next(0)).isEqualTo("2.1");
        assertThat(next(0)).isEqualTo("1.10");
    }

    @Test
    void twoLongFlows_shareByBytes() {
        for (int i = 0; i < 100; i++) {
            add(1, 0, 1_400, 0);
            for (int j = 0; j < 4; j++) {
                add(2, 0, 350, 0);
            }
        }
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            taken.add(next(0));
        }
        int ofFirst = Collections.frequency(taken, "1.0") * 1_400;
        int ofSecond = Collections.frequency(taken, "2.0") * 350;
        assertThat(Math.abs(ofFirst - ofSecond)).isLessThan(10_000);
    }

    @Test
    void tooMuch_theLongestLosesItsOldest() {
        add(2, 7, 100, 0);
        int all = Backlog.MOST_BYTES / 65_545 + 20;
        for (int i = 0; i < all; i++) {
            add(1, i, 60_000, 0);
        }
        assertThat(backlog.dropped()).isBetween(20L, 22L);
        assertThat(next(0)).isEqualTo("2.7");
        assertThat(next(0)).isEqualTo("1." + (byte) backlog.dropped());
    }

    @Test
    void longQueue_isTold() {
        long now = 0;
        int lost = 0;
        for (int i = 0; i < 1_000; i++) {
            add(1, 0, 1_000, now);
            add(1, 0, 1_000, now);
            now += 1_000_000;
            lost += next(now).endsWith("*") ? 1 : 0;
        }
        assertThat(lost).isBetween(5, 50);
    }

    @Test
    void take_waitsForWhatComes_andForTheEnd() throws Exception {
        CompletableFuture<Integer> got = CompletableFuture.supplyAsync(
                () -> Objects.requireNonNull(backlog.take(TimeUnit.SECONDS.toNanos(9), () -> 0))
                        .length());
        add(1, 1, 77, 0);
        assertThat(got.get(9, TimeUnit.SECONDS)).isEqualTo(77);
        CompletableFuture<Boolean> none =
                CompletableFuture.supplyAsync(() -> backlog.take(TimeUnit.SECONDS.toNanos(60), () -> 0) == null);
        backlog.end();
        assertThat(none.get(9, TimeUnit.SECONDS)).isTrue();
        assertThat(backlog.isEnded()).isTrue();
    }
}
