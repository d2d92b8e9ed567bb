package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.host.HostChange;
import dev.dialtone.testkit.AnswererStep;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a test stops a dial: at each step of the server, and in the host's two states.
enum Halt {
    OPEN_PORT(ConnectionState.OPEN_PORT, null),
    TCP_ACCEPT(ConnectionState.CONNECT_DEVICE, AnswererStep.TCP_ACCEPT),
    TLS(ConnectionState.CONNECT_DEVICE, AnswererStep.TLS),
    HTTP(ConnectionState.CONNECT_DEVICE, AnswererStep.HTTP),
    SSTP_CONNECT(ConnectionState.CONNECT_DEVICE, AnswererStep.SSTP_CONNECT),
    LCP(ConnectionState.ALL_DEVICES_CONNECTED, AnswererStep.LCP),
    AUTHENTICATE(ConnectionState.AUTHENTICATE, AnswererStep.AUTHENTICATE),
    AUTH_RESPONSE(ConnectionState.AUTH_NOTIFY, AnswererStep.AUTH_RESPONSE),
    CALL_CONNECTED(ConnectionState.AUTH_PROJECT, AnswererStep.CALL_CONNECTED),
    IPCP(ConnectionState.AUTH_PROJECT, AnswererStep.IPCP),
    APPLY_SETTINGS(ConnectionState.APPLY_SETTINGS, null);

    private final ConnectionState state;
    private final @Nullable AnswererStep step;

    Halt(ConnectionState state, @Nullable AnswererStep step) {
        this.state = state;
        this.step = step;
    }

    /// The state a dial is in when it is stopped here.
    ConnectionState state() {
        return state;
    }

    /// The server's step, unless it is the host that stands still.
    Optional<AnswererStep> step() {
        return Optional.ofNullable(step);
    }

    /// From now on dials stop here.
    void arm(Rig rig) {
        if (step != null) {
            rig.answerer().holdAt(step);
        } else if (this == OPEN_PORT) {
            rig.host().holdAt(HostChange.Device.class::isInstance);
        } else {
            rig.host().holdAt(HostChange.Address.class::isInstance);
        }
    }

    /// Waits until a dial has stopped.
    void await(Rig rig) throws InterruptedException {
        boolean there = step != null
                ? rig.answerer().awaitHeld(step, Rig.SOON).isPresent()
                : rig.host().awaitHeld(Rig.SOON);
        assertThat(there).as("a dial came to " + this).isTrue();
    }

    /// Lets it go on. A server needs no letting go when the client goes.
    void release(Rig rig) {
        if (step != null) {
            rig.answerer().release(step);
        } else {
            rig.host().release();
        }
    }

    /// The state that what is seen of a step belongs to.
    static ConnectionState stateOf(AnswererStep step) {
        return switch (step) {
            case TCP_ACCEPT, TLS, HTTP, SSTP_CONNECT -> ConnectionState.CONNECT_DEVICE;
            case LCP -> ConnectionState.ALL_DEVICES_CONNECTED;
            case AUTHENTICATE, AUTH_RESPONSE -> ConnectionState.AUTH_NOTIFY;
            case CALL_CONNECTED, IPCP -> ConnectionState.AUTH_PROJECT;
            case CONNECTED -> ConnectionState.APPLY_SETTINGS;
        };
    }
}
