package dev.dialtone.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathsTest {
    @Test
    void encodesWhatAPathCannotHold() {
        assertThat(Paths.entry("my office")).isEqualTo("/v1/entries/my%20office");
        assertThat(Paths.segment("a/b?c#d%é+")).isEqualTo("a%2Fb%3Fc%23d%25%C3%A9%2B");
        assertThat(Paths.segment("..")).isEqualTo("%2E%2E");
        assertThat(Paths.notifications("c-1_a.b~")).isEqualTo("/v1/connections/c-1_a.b~/notifications");
    }
}
