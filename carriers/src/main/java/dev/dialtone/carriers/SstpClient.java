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
import dev.dialtone.core.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// The calling side of SSTP ([MS-SSTP] §3.2) as a pure machine.
///
/// ```
/// Idle --up--> AwaitingAnswer --200--> AwaitingAck --Ack--> AwaitingAuthentication --signed in--> Connected
///   each of them: failure, Abort or Disconnect of the peer --> Ended;  ours --> Aborting, Disconnecting
///   Ended, Aborting, Disconnecting --answer, time or Disconnect--> Closed
/// ```
final class SstpClient {
    /// SPEC [MS-SSTP §3.2.2] the negotiation timer, started with the request and again with the ack.
    static final long NEGOTIATION_NANOS = TimeUnit.SECONDS.toNanos(60);

    /// SPEC [MS-SSTP §3.1.2] the hello timer: idle so long, ask; silent as long again, give up.
    static final long HELLO_NANOS = TimeUnit.SECONDS.toNanos(60);

    /// How long an answer to our own farewell is waited for. The specification's 3 s (abort) and 5 s
    /// (disconnect) are cut so that with the transport's end the farewell takes 2 s at most (contract C6).
    static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String hostHeader;
    private final RandomGenerator random;
    private final EchoBudget echoes = new EchoBudget();
    private State state = new Idle();

    sealed interface State {}

    record Idle() implements State {}

    record AwaitingAnswer(long deadline) implements State {}

    record AwaitingAck(long deadline) implements State {}

    record AwaitingAuthentication(CallConnectAck ack, long deadline) implements State {}

    /// @param projected whether the peer has shown that it took our crypto binding
    /// @param asked     an Echo-Request is unanswered
    /// @param since     when the peer was last heard, or the echo asked
    record Connected(boolean projected, boolean asked, long since) implements State {}

    record Disconnecting(long deadline) implements State {}

    /// We sent Call-Abort first.
    record Aborting(long deadline) implements State {}

    /// The peer ended it, or nothing more can be said.
    record Ended(long deadline) implements State {}

    record Closed() implements State {}

    /// @param hostHeader value of the Host header, see [SstpHttp#hostHeader]
    SstpClient(String hostHeader, RandomGenerator random) {
        this.hostHeader = hostHeader;
        this.random = random;
    }

    State state() {
        return state;
    }

    Step<SstpAction> on(SstpEvent event, long now) {
        Step.Collector<SstpAction> out = new Step.Collector<>();
        switch (event) {
            case SstpEvent.TransportUp() -> up(now, out);
            case SstpEvent.Head(byte[] head) -> head(head, now, out);
            case SstpEvent.Control(byte[] packet) -> control(packet, now, out);
            case SstpEvent.Malformed(String reason) -> malformed(reason, now, out);
            case SstpEvent.Heard(long when) -> heard(when);
            case SstpEvent.Authenticated(byte[] hlak, byte[] certificate) -> authenticated(hlak, certificate, now, out);
            case SstpEvent.Projected() -> {
                if (state instanceof Connected connected) {
                    state = new Connected(true, connected.asked(), connected.since());
                }
            }
            case SstpEvent.Pause() -> allow(Step.NEVER);
            case SstpEvent.Resume() -> allow(now + NEGOTIATION_NANOS);
            case SstpEvent.Disconnect() -> disconnect(now, out);
            case SstpEvent.Tick() -> tick(now, out);
        }
        return out.wakeAt(wake());
    }

    private void up(long now, Step.Collector<SstpAction> out) {
        if (state instanceof Idle) {
            out.add(new SstpAction.Send(SstpHttp.request(hostHeader, random)));
            state = new AwaitingAnswer(now + NEGOTIATION_NANOS);
        }
    }

    private void head(byte[] head, long now, Step.Collector<SstpAction> out) {
        if (!(state instanceof AwaitingAnswer)) {
            return;
        }
        switch (SstpHttp.parseAnswer(head)) {
            case Decoded.Ok<SstpHttp.Answer> ok
            when ok.value().status() == 200 -> {
                send(new CallConnectRequest(SstpPacket.PROTOCOL_PPP), out);
                state = new AwaitingAck(now + NEGOTIATION_NANOS);
            }
            case Decoded.Ok<SstpHttp.Answer> ok -> end(SstpFailures.httpStatus(ok.value()), now, out);
            case Decoded.NeedMore<SstpHttp.Answer> _ -> end(SstpFailures.notHttp("its head is cut short"), now, out);
            case Decoded.Malformed<SstpHttp.Answer> bad -> end(SstpFailures.notHttp(bad.reason()), now, out);
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
            case CallConnectAck ack -> ack(ack, now, out);
            case CallConnectNak(List<StatusInfo> status) -> {
                if (state instanceof AwaitingAck) {
                    end(SstpFailures.refused(status), now, out);
                } else {
                    invalid("Call-Connect-Nak out of place", now, out);
                }
            }
            case CallAbort(List<StatusInfo> status) -> abortedByPeer(status, now, out);
            case CallDisconnect(List<StatusInfo> status) -> disconnectedByPeer(status, now, out);
            case CallDisconnectAck() -> {
                if (state instanceof Disconnecting) {
                    close(out);
                }
            }
            case EchoRequest() -> {
                if (talking() && echoes.allows(now)) {
                    send(new EchoResponse(), out);
                }
            }
            // it was heard, and that is all there is to it
            case EchoResponse() -> {}
            case CallConnectRequest _ -> invalid("Call-Connect-Request from a server", now, out);
            case CallConnected _ -> invalid("Call-Connected from a server", now, out);
            case Unknown(int type) -> invalid("message type " + type, now, out);
        }
    }

    private void ack(CallConnectAck ack, long now, Step.Collector<SstpAction> out) {
        if (!(state instanceof AwaitingAck)) {
            invalid("Call-Connect-Ack out of place", now, out);
        } else if (CryptoBinding.Hash.best(ack.hashBitmap()).isEmpty()) {
            abort(
                    new StatusInfo(4, SstpStatus.VALUE_NOT_SUPPORTED.code()),
                    SstpFailures.unknownHash(ack.hashBitmap()),
                    now,
                    out);
        } else {
            state = new AwaitingAuthentication(ack, now + NEGOTIATION_NANOS);
            out.add(new SstpAction.Connected());
        }
    }

    /// Until when the sign-in may take (contract P2: one that waits for its user, for ever).
    private void allow(long deadline) {
        if (state instanceof AwaitingAuthentication waiting) {
            state = new AwaitingAuthentication(waiting.ack(), deadline);
        }
    }

    private void authenticated(byte[] hlak, byte[] certificate, long now, Step.Collector<SstpAction> out) {
        if (state instanceof AwaitingAuthentication waiting) {
            CallConnectAck ack = waiting.ack();
            Optional<CryptoBinding.Hash> hash = CryptoBinding.Hash.best(ack.hashBitmap());
            send(CryptoBinding.bind(hash.orElseThrow(), ack, certificate, hlak), out);
            state = new Connected(false, false, now);
        }
        Arrays.fill(hlak, (byte) 0);
    }

    private void abortedByPeer(List<StatusInfo> status, long now, Step.Collector<SstpAction> out) {
        switch (state) {
            case Disconnecting _, Aborting _ -> close(out);
            case Idle _, Ended _, Closed _ -> {}
            case AwaitingAnswer _, AwaitingAck _, AwaitingAuthentication _, Connected _ -> {
                Failure failure = abortMeaning(status);
                // SPEC [MS-SSTP §3.1.5.1] a Call-Abort is answered with one
                send(new CallAbort(List.of()), out);
                end(failure, now, out);
            }
        }
    }

    private Failure abortMeaning(List<StatusInfo> status) {
        boolean binding = status.stream().anyMatch(info -> info.attribute() == StatusInfo.CRYPTO_BINDING);
        return switch (state) {
            case Connected connected when binding || !connected.projected() -> SstpFailures.bindingRefused(status);
            case AwaitingAuthentication _, Connected _ -> SstpFailures.endedByPeer("aborted the call", status);
            default -> SstpFailures.abortedConnecting(status);
        };
    }

    private void disconnectedByPeer(List<StatusInfo> status, long now, Step.Collector<SstpAction> out) {
        switch (state) {
            case Disconnecting _, Aborting _ -> {
                send(new CallDisconnectAck(), out);
                close(out);
            }
            case Idle _, Ended _, Closed _ -> {}
            case AwaitingAnswer _, AwaitingAck _, AwaitingAuthentication _, Connected _ -> {
                send(new CallDisconnectAck(), out);
                end(SstpFailures.endedByPeer("ended the call", status), now, out);
            }
        }
    }

    // SPEC [MS-SSTP §3.1.5.1] an invalid message is answered with Call-Abort, a broken stream with nothing
    private void invalid(String reason, long now, Step.Collector<SstpAction> out) {
        if (over()) {
            return;
        }
        abort(StatusInfo.of(SstpStatus.INVALID_FRAME_RECEIVED), SstpFailures.malformed(reason), now, out);
    }

    private void malformed(String reason, long now, Step.Collector<SstpAction> out) {
        if (state instanceof Disconnecting || state instanceof Aborting) {
            close(out);
        } else if (!over()) {
            boolean http = state instanceof AwaitingAnswer;
            end(http ? SstpFailures.notHttp(reason) : SstpFailures.malformed(reason), now, out);
        }
    }

    private void disconnect(long now, Step.Collector<SstpAction> out) {
        switch (state) {
            case Idle _, AwaitingAnswer _, AwaitingAck _, Ended _ -> close(out);
            case AwaitingAuthentication _, Connected _ -> {
                send(new CallDisconnect(List.of(StatusInfo.of(SstpStatus.NO_ERROR))), out);
                state = new Disconnecting(now + FAREWELL_NANOS);
            }
            case Disconnecting _, Aborting _, Closed _ -> {}
        }
    }

    private void heard(long when) {
        // overflow-proof: only differences of nanoTime mean anything
        if (state instanceof Connected connected && when - connected.since() >= 0) {
            state = new Connected(connected.projected(), false, when);
        }
    }

    private void tick(long now, Step.Collector<SstpAction> out) {
        if (now - wake() < 0 || wake() == Step.NEVER) {
            return;
        }
        switch (state) {
            case AwaitingAnswer _ -> end(SstpFailures.noAnswer(), now, out);
            case AwaitingAck _ ->
                abort(
                        StatusInfo.of(SstpStatus.NEGOTIATION_TIMEOUT),
                        SstpFailures.negotiationTimeout("accept the call"),
                        now,
                        out);
            case AwaitingAuthentication _ ->
                abort(
                        StatusInfo.of(SstpStatus.NEGOTIATION_TIMEOUT),
                        SstpFailures.negotiationTimeout("finish the sign-in"),
                        now,
                        out);
            case Connected connected -> {
                if (connected.asked()) {
                    abort(StatusInfo.of(SstpStatus.RETRY_COUNT_EXCEEDED), SstpFailures.silent(), now, out);
                } else {
                    send(new EchoRequest(), out);
                    state = new Connected(connected.projected(), true, now);
                }
            }
            case Disconnecting _, Aborting _, Ended _ -> close(out);
            case Idle _, Closed _ -> {}
        }
    }

    private long wake() {
        return switch (state) {
            case AwaitingAnswer(long deadline) -> deadline;
            case AwaitingAck(long deadline) -> deadline;
            case AwaitingAuthentication waiting -> waiting.deadline();
            case Connected connected -> connected.since() + HELLO_NANOS;
            case Disconnecting(long deadline) -> deadline;
            case Aborting(long deadline) -> deadline;
            case Ended(long deadline) -> deadline;
            case Idle _, Closed _ -> Step.NEVER;
        };
    }

    /// Whether the call stands: PPP frames may move.
    boolean talking() {
        return state instanceof AwaitingAuthentication || state instanceof Connected;
    }

    private boolean over() {
        return switch (state) {
            case Disconnecting _, Aborting _, Ended _, Closed _ -> true;
            case Idle _, AwaitingAnswer _, AwaitingAck _, AwaitingAuthentication _, Connected _ -> false;
        };
    }

    private void abort(StatusInfo why, Failure failure, long now, Step.Collector<SstpAction> out) {
        send(new CallAbort(List.of(why)), out);
        out.add(new SstpAction.Failed(failure));
        state = new Aborting(now + FAREWELL_NANOS);
    }

    private void end(Failure failure, long now, Step.Collector<SstpAction> out) {
        out.add(new SstpAction.Failed(failure));
        state = new Ended(now + FAREWELL_NANOS);
    }

    private void close(Step.Collector<SstpAction> out) {
        out.add(new SstpAction.CloseTransport());
        state = new Closed();
    }

    private static void send(SstpPacket packet, Step.Collector<SstpAction> out) {
        out.add(new SstpAction.Send(SstpCodec.encode(packet)));
    }
}
