package dev.dialtone.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
    private final List<Long> acknowledged = new ArrayList<>();

    private static Notification notification(long seq, ConnectionState state, int error, long retryInMillis) {
        boolean completion = error != 0 || state == ConnectionState.CONNECTED;
        return new Notification(
                seq,
                Instant.EPOCH,
                "c-1",
                "office",
                1,
                1,
                state,
                error,
                0,
                null,
                completion,
                false,
                retryInMillis,
                0,
                null);
    }

    private static Notification running(long seq) {
        return notification(seq, ConnectionState.AUTHENTICATE, 0, 0);
    }

    @Test
    void whateverAStateMayFollow_isAcknowledgedOnce_N9() {
        Gate gate = new Gate(acknowledged::add);
        gate.acknowledge(running(1));
        gate.acknowledge(running(1));
        gate.acknowledge(running(3));
        gate.acknowledge(running(2));
        gate.acknowledge(notification(4, ConnectionState.CONNECT_DEVICE, 809, 5000));
        assertThat(acknowledged).containsExactly(1L, 3L, 4L);
    }

    @Test
    void connectedAndTheLast_openNothing_N9() {
        Gate gate = new Gate(acknowledged::add);
        gate.acknowledge(notification(1, ConnectionState.CONNECTED, 0, 0));
        gate.acknowledge(notification(2, ConnectionState.AUTH_NOTIFY, 691, 0));
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void managerThatRefuses_isNoMatterOfTheObserver() {
        Gate gate = new Gate(seq -> {
            acknowledged.add(seq);
            throw RasException.of(RasError.INVALID_HANDLE, "gone");
        });
        gate.acknowledge(running(1));
        gate.acknowledge(running(2));
        assertThat(acknowledged).containsExactly(1L, 2L);
    }
}
