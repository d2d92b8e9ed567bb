package dev.dialtone.benchmarks.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TunnelPeerTest {
    private static final List<String> LEAST = List.of("PEER_CLIENT_NS=bl-x-cli", "PEER_INSIDE=10.99.0.1");

    @Test
    void tunnel_carriesEverything() throws IOException {
        TunnelPeer peer = TunnelPeer.of("x", LEAST);
        assertThat(Load.values()).allMatch(peer::carries);
        assertThat(peer.isTunnel()).isFalse();
    }

    @Test
    void carrierAlone_carriesOneStreamUpAndDown() throws IOException {
        TunnelPeer peer = TunnelPeer.of(
                        "tls",
                        List.of(
                                LEAST.getFirst(),
                                LEAST.getLast(),
                                "PEER_SERVER_PID=12",
                                "PEER_TLS=/tmp/x 10.77.7.1 443"))
                .with(11);
        assertThat(peer.tls()).containsExactly("/tmp/x", "10.77.7.1", "443");
        assertThat(Load.values()).filteredOn(peer::carries).containsExactly(Load.TCP_UP, Load.TCP_DOWN);
        assertThat(peer.isTunnel()).isTrue();
        assertThat(peer.client()).hasValue(11);
    }

    @Test
    void wrongProcess_isNamed() {
        assertThatThrownBy(() -> TunnelPeer.of("x", List.of(LEAST.getFirst(), LEAST.getLast(), "PEER_CLIENT_PID=one")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("one");
    }
}
