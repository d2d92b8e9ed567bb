package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.Connection;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What the tests of the contract stand on: a server, a host in memory, a manager, and the way to it under test.
abstract class ContractRig {
    static final Duration SOON = Rig.SOON;
    Rig rig = new Rig();
    Doorway doorway = doorway(rig);
    RemoteAccess access = doorway.access();

    abstract Doorway doorway(Rig rig);

    @AfterEach
    void end() {
        rig.host().release();
        doorway.refuse();
        rig.manager().close();
        doorway.close();
        rig.close();
    }

    void anotherServer(Rig other) {
        end();
        rig = other;
        doorway = doorway(rig);
        access = doorway.access();
    }

    void restart() {
        doorway.refuse();
        rig.manager().close();
        doorway.close();
        rig.restart();
        doorway = doorway(rig);
        access = doorway.access();
    }

    static Notification await(CompletableFuture<Notification> told) throws Exception {
        return told.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    Connection connect(Recorder recorder) throws Exception {
        Connection connection = access.dial(rig.request("office"), recorder);
        assertThat(await(connection.completion()).isConnected())
                .as("Connected: %s", Told.of(connection.log()))
                .isTrue();
        return connection;
    }

    Connection connect() throws Exception {
        return connect(new Recorder());
    }

    Connection haltedAt(Halt halt, Recorder recorder) throws Exception {
        halt.arm(rig);
        Connection connection = access.dial(rig.request("office"), recorder);
        halt.await(rig);
        // the server may be there a moment before the client
        recorder.await(n -> n.state() == halt.state(), SOON);
        return connection;
    }

    RasException refused(Runnable operation) {
        AtomicReference<RasException> thrown = new AtomicReference<>();
        assertThatThrownBy(operation::run).isInstanceOfSatisfying(RasException.class, thrown::set);
        return thrown.get();
    }

    @BeforeEach
    void startsEmpty() {
        assertThat(access.list()).isEmpty();
        assertThat(rig.memory().present()).isEmpty();
    }
}
