package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.DialOptions;
import dev.dialtone.api.EventKind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who holds a connection, and gates, in virtual time (C10, H2, N9).
class HoldersTest {
    @TempDir
    Path directory;

    private ConnectionRig rig(DialOptions options) {
        ConnectionRig rig = new ConnectionRig(directory, ConnectionRig.ENTRY, options);
        rig.connection.hold("dialler", options.bound());
        return rig;
    }

    @Test
    void background_dialGoesOnWithoutItsClient_C10() {
        ConnectionRig rig = rig(DialOptions.STANDARD.inBackground());
        rig.dialled();
        rig.connection.left("dialler");
        rig.loop.drain();
        rig.peer().succeed();
        rig.loop.drain();
        assertThat(rig.words()).endsWith("Connected completion");
    }

    @Test
    void anotherHolder_keepsTheDialUntilTheLastOneLeaves_C10() {
        ConnectionRig rig = rig(DialOptions.STANDARD);
        rig.dialled();
        rig.connection.refer(0);
        rig.connection.hold("other", false);
        rig.connection.left("dialler");
        rig.loop.drain();
        assertThat(rig.words()).endsWith("ConnectDevice");
        rig.connection.left("other");
        rig.loop.drain();
        assertThat(rig.words()).endsWith("Disconnected cause 631 completion");
    }

    @Test
    void bound_connectedOneEndsWithItsClient_C10() {
        ConnectionRig rig = rig(DialOptions.STANDARD.boundToClient());
        rig.connected();
        rig.connection.left("dialler");
        rig.loop.drain();
        assertThat(rig.words()).endsWith("Connected completion", "Disconnected cause 631 ending");
    }

    @Test
    void reference_lastOneEndsIt_H2() {
        ConnectionRig rig = rig(DialOptions.STANDARD);
        rig.connected();
        rig.connection.refer(0);
        rig.connection.refer(7);
        assertThat(rig.record.status().references()).isEqualTo(3);
        assertThat(rig.connection.release()).isEqualTo(2);
        int _ = rig.connection.release();
        rig.loop.drain();
        assertThat(rig.words()).endsWith("Connected completion");
        assertThat(rig.events.log().snapshot())
                .filteredOn(e -> e.event() == EventKind.REFERENCES)
                .extracting("references")
                .containsExactly(2, 3, 2, 1);
        int _ = rig.connection.release();
        rig.loop.drain();
        assertThat(rig.words()).endsWith("Disconnected cause 631 ending");
    }

    @Test
    void gated_nextStateWaitsForTheAcknowledgement_N9() {
        ConnectionRig rig = rig(DialOptions.STANDARD.withGate(Duration.ofSeconds(30)));
        rig.connection.start();
        rig.loop.drain();
        assertThat(rig.words()).containsExactly("OpenPort");
        rig.connection.acknowledge(7);
        rig.loop.drain();
        assertThat(rig.words()).as("not the last notification").containsExactly("OpenPort");
        rig.connection.acknowledge(1);
        rig.loop.drain();
        assertThat(rig.words()).containsExactly("OpenPort", "PortOpened");
    }

    @Test
    void gated_goesOnAfterTheLimitAndThatTimeDoesNotCount_N9_C6() {
        ConnectionRig rig = rig(DialOptions.STANDARD.withGate(Duration.ofSeconds(100)));
        rig.connection.start();
        rig.advance(Duration.ofSeconds(99));
        assertThat(rig.words()).containsExactly("OpenPort");
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.words()).containsExactly("OpenPort", "PortOpened");
        rig.advance(Duration.ofSeconds(100));
        assertThat(rig.words()).containsExactly("OpenPort", "PortOpened", "ConnectDevice");
        rig.peer().listener.connected(ScriptedTunnel.CARRIER);
        rig.loop.drain();
        assertThat(rig.words()).containsExactly("OpenPort", "PortOpened", "ConnectDevice");
        rig.connection.dispenseWithAcknowledgements();
        rig.loop.drain();
        assertThat(rig.words()).endsWith("DeviceConnected", "AllDevicesConnected");
    }
}
