package dev.dialtone.carriers;

import dev.dialtone.carriers.SstpPacket.CallAbort;
import dev.dialtone.carriers.SstpPacket.CallConnectAck;
import dev.dialtone.carriers.SstpPacket.CallConnectNak;
import dev.dialtone.carriers.SstpPacket.CallConnectRequest;
import dev.dialtone.carriers.SstpPacket.CallConnected;
import dev.dialtone.carriers.SstpPacket.CallDisconnect;
import dev.dialtone.carriers.SstpPacket.CallDisconnectAck;
import dev.dialtone.carriers.SstpPacket.EchoRequest;
import dev.dialtone.carriers.SstpPacket.EchoResponse;
import dev.dialtone.carriers.SstpPacket.StatusInfo;
import dev.dialtone.carriers.SstpPacket.Unknown;
import dev.dialtone.core.Decoded;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Step;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The answering side of SSTP ([MS-SSTP] §3.3) as a pure machine: what the built-in answerer and the tests
/// dial. Feed it what [SstpFramer#ofRequests] cuts out, tell it [SstpEvent.Authenticated] before the peer
/// learns of its success, and let IP packets pass only after [SstpAction.Bound].
public final class SstpServer {
    private static final long NEGOTIATION_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long HELLO_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int hashBitmap;
    private final byte[] nonce = new byte[SstpPacket.NONCE_BYTES];
    private final EchoBudget echoes = new EchoBudget();
    private State state = new Idle();

    private sealed interface State {}

    private record Idle() implements State {}

    private record AwaitingRequest(long deadline) implements State {}

    private record AwaitingCall(long deadline) implements State {}

    private record AwaitingConnected(byte @Nullable [] hlak, byte[] certificate, long deadline) implements State {}

    private record Connected(boolean asked, long since) implements State {}

    private record Leaving(long deadline) implements State {}

    private record Closed() implements State {}

    /// @param hashBitmap what to offer for the crypto binding: 1 SHA-1, 2 SHA-256, 3 both
    public SstpServer(int hashBitmap, RandomGenerator random) {
        this.hashBitmap = hashBitmap;
        random.nextBytes(nonce);
    }

    /// Takes one event at the given monotonic time; the answer's actions are to be carried out in order.
    public Step<SstpAction> on(SstpEvent event, long now) {
        Step.Collector<SstpAction> out = new Step.Collector<>();
        switch (event) {
            case SstpEvent.TransportUp() -> state = new AwaitingRequest(now + NEGOTIATION_NANOS);
            case SstpEvent.Head(byte[] head) -> head(head, now, out);
            case SstpEvent.Control(byte[] packet) -> control(packet, now, out);
            case SstpEvent.Malformed(String reason) -> {
                if (!leaving()) {
                    fail(722, "The client sent something that is not SSTP: " + reason + ".", now, out);
                }
            }
            case SstpEvent.Heard(long when) -> heard(when);
            case SstpEvent.Authenticated(byte[] hlak, byte[] certificate) -> {
                if (state instanceof AwaitingConnected waiting) {
                    state = new AwaitingConnected(hlak.clone(), certificate, waiting.deadline());
                }
                Arrays.fill(hlak, (byte) 0);
            }
            // a server knows by the Call-Connected
            case SstpEvent.Projected() -> {}
            // SPEC [MS-SSTP §3.3.2.1] a server does not wait for a person
            case SstpEvent.Pause _, SstpEvent.Resume _ -> {}
            case SstpEvent.Disconnect() -> disconnect(now, out);
            case SstpEvent.Tick() -> tick(now, out);
        }
        return out.wakeAt(wake());
    }

    private void head(byte[] head, long now, Step.Collector<SstpAction> out) {
        if (!(state instanceof AwaitingRequest)) {
            return;
        }
        int status = SstpHttp.judgeRequest(head);
        if (status == 200) {
            out.add(new SstpAction.Send(SstpHttp.answer(200, "OK")));
            state = new AwaitingCall(now + NEGOTIATION_NANOS);
        } else {
            out.add(new SstpAction.Send(SstpHttp.answer(status, "Not an SSTP request")));
            fail(722, "The client asked for something else than SSTP.", now, out);
        }
    }

    private void control(byte[] packet, long now, Step.Collector<SstpAction> out) {
        heard(now);
        switch (SstpCodec.decode(packet)) {
            case Decoded.Ok<SstpPacket> ok -> message(ok.value(), now, out);
            case Decoded.NeedMore<SstpPacket> _ -> invalid("a control packet is cut short", now, out);
            case Decoded.Malformed<SstpPacket> bad -> invalid(bad.reason(), now, out);
        }
    }

    private void message(SstpPacket packet, long now, Step.Collector<SstpAction> out) {
        switch (packet) {
            case CallConnectRequest(int protocol) -> request(protocol, now, out);
            case CallConnected connected -> connected(connected, now, out);
            case CallAbort(List<StatusInfo> status) -> farewell(new CallAbort(List.of()), words(status), now, out);
            case CallDisconnect(List<StatusInfo> status) -> farewell(new CallDisconnectAck(), words(status), now, out);
            case CallDisconnectAck() -> {
                if (state instanceof Leaving) {
                    close(out);
                }
            }
            case EchoRequest() -> {
                if (!leaving() && echoes.allows(now)) {
                    send(new EchoResponse(), out);
                }
            }
            case EchoResponse() -> {}
            case CallConnectAck _ -> invalid("Call-Connect-Ack from a client", now, out);
            case CallConnectNak _ -> invalid("Call-Connect-Nak from a client", now, out);
            case Unknown(int type) -> invalid("message type " + type, now, out);
        }
    }

    private void request(int protocol, long now, Step.Collector<SstpAction> out) {
        if (!(state instanceof AwaitingCall)) {
            invalid("Call-Connect-Request out of place", now, out);
        } else if (protocol != SstpPacket.PROTOCOL_PPP) {
            send(new CallConnectNak(List.of(new StatusInfo(1, SstpStatus.VALUE_NOT_SUPPORTED.code()))), out);
        } else {
            send(new CallConnectAck(hashBitmap, nonce), out);
            state = new AwaitingConnected(null, new byte[0], now + NEGOTIATION_NANOS);
            out.add(new SstpAction.Connected());
        }
    }

    private void connected(CallConnected connected, long now, Step.Collector<SstpAction> out) {
        byte @Nullable [] hlak = state instanceof AwaitingConnected waiting ? waiting.hlak() : null;
        if (state instanceof AwaitingConnected waiting && hlak != null) {
            CallConnectAck ack = new CallConnectAck(hashBitmap, nonce);
            boolean right = CryptoBinding.verify(connected, ack, waiting.certificate(), hlak);
            Arrays.fill(hlak, (byte) 0);
            if (right) {
                state = new Connected(false, now);
                out.add(new SstpAction.Bound());
            } else {
                StatusInfo why = new StatusInfo(StatusInfo.CRYPTO_BINDING, SstpStatus.VALUE_NOT_SUPPORTED.code());
                send(new CallAbort(List.of(why)), out);
                fail(778, "The client's crypto binding does not fit this sign-in and certificate.", now, out);
            }
        } else {
            invalid("Call-Connected out of place", now, out);
        }
    }

    private void farewell(SstpPacket answer, String words, long now, Step.Collector<SstpAction> out) {
        switch (state) {
            case Leaving _ -> {
                send(answer, out);
                close(out);
            }
            case Closed _ -> {}
            case Idle _, AwaitingRequest _, AwaitingCall _, AwaitingConnected _, Connected _ -> {
                send(answer, out);
                out.add(new SstpAction.Failed(Failure.of(629, Layer.SSTP, "The client ended the call.")
                        .peer(null, words)));
                state = new Leaving(now + FAREWELL_NANOS);
            }
        }
    }

    private void disconnect(long now, Step.Collector<SstpAction> out) {
        switch (state) {
            case AwaitingConnected _, Connected _ -> {
                send(new CallDisconnect(List.of(StatusInfo.of(SstpStatus.NO_ERROR))), out);
                state = new Leaving(now + FAREWELL_NANOS);
            }
            case Idle _, AwaitingRequest _, AwaitingCall _, Leaving _ -> close(out);
            case Closed _ -> {}
        }
    }

    private void tick(long now, Step.Collector<SstpAction> out) {
        if (now - wake() < 0 || wake() == Step.NEVER) {
            return;
        }
        switch (state) {
            case AwaitingRequest _ -> fail(718, "The client sent no request within 60 s.", now, out);
            case AwaitingCall _, AwaitingConnected _ -> {
                send(new CallAbort(List.of(StatusInfo.of(SstpStatus.NEGOTIATION_TIMEOUT))), out);
                fail(718, "The client did not finish the negotiation within 60 s.", now, out);
            }
            case Connected idle -> {
                if (idle.asked()) {
                    send(new CallAbort(List.of(StatusInfo.of(SstpStatus.RETRY_COUNT_EXCEEDED))), out);
                    fail(829, "The client has not been heard for 2 minutes.", now, out);
                } else {
                    send(new EchoRequest(), out);
                    state = new Connected(true, now);
                }
            }
            case Leaving _ -> close(out);
            case Idle _, Closed _ -> {}
        }
    }

    private long wake() {
        return switch (state) {
            case AwaitingRequest(long deadline) -> deadline;
            case AwaitingCall(long deadline) -> deadline;
            case AwaitingConnected waiting -> waiting.deadline();
            case Connected idle -> idle.since() + HELLO_NANOS;
            case Leaving(long deadline) -> deadline;
            case Idle _, Closed _ -> Step.NEVER;
        };
    }

    private void heard(long when) {
        if (state instanceof Connected connected && when - connected.since() >= 0) {
            state = new Connected(false, when);
        }
    }

    private boolean leaving() {
        return state instanceof Leaving || state instanceof Closed;
    }

    private void invalid(String reason, long now, Step.Collector<SstpAction> out) {
        if (!leaving()) {
            send(new CallAbort(List.of(StatusInfo.of(SstpStatus.INVALID_FRAME_RECEIVED))), out);
            fail(722, "The client sent something invalid: " + reason + ".", now, out);
        }
    }

    private void fail(int error, String reason, long now, Step.Collector<SstpAction> out) {
        out.add(new SstpAction.Failed(Failure.of(error, Layer.SSTP, reason)));
        state = new Leaving(now + FAREWELL_NANOS);
    }

    private void close(Step.Collector<SstpAction> out) {
        out.add(new SstpAction.CloseTransport());
        state = new Closed();
    }

    private static String words(List<StatusInfo> status) {
        return status.isEmpty() ? "" : status.getFirst().words();
    }

    private static void send(SstpPacket packet, Step.Collector<SstpAction> out) {
        out.add(new SstpAction.Send(SstpCodec.encode(packet)));
    }
}
