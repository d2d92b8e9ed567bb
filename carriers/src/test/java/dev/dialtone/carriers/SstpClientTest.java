package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.carriers.SstpPacket.CallAbort;
import dev.dialtone.carriers.SstpPacket.StatusInfo;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Step;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The cells of the client's machine, in virtual time.
class SstpClientTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final byte[] CERTIFICATE = {0x30, 0x00};

    private final SstpClient client = new SstpClient("vpn.example.test", new Random(7));
    private long now = 1000 * SECOND;

    private Step<SstpAction> on(SstpEvent event) {
        return client.on(event, now);
    }

    private Step<SstpAction> packet(SstpPacket packet) {
        return on(new SstpEvent.Control(SstpPacket.encode(packet)));
    }

    private Step<SstpAction> head(String text) {
        return on(new SstpEvent.Head(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private Step<SstpAction> after(long nanos) {
        now += nanos;
        return on(new SstpEvent.Tick());
    }

    private void awaitingAnswer() {
        on(new SstpEvent.TransportUp());
    }

    private Step<SstpAction> awaitingAck() {
        awaitingAnswer();
        return head("HTTP/1.1 200 OK\r\n\r\n");
    }

    private Step<SstpAction> awaitingAuthentication() {
        awaitingAck();
        return packet(new SstpPacket.CallConnectAck(2, new byte[32]));
    }

    private Step<SstpAction> connected() {
        awaitingAuthentication();
        return on(new SstpEvent.Authenticated(new byte[32], CERTIFICATE));
    }

    private void projected() {
        connected();
        on(new SstpEvent.Projected());
    }

    private static Failure failureOf(Step<SstpAction> step) {
        return step.actions().stream()
                .filter(SstpAction.Failed.class::isInstance)
                .map(action -> ((SstpAction.Failed) action).failure())
                .findFirst()
                .orElseThrow();
    }

    private static List<String> words(Step<SstpAction> step) {
        return step.actions().stream()
                .map(action -> switch (action) {
                    case SstpAction.Send(byte[] bytes) -> sent(bytes);
                    case SstpAction.Failed(Failure failure) -> "failed " + failure.error();
                    default -> action.getClass().getSimpleName();
                })
                .toList();
    }

    private static String sent(byte[] bytes) {
        return bytes[0] == 'S'
                ? "request"
                : SstpCodecTest.value(SstpCodec.decode(bytes)).getClass().getSimpleName();
    }

    @Test
    void Idle_transportUp_sendsTheRequest() {
        Step<SstpAction> step = on(new SstpEvent.TransportUp());
        assertThat(words(step)).containsExactly("request");
        assertThat(step.wakeNanos()).isEqualTo(now + 60 * SECOND);
    }

    @Test
    void AwaitingAnswer_200_sendsCallConnectRequest() {
        Step<SstpAction> step = awaitingAck();
        assertThat(words(step)).containsExactly("CallConnectRequest");
        assertThat(step.wakeNanos()).isEqualTo(now + 60 * SECOND);
    }

    @Test
    void AwaitingAnswer_404_fails808WithTheStatus() {
        awaitingAnswer();
        Failure failure = failureOf(head("HTTP/1.1 404 Not Found\r\nServer: nginx\r\n\r\n"));
        assertThat(failure.error()).isEqualTo(808);
        assertThat(failure.layer()).isEqualTo(Layer.HTTP);
        assertThat(failure.peerCode()).isEqualTo("HTTP 404");
        assertThat(failure.peerText()).isEqualTo("Not Found");
        assertThat(failure.advice()).contains("no SSTP");
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void AwaitingAnswer_garbage_fails808Http() {
        awaitingAnswer();
        Step<SstpAction> step = on(new SstpEvent.Malformed("the answer is not HTTP"));
        assertThat(words(step)).containsExactly("failed 808");
        assertThat(failureOf(step).layer()).isEqualTo(Layer.HTTP);
    }

    @Test
    void AwaitingAnswer_60s_fails809() {
        awaitingAnswer();
        assertThat(words(after(59 * SECOND))).isEmpty();
        Step<SstpAction> step = after(SECOND);
        assertThat(words(step)).containsExactly("failed 809");
        assertThat(failureOf(step).layer()).isEqualTo(Layer.HTTP);
    }

    @Test
    void AwaitingAck_ack_isConnected() {
        assertThat(words(awaitingAuthentication())).containsExactly("Connected");
    }

    @Test
    void AwaitingAck_ackWithoutKnownHash_abortsWithANamedError() {
        awaitingAck();
        Step<SstpAction> step = packet(new SstpPacket.CallConnectAck(0, new byte[32]));
        assertThat(words(step)).containsExactly("CallAbort", "failed 808");
        assertThat(failureOf(step).reason()).contains("bitmap 0");
    }

    @Test
    void AwaitingAck_nak_fails770WithTheStatus() {
        awaitingAck();
        Failure failure = failureOf(packet(new SstpPacket.CallConnectNak(List.of(new StatusInfo(1, 4)))));
        assertThat(failure.error()).isEqualTo(770);
        assertThat(failure.peerText()).isEqualTo("ATTRIB_STATUS_VALUE_NOT_SUPPORTED for the encapsulated protocol");
    }

    @Test
    void AwaitingAck_abort_isAnsweredAndFails808() {
        awaitingAck();
        assertThat(words(packet(new CallAbort(List.of(new StatusInfo(0, 7))))))
                .containsExactly("CallAbort", "failed 808");
    }

    @Test
    void AwaitingAck_60s_abortsAndFails718() {
        awaitingAck();
        assertThat(words(after(60 * SECOND))).containsExactly("CallAbort", "failed 718");
    }

    @Test
    void AwaitingAuthentication_authenticated_sendsCallConnected() {
        assertThat(words(connected())).containsExactly("CallConnected");
    }

    @Test
    void AwaitingAuthentication_authenticated_wipesTheKey() {
        awaitingAuthentication();
        byte[] hlak = new byte[32];
        hlak[3] = 9;
        on(new SstpEvent.Authenticated(hlak, CERTIFICATE));
        assertThat(hlak).containsOnly(0);
    }

    @Test
    void AwaitingAuthentication_60s_abortsAndFails718() {
        awaitingAuthentication();
        assertThat(words(after(60 * SECOND))).containsExactly("CallAbort", "failed 718");
    }

    @Test
    void AwaitingAuthentication_echoRequest_isAnswered() {
        awaitingAuthentication();
        assertThat(words(packet(new SstpPacket.EchoRequest()))).containsExactly("EchoResponse");
    }

    @Test
    void AwaitingAuthentication_disconnect_isAnsweredAndFails629() {
        awaitingAuthentication();
        Step<SstpAction> step = packet(new SstpPacket.CallDisconnect(List.of(new StatusInfo(0, 0))));
        assertThat(words(step)).containsExactly("CallDisconnectAck", "failed 629");
    }

    @Test
    void Connected_abortBeforeProjected_fails778() {
        connected();
        assertThat(words(packet(new CallAbort(List.of())))).containsExactly("CallAbort", "failed 778");
    }

    @Test
    void Connected_abortAboutTheBinding_fails778EvenLater() {
        projected();
        assertThat(words(packet(new CallAbort(List.of(new StatusInfo(3, 4))))))
                .containsExactly("CallAbort", "failed 778");
    }

    @Test
    void Connected_abortOnceProjected_fails629Retryable() {
        projected();
        Step<SstpAction> step = packet(new CallAbort(List.of(new StatusInfo(0, 6))));
        assertThat(words(step)).containsExactly("CallAbort", "failed 629");
        assertThat(failureOf(step).peerText()).isEqualTo("ATTRIB_STATUS_RETRY_COUNT_EXCEEDED");
        assertThat(failureOf(step).retryable()).isTrue();
    }

    @Test
    void Connected_idle_asksAndGivesUpAfterTwoMinutes() {
        projected();
        assertThat(words(after(60 * SECOND))).containsExactly("EchoRequest");
        Step<SstpAction> step = after(60 * SECOND);
        assertThat(words(step)).containsExactly("CallAbort", "failed 829");
    }

    @Test
    void Connected_echoAnswered_goesOn() {
        projected();
        after(60 * SECOND);
        now += SECOND;
        Step<SstpAction> step = packet(new SstpPacket.EchoResponse());
        assertThat(words(step)).isEmpty();
        assertThat(step.wakeNanos()).isEqualTo(now + 60 * SECOND);
        assertThat(words(after(60 * SECOND))).containsExactly("EchoRequest");
    }

    @Test
    void Connected_traffic_countsAsLife() {
        projected();
        now += 60 * SECOND;
        Step<SstpAction> step = on(new SstpEvent.Heard(now - 5 * SECOND));
        assertThat(step.wakeNanos()).isEqualTo(now + 55 * SECOND);
        assertThat(words(on(new SstpEvent.Tick()))).isEmpty();
    }

    @Test
    void Connected_oldTraffic_doesNot() {
        projected();
        after(60 * SECOND);
        on(new SstpEvent.Heard(now - 61 * SECOND));
        assertThat(words(after(60 * SECOND))).containsExactly("CallAbort", "failed 829");
    }

    @Test
    void Connected_echoFlood_isAnsweredWithinReason() {
        projected();
        int answered = 0;
        for (int i = 0; i < 1000; i++) {
            answered += packet(new SstpPacket.EchoRequest()).actions().size();
        }
        assertThat(answered).isEqualTo(20);
        now += SECOND;
        assertThat(words(packet(new SstpPacket.EchoRequest()))).containsExactly("EchoResponse");
    }

    @Test
    void Connected_invalidMessage_abortsAndFails722() {
        projected();
        assertThat(words(packet(new SstpPacket.CallConnectRequest(1)))).containsExactly("CallAbort", "failed 722");
    }

    @Test
    void Connected_brokenStream_fails722WithoutAWord() {
        projected();
        assertThat(words(on(new SstpEvent.Malformed("a packet of 2 bytes")))).containsExactly("failed 722");
    }

    @Test
    void Connected_disconnect_waitsForTheAck() {
        projected();
        Step<SstpAction> step = on(new SstpEvent.Disconnect());
        assertThat(words(step)).containsExactly("CallDisconnect");
        assertThat(step.wakeNanos()).isEqualTo(now + SECOND);
        assertThat(words(packet(new SstpPacket.CallDisconnectAck()))).containsExactly("CloseTransport");
    }

    @Test
    void Disconnecting_silence_closesAfterOneSecond() {
        projected();
        on(new SstpEvent.Disconnect());
        assertThat(words(on(new SstpEvent.Disconnect()))).isEmpty();
        assertThat(words(after(SECOND))).containsExactly("CloseTransport");
        assertThat(words(after(100 * SECOND))).isEmpty();
    }

    @Test
    void Disconnecting_crossingDisconnect_isAnsweredAndCloses() {
        projected();
        on(new SstpEvent.Disconnect());
        assertThat(words(packet(new SstpPacket.CallDisconnect(List.of()))))
                .containsExactly("CallDisconnectAck", "CloseTransport");
    }

    @Test
    void Ended_disconnect_closesAtOnce() {
        projected();
        packet(new SstpPacket.CallDisconnect(List.of()));
        assertThat(words(on(new SstpEvent.Disconnect()))).containsExactly("CloseTransport");
    }

    @Test
    void Ended_alone_closesAfterOneSecond() {
        projected();
        packet(new SstpPacket.CallDisconnect(List.of()));
        assertThat(words(after(SECOND))).containsExactly("CloseTransport");
    }

    @Test
    void Aborting_abort_closes() {
        awaitingAck();
        after(60 * SECOND);
        assertThat(words(packet(new CallAbort(List.of())))).containsExactly("CloseTransport");
    }

    @Test
    void AwaitingAnswer_disconnect_closesAtOnce() {
        awaitingAnswer();
        assertThat(words(on(new SstpEvent.Disconnect()))).containsExactly("CloseTransport");
    }

    @Test
    void everyState_failsAtMostOnce() {
        projected();
        packet(new CallAbort(List.of()));
        assertThat(words(packet(new CallAbort(List.of())))).isEmpty();
        assertThat(words(packet(new SstpPacket.CallConnectRequest(1)))).isEmpty();
        assertThat(words(on(new SstpEvent.Malformed("x")))).isEmpty();
    }

    @Test
    void awaitingAuthentication_paused_hasAllTheTimeAndAnswersEchoes_P2() {
        awaitingAuthentication();
        assertThat(on(new SstpEvent.Pause()).wakeNanos()).isEqualTo(Step.NEVER);
        assertThat(after(3600 * SECOND).actions()).isEmpty();
        assertThat(packet(new SstpPacket.EchoRequest()).actions()).hasSize(1);
    }

    @Test
    void paused_resume_hasSixtySecondsAgain() {
        awaitingAuthentication();
        on(new SstpEvent.Pause());
        now += 3600 * SECOND;
        assertThat(on(new SstpEvent.Resume()).wakeNanos()).isEqualTo(now + 60 * SECOND);
        assertThat(after(59 * SECOND).actions()).isEmpty();
        assertThat(after(SECOND).actions())
                .anySatisfy(action -> assertThat(action).isInstanceOf(SstpAction.Failed.class));
    }

    @Test
    void connected_pauseAndResume_doNothing() {
        long wake = connected().wakeNanos();
        assertThat(on(new SstpEvent.Pause()).wakeNanos()).isEqualTo(wake);
        assertThat(on(new SstpEvent.Resume()).wakeNanos()).isEqualTo(wake);
    }
}
