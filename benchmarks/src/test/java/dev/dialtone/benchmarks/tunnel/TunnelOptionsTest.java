package dev.dialtone.benchmarks.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TunnelOptionsTest {
    @Test
    void quick_isOneRoundOfThreeSeconds() {
        TunnelOptions options = TunnelOptions.of(List.of("--quick", "--json"));

        assertThat(options.seconds()).isEqualTo(3);
        assertThat(options.leastRounds()).isEqualTo(1);
        assertThat(options.pings()).isEqualTo(300);
        assertThat(options.json()).isTrue();
    }

    @Test
    void repeats_areAtLeastThree_unlessFewerAreAsked() {
        assertThat(TunnelOptions.of(List.of("--repeats", "9")).leastRounds()).isEqualTo(3);
        assertThat(TunnelOptions.of(List.of("--repeats", "2")).leastRounds()).isEqualTo(2);
    }

    @Test
    void rejectsWhatIsNoNumberOrUnknown() {
        assertThatThrownBy(() -> TunnelOptions.of(List.of("--secs")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--secs needs a whole number from 1 to 600");
        assertThatThrownBy(() -> TunnelOptions.of(List.of("--secs", "0"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TunnelOptions.of(List.of("--fast")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no --fast");
    }

    @Test
    void peer_withoutATunnelHasNoProcesses() throws IOException {
        TunnelPeer veth =
                TunnelPeer.of("veth", List.of("PEER_CLIENT_NS=bl-ve-cli", "PEER_INSIDE=10.77.4.1", "PEER_CLIENT_PID="));

        assertThat(veth.isTunnel()).isFalse();
        assertThat(veth.client()).isEqualTo(OptionalLong.empty());
        assertThatThrownBy(() -> TunnelPeer.of("x", List.of("PEER_INSIDE=10.77.4.1")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("PEER_CLIENT_NS");
    }
}
