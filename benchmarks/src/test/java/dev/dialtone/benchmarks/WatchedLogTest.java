package dev.dialtone.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WatchedLogTest {
    @Test
    void anotherTextUnderTheSameNumber_isFound() {
        WatchedLog log = new WatchedLog();
        assertThat(log.told(1, "a")).isTrue();
        assertThat(log.told(2, "b")).isTrue();
        assertThat(log.told(1, "a")).isTrue();
        assertThat(log.told(2, "c")).isFalse();
    }

    @Test
    void digest_tellsOrderAndTextApart() {
        WatchedLog log = new WatchedLog();
        log.told(1, "a");
        log.told(2, "b");
        assertThat(log.digest())
                .isEqualTo(WatchedLog.digest(List.of("a", "b")))
                .isNotEqualTo(WatchedLog.digest(List.of("b", "a")))
                .isNotEqualTo(WatchedLog.digest(List.of("a")));
    }
}
