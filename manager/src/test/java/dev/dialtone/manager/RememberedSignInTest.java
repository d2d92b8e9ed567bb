package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.Answer;
import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a dial leaves stored, in virtual time.
class RememberedSignInTest {
    private static final Entry REMEMBERS = ConnectionRig.ENTRY.with(EntryOption.REMEMBER, "true");
    private static final Failure REFUSED =
            Failure.of(691, Layer.AUTH, "Refused.").peer("E=691", "no");
    private static final Failure LOST = Failure.retryable(829, Layer.TCP, "reset");

    @TempDir
    Path directory;

    private ConnectionRig rig(Entry entry) {
        ConnectionRig rig =
                new ConnectionRig(directory, entry, DialOptions.STANDARD.withPauses(Duration.ofMinutes(10)));
        rig.credentials.set("office", "before", "", Secret.ofChars("before".toCharArray()));
        return rig;
    }

    private static void assertStored(ConnectionRig rig, String user, String password) {
        assertThat(rig.credentials.info("office").user()).isEqualTo(user);
        try (Secret stored = rig.credentials.password("office").orElseThrow()) {
            assertThat(stored.<String>useChars(String::new)).isEqualTo(password);
        }
    }

    private static ScriptedTunnel refused(ConnectionRig rig) {
        ScriptedTunnel peer = rig.dialled();
        peer.listener.connected(ScriptedTunnel.CARRIER);
        peer.listener.established();
        peer.listener.authenticationAsked("mschapv2");
        peer.listener.authenticationRefused(REFUSED, false);
        rig.loop.drain();
        return peer;
    }

    private static void answer(ConnectionRig rig, String user, String secret) {
        try (Secret given = Secret.ofChars(secret.toCharArray())) {
            rig.connection.answer(new Answer(rig.last().seq(), Map.of("user", user), given));
        }
        rig.loop.drain();
    }

    @Test
    void connected_isStoredOnlyWhereTheEntryRemembers() {
        ConnectionRig forgets = rig(ConnectionRig.ENTRY);
        forgets.connected();
        assertStored(forgets, "before", "before");
        ConnectionRig remembers = rig(REMEMBERS);
        remembers.connected();
        assertStored(remembers, "tester", "secret");
    }

    @Test
    void refused_overwritesNothing() {
        ConnectionRig rig = rig(REMEMBERS);
        refused(rig);
        assertThat(rig.words()).endsWith("RetryAuthentication reason 691");
        assertStored(rig, "before", "before");
    }

    @Test
    void answeredAndConnected_isWhatWasAnswered() {
        ConnectionRig rig = rig(REMEMBERS);
        ScriptedTunnel peer = refused(rig);
        answer(rig, "alice", "right");
        assertStored(rig, "before", "before");
        peer.listener.authenticationAsked("mschapv2");
        peer.listener.authenticated("mschapv2", "");
        peer.listener.projected(ScriptedTunnel.PROJECTION);
        rig.loop.drain();
        assertThat(rig.words()).endsWith("Connected completion");
        assertStored(rig, "alice", "right");
    }

    /// Whom the entry names may answer what root dialled, and nothing of theirs is kept for the others.
    @Test
    void answeredByAnotherUser_isNotStored_H7() {
        ConnectionRig rig = rig(REMEMBERS);
        ScriptedTunnel peer = refused(rig);
        answer(rig, "alice", "right");
        rig.connection.forget();
        rig.loop.drain();
        peer.listener.authenticationAsked("mschapv2");
        peer.listener.authenticated("mschapv2", "");
        peer.listener.projected(ScriptedTunnel.PROJECTION);
        rig.loop.drain();
        assertThat(rig.words()).endsWith("Connected completion");
        assertStored(rig, "before", "before");
    }

    @Test
    void placeholder_isNoAnswerAndNeverSent() {
        ConnectionRig rig = rig(REMEMBERS);
        ScriptedTunnel peer = refused(rig);
        assertThatThrownBy(() -> answer(rig, "alice", CredentialsInfo.PLACEHOLDER))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.INVALID_PARAMETER));
        assertThat(peer.asked).noneMatch(asked -> asked.contains("*"));
        answer(rig, "alice", "right");
        assertThat(peer.asked).endsWith("retry alice right");
    }

    @Test
    void oneTimeCode_isNotRememberedAndNotDialledWithAgain() {
        ConnectionRig rig = rig(REMEMBERS
                .with(EntryOption.ONE_TIME, "true")
                .with(EntryOption.RECONNECT, "true")
                .with(EntryOption.ALWAYS_ON, "true")
                .with(EntryOption.REDIAL_ATTEMPTS, "9"));
        rig.connected();
        assertStored(rig, "before", "before");
        rig.peer().listener.failed(LOST);
        rig.loop.drain();
        assertThat(rig.last().isLast()).isTrue();
        assertThat(rig.tunnels).hasSize(1);
    }
}
