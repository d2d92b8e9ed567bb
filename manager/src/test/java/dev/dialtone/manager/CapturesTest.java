package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.CaptureOptions;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.carriers.FrameTap;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class CapturesTest {
    private static final byte[] LCP = {(byte) 0xFF, 3, (byte) 0xC0, 0x21, 1, 1, 0, 4};
    private static final Permissions ROOT = new Permissions(new Caller(0, true));

    private final Captures captures = new Captures();

    private LocalCapture capture(String entry) {
        return new LocalCapture(entry, CaptureOptions.ALL, InstantSource.system(), captures::ended);
    }

    private static ConnectionRecord record(String id, String entry, int owner) {
        return new ConnectionRecord(
                new ConnectionRecord.Identity(id, entry, "sstp", owner, Instant.EPOCH), Runnable::run);
    }

    private static void frame(FrameTap tap) {
        tap.received(LCP, 0, LCP.length);
    }

    private static long seen(LocalCapture capture) {
        return capture.queue().count().seen();
    }

    @Test
    void nobody_turnsTheTapOff() {
        ConnectionRecord record = record("c-1", "office", 0);
        assertThat(record.tap().isOn()).isFalse();
        LocalCapture one = capture("office");
        LocalCapture other = capture("office");
        captures.see(record, ROOT, one);
        captures.see(record, ROOT, other);
        assertThat(record.tap().isOn()).isTrue();
        frame(record.tap());
        one.close();
        frame(record.tap());
        other.close();
        other.close();
        assertThat(record.tap().isOn()).isFalse();
        assertThat(seen(one)).isEqualTo(1);
        assertThat(seen(other)).isEqualTo(2);
    }

    @Test
    void whoWaits_seesTheNextConnectionOfItsEntry_andNoOther() {
        LocalCapture waiting = capture("office");
        captures.await("office", ROOT, waiting);
        ConnectionRecord home = record("c-1", "home", 0);
        ConnectionRecord office = record("c-2", "office", 0);
        ConnectionRecord later = record("c-3", "office", 0);
        captures.begun(home);
        captures.begun(office);
        captures.begun(later);
        assertThat(home.tap().isOn()).isFalse();
        assertThat(office.tap().isOn()).isTrue();
        assertThat(later.tap().isOn()).isFalse();
        frame(office.tap());
        assertThat(seen(waiting)).isEqualTo(1);
    }

    @Test
    void whoWaits_seesNothingOfAnotherUsersConnection_H7() {
        LocalCapture waiting = capture("office");
        captures.await("office", new Permissions(new Caller(1000, false)), waiting);
        ConnectionRecord theirs = record("c-1", "office", 1001);
        ConnectionRecord own = record("c-2", "office", 1000);
        captures.begun(theirs);
        assertThat(theirs.tap().isOn()).isFalse();
        captures.begun(own);
        assertThat(own.tap().isOn()).isTrue();
    }

    @Test
    void endedConnection_endsItsCaptures_andTakesNoMore(@TempDir Path directory) {
        ConnectionRig rig = new ConnectionRig(directory, ConnectionRig.ENTRY, DialOptions.STANDARD);
        LocalCapture capture = capture("office");
        captures.see(rig.record, ROOT, capture);
        rig.connected();
        frame(rig.peer().tap);
        rig.connection.hangUp(Failure.of(RasError.USER_DISCONNECTION, Layer.MANAGER, "test"));
        rig.loop.drain();

        Captured captured = new Captured().takeAll(capture);
        assertThat(captured.shape()).isEqualTo("SIPs");
        LocalCapture late = capture("office");
        assertThatThrownBy(() -> captures.see(rig.record, ROOT, late))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.NO_CONNECTION));
    }

    /// SECURITY: the words of a refusal, by a server that was told the password by PAP.
    @Test
    void passwordOfTheDial_saidAgainByThePeer_isMasked(@TempDir Path directory) {
        ConnectionRig rig = new ConnectionRig(directory, ConnectionRig.ENTRY, DialOptions.STANDARD, "pa55word");
        LocalCapture capture = capture("office");
        captures.see(rig.record, ROOT, capture);
        rig.dialled();
        byte[] words = "no: pa55word".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer nak = ByteBuffer.allocate(7 + words.length).putShort((short) 0xC023);
        nak.put((byte) 3)
                .put((byte) 1)
                .putShort((short) (5 + words.length))
                .put((byte) words.length)
                .put(words);
        rig.peer().tap.received(nak.array(), 0, nak.capacity());
        rig.connection.hangUp(Failure.of(RasError.USER_DISCONNECTION, Layer.MANAGER, "test"));
        rig.loop.drain();
        assertThat(new Captured().takeAll(capture).text())
                .contains("no: ********")
                .doesNotContain("pa55word");
    }

    @Test
    void redial_isSeenByTheSameCapture(@TempDir Path directory) {
        ConnectionRig rig =
                new ConnectionRig(directory, ConnectionRig.ENTRY.with("reconnect", "true"), DialOptions.STANDARD);
        LocalCapture capture = capture("office");
        captures.see(rig.record, ROOT, capture);
        rig.connected();
        frame(rig.peer().tap);
        ScriptedTunnel first = rig.peer();
        first.listener.failed(Failure.retryable(RasError.LINK_FAILURE, Layer.TCP, "lost"));
        rig.loop.drain();
        rig.advance(java.time.Duration.ofMinutes(1));
        assertThat(rig.tunnels).hasSizeGreaterThan(1);
        frame(rig.peer().tap);
        assertThat(seen(capture)).isEqualTo(2);
    }

    @Test
    void tooMany_areRefused_untilOneEnds() {
        List<LocalCapture> all = new ArrayList<>();
        Permissions other = new Permissions(new Caller(1000, false));
        for (int i = 0; i < 16; i++) {
            if (i == 8) {
                assertThatThrownBy(() -> captures.await("office", other, capture("office")))
                        .isInstanceOf(RasException.class)
                        .hasMessageContaining("8 are under way");
            }
            LocalCapture one = capture("office");
            captures.await("office", ROOT, one);
            all.add(one);
        }
        assertThatThrownBy(() -> captures.await("office", ROOT, capture("office")))
                .isInstanceOf(RasException.class)
                .hasMessageContaining("16 are under way");
        all.getFirst().close();
        captures.await("office", ROOT, capture("office"));
    }

    @Test
    void ofOneUser_fewAreTaken_soThatOthersHaveSome_H7() {
        Permissions one = new Permissions(new Caller(1000, false));
        for (int i = 0; i < 3; i++) {
            captures.await("office", one, capture("office"));
        }
        assertThatThrownBy(() -> captures.await("office", one, capture("office")))
                .isInstanceOf(RasException.class)
                .hasMessageContaining("3 of this user's are under way");
        captures.await("office", new Permissions(new Caller(1001, false)), capture("office"));
        captures.await("office", ROOT, capture("office"));
    }

    @Test
    void stoppedManager_endsWhoWaits() {
        LocalCapture waiting = capture("office");
        captures.await("office", ROOT, waiting);
        captures.stop();
        assertThat(new Captured().takeAll(waiting).shape()).isEqualTo("SIs");
    }
}
