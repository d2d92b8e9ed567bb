package dev.dialtone.ppp;

import dev.dialtone.core.Step;
import dev.dialtone.ppp.Automaton.Action;
import dev.dialtone.ppp.Automaton.Event;
import dev.dialtone.ppp.Automaton.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One control protocol at work: the automaton's state, its restart counter, its identifiers and limits
/// (RFC 1661 §4). What it negotiates is its [OptionPolicy]'s business.
final class ControlProtocol {
    /// SPEC [RFC 1661 §4.6] Restart timer.
    static final long RESTART_NANOS = 3_000_000_000L;
    /// SPEC [RFC 1661 §4.6] Max-Configure.
    static final int MAX_CONFIGURE = 10;
    /// SPEC [RFC 1661 §4.6] Max-Failure: after so many Configure-Naks of ours we reject instead.
    static final int MAX_FAILURE = 5;
    /// So many Configure-Naks of the peer without an agreement and it does not converge.
    static final int MAX_NAKS_RECEIVED = 10;
    /// So many requests we could not accept in one negotiation.
    static final int MAX_BAD_REQUESTS = 20;
    /// So often an open protocol may be thrown back into negotiation.
    static final int MAX_REOPENINGS = 16;
    /// How long an answer to our request may be under way when the peer's first request comes: after that, ours was
    /// lost. Sending it again too early is worse than late, it throws a peer that has opened back into negotiation.
    static final long ANSWER_UNDER_WAY_NANOS = 200_000_000L;
    /// On a slow carrier: so many of its round trips.
    private static final int ANSWER_ROUND_TRIPS = 2;
    /// One negotiation may take this long, whatever keeps it going.
    static final long MAX_NEGOTIATION_NANOS = 60_000_000_000L;

    /// Why a protocol will not open, or not again.
    enum Ending {
        /// Max-Configure requests and no agreement.
        TIMEOUT,
        NOT_CONVERGING,
        /// The peer does not speak the protocol or its codes.
        REJECTED,
        TERMINATED
    }

    /// How often and after what time a Terminate-Request is repeated.
    record Termination(int tries, long nanos) {}

    /// Whoever sits around the protocol.
    interface Owner {
        void send(ControlProtocol from, ControlPacket packet);

        /// This-Layer-Up.
        void up(ControlProtocol which);

        /// This-Layer-Down.
        void down(ControlProtocol which);

        /// It is clear that there will be no agreement. May come more than once; the first counts.
        ///
        /// @param words the peer's, with a Terminate-Request
        void ended(ControlProtocol which, Ending ending, byte[] words);

        /// This-Layer-Finished.
        void finished(ControlProtocol which);

        /// The magic number for an Echo-Reply.
        int magic();
    }

    private final int number;
    private final OptionPolicy policy;
    private final Owner owner;
    private final Termination termination;
    private final int maxFailure;

    private State state = State.INITIAL;
    private int restartCounter;
    private long deadline = Step.NEVER;
    private long convergeBy = Step.NEVER;
    private long resendAt = Step.NEVER;
    private long answerUnderWay = ANSWER_UNDER_WAY_NANOS;
    private long requestSentAt;
    private int lastIdentifier;
    private int requestIdentifier;
    private List<ConfigureOption> request = List.of();
    private boolean awaitingReply;
    private boolean answered;
    private boolean peerRequestSeen;
    private int naksSent;
    private int naksReceived;
    private int badRequests;
    private int reopenings;
    private boolean frozen;

    ControlProtocol(int number, OptionPolicy policy, Owner owner, Termination termination, int maxFailure) {
        this.number = number;
        this.policy = policy;
        this.owner = owner;
        this.termination = termination;
        this.maxFailure = maxFailure;
    }

    int number() {
        return number;
    }

    State state() {
        return state;
    }

    /// Whether the peer has answered a request of ours since the layer came up.
    boolean answered() {
        return answered;
    }

    /// When it wants its tick.
    long deadline() {
        return Math.min(Math.min(deadline, resendAt), convergeBy);
    }

    /// No negotiation from now on and no deadlines but those of a termination; terminations and echoes are answered.
    void freeze() {
        frozen = true;
        if (state != State.CLOSING && state != State.STOPPING) {
            deadline = Step.NEVER;
        }
        convergeBy = Step.NEVER;
        resendAt = Step.NEVER;
    }

    void up(long now) {
        peerRequestSeen = false;
        answered = false;
        fire(Event.UP, now, null, null);
    }

    void down(long now) {
        fire(Event.DOWN, now, null, null);
    }

    void open(long now) {
        fire(Event.OPEN, now, null, null);
    }

    void close(long now) {
        fire(Event.CLOSE, now, null, null);
    }

    void tick(long now) {
        resendLost(now);
        if (convergeBy <= now) {
            convergeBy = Step.NEVER;
            owner.ended(this, Ending.NOT_CONVERGING, new byte[0]);
        }
        if (deadline <= now) {
            deadline = Step.NEVER;
            boolean negotiating = negotiating();
            boolean again = restartCounter > 0;
            fire(again ? Event.TO_PLUS : Event.TO_MINUS, now, null, null);
            if (negotiating && !again) {
                owner.ended(this, Ending.TIMEOUT, new byte[0]);
            }
        }
    }

    /// The peer says that it does not speak this protocol.
    void protocolRejected(long now) {
        fire(Event.RXJ_MINUS, now, null, null);
        owner.ended(this, Ending.REJECTED, new byte[0]);
    }

    void receive(ControlPacket packet, long now) {
        switch (packet) {
            case ControlPacket.ConfigureRequest r -> configureRequest(r, now);
            case ControlPacket.ConfigureAck(int id, List<ConfigureOption> options) -> {
                // SPEC [RFC 1661 §5.2]: identifier and options must be those of the last request
                if (isReply(id) && options.equals(request)) {
                    replied(Event.RCA, now);
                } else {
                    stray(Event.RCA, now);
                }
            }
            case ControlPacket.ConfigureNak(int id, List<ConfigureOption> options) -> {
                if (isReply(id)) {
                    policy.naked(options);
                    naksReceived++;
                    replied(Event.RCN, now);
                    limits();
                } else {
                    stray(Event.RCN, now);
                }
            }
            case ControlPacket.ConfigureReject(int id, List<ConfigureOption> options) -> {
                // SPEC [RFC 1661 §5.4]: it can only reject what we sent
                if (isReply(id) && !options.isEmpty() && request.containsAll(options)) {
                    policy.rejected(options);
                    replied(Event.RCN, now);
                } else {
                    stray(Event.RCN, now);
                }
            }
            case ControlPacket.TerminateRequest(int _, byte[] words) -> {
                boolean alive = negotiating() || state == State.OPENED;
                fire(Event.RTR, now, null, packet);
                if (alive) {
                    owner.ended(this, Ending.TERMINATED, words);
                }
            }
            case ControlPacket.TerminateAck _ -> fire(Event.RTA, now, null, null);
            case ControlPacket.CodeReject(int _, byte[] rejected) -> {
                // SPEC [RFC 1661 §4.3]: without codes 1 to 7 there is no negotiation
                int code = rejected[0] & 0xFF;
                if (code >= 1 && code <= 7) {
                    protocolRejected(now);
                } else {
                    fire(Event.RXJ_PLUS, now, null, null);
                }
            }
            case ControlPacket.EchoRequest _, ControlPacket.EchoReply _, ControlPacket.DiscardRequest _ ->
                fire(Event.RXR, now, null, packet);
            case ControlPacket.Unknown _ -> fire(Event.RUC, now, null, packet);
            case ControlPacket.ProtocolReject _ -> fire(Event.RXJ_PLUS, now, null, null);
        }
    }

    private boolean negotiating() {
        return state == State.REQ_SENT || state == State.ACK_RCVD || state == State.ACK_SENT;
    }

    // Once a reply was taken its duplicates are not: the RFC would tear an open link down for a repeated packet.
    private boolean isReply(int identifier) {
        return negotiating() && !frozen && awaitingReply && identifier == requestIdentifier;
    }

    private void replied(Event event, long now) {
        awaitingReply = false;
        answered = true;
        resendAt = Step.NEVER;
        fire(event, now, null, null);
    }

    // In Closed and Stopped any reply is answered with a Terminate-Ack; elsewhere a wrong one is discarded.
    private void stray(Event event, long now) {
        if (state == State.CLOSED || state == State.STOPPED) {
            fire(event, now, null, null);
        }
    }

    private void configureRequest(ControlPacket.ConfigureRequest peer, long now) {
        if (frozen && state != State.CLOSED && state != State.CLOSING && state != State.STOPPING) {
            return;
        }
        boolean first = !peerRequestSeen && !answered && negotiating() && awaitingReply;
        ControlPacket reply = judge(peer);
        boolean good = reply instanceof ControlPacket.ConfigureAck;
        peerRequestSeen |= negotiating();
        fire(good ? Event.RCR_PLUS : Event.RCR_MINUS, now, reply, peer);
        if (first && negotiating() && awaitingReply && !frozen) {
            // The peer begins to talk only now: what we said before it listened is lost. Once per layer-up.
            resendAt = Math.max(now, requestSentAt + answerUnderWay);
            resendLost(now);
        }
        if (!good) {
            badRequests++;
            limits();
        }
    }

    /// The carrier's round trip, where it is known.
    void roundTrip(long nanos) {
        answerUnderWay = Math.clamp(ANSWER_ROUND_TRIPS * nanos, ANSWER_UNDER_WAY_NANOS, RESTART_NANOS);
    }

    private void resendLost(long now) {
        if (resendAt <= now) {
            resendAt = Step.NEVER;
            if (negotiating() && awaitingReply && !frozen) {
                deadline = now + RESTART_NANOS;
                owner.send(this, new ControlPacket.ConfigureRequest(requestIdentifier, request));
            }
        }
    }

    private void limits() {
        if (naksReceived > MAX_NAKS_RECEIVED || badRequests > MAX_BAD_REQUESTS || reopenings > MAX_REOPENINGS) {
            owner.ended(this, Ending.NOT_CONVERGING, new byte[0]);
        }
    }

    // SPEC [RFC 1661 §5.3-5.4]: rejects go before naks before the ack, each with the options in the peer's order
    private ControlPacket judge(ControlPacket.ConfigureRequest peer) {
        List<ConfigureOption> rejects = new ArrayList<>();
        List<ConfigureOption> naks = new ArrayList<>();
        boolean rejectInstead = naksSent >= maxFailure;
        for (ConfigureOption option : peer.options()) {
            switch (policy.judge(option)) {
                case OptionPolicy.Judgement.Ack() -> {}
                case OptionPolicy.Judgement.Reject() -> rejects.add(option);
                case OptionPolicy.Judgement.Nak(ConfigureOption instead) -> {
                    if (rejectInstead) {
                        rejects.add(option);
                    } else {
                        naks.add(instead);
                    }
                }
            }
        }
        if (!rejects.isEmpty()) {
            return new ControlPacket.ConfigureReject(peer.identifier(), rejects);
        }
        if (!rejectInstead) {
            naks.addAll(policy.missing(peer.options()));
        }
        if (!naks.isEmpty()) {
            return new ControlPacket.ConfigureNak(peer.identifier(), naks);
        }
        return new ControlPacket.ConfigureAck(peer.identifier(), peer.options());
    }

    private void fire(Event event, long now, @Nullable ControlPacket reply, @Nullable ControlPacket cause) {
        Automaton.Transition transition = Automaton.transition(state, event);
        if (transition == null) {
            return;
        }
        boolean retransmission = event == Event.TO_PLUS;
        state = transition.next();
        for (Action action : transition.actions()) {
            perform(action, transition.actions(), retransmission, now, reply, cause);
        }
        boolean timed = negotiating() || state == State.CLOSING || state == State.STOPPING;
        if (!timed) {
            deadline = Step.NEVER;
        }
        if (!negotiating()) {
            convergeBy = Step.NEVER;
            resendAt = Step.NEVER;
        }
    }

    private void perform(
            Action action,
            List<Action> all,
            boolean retransmission,
            long now,
            @Nullable ControlPacket reply,
            @Nullable ControlPacket cause) {
        switch (action) {
            case TLU -> {
                naksSent = 0;
                naksReceived = 0;
                badRequests = 0;
                owner.up(this);
            }
            case TLD -> {
                reopenings++;
                owner.down(this);
                limits();
            }
            case TLS -> {}
            case TLF -> owner.finished(this);
            case IRC -> restartCounter = all.contains(Action.STR) ? termination.tries() : MAX_CONFIGURE;
            case ZRC -> {
                restartCounter = 0;
                deadline = now + RESTART_NANOS;
            }
            case SCR -> sendRequest(retransmission, now);
            case SCA, SCN -> sendReply(reply);
            case STR -> {
                restartCounter--;
                deadline = now + termination.nanos();
                owner.send(this, new ControlPacket.TerminateRequest(nextIdentifier(), new byte[0]));
            }
            case STA -> {
                int id = cause instanceof ControlPacket.TerminateRequest ? cause.identifier() : nextIdentifier();
                owner.send(this, new ControlPacket.TerminateAck(id, new byte[0]));
            }
            case SCJ -> {
                if (cause instanceof ControlPacket.Unknown(int _, int _, byte[] whole)) {
                    owner.send(this, new ControlPacket.CodeReject(nextIdentifier(), whole));
                }
            }
            case SER -> {
                if (cause instanceof ControlPacket.EchoRequest(int id, int _, byte[] data)) {
                    owner.send(this, new ControlPacket.EchoReply(id, owner.magic(), data));
                }
            }
        }
    }

    private void sendRequest(boolean retransmission, long now) {
        if (frozen) {
            return;
        }
        if (!retransmission) {
            requestIdentifier = nextIdentifier();
            request = policy.request();
        }
        if (convergeBy == Step.NEVER) {
            convergeBy = now + MAX_NEGOTIATION_NANOS;
        }
        restartCounter--;
        deadline = now + RESTART_NANOS;
        requestSentAt = now;
        resendAt = Step.NEVER;
        awaitingReply = true;
        owner.send(this, new ControlPacket.ConfigureRequest(requestIdentifier, request));
    }

    private void sendReply(@Nullable ControlPacket reply) {
        switch (reply) {
            case ControlPacket.ConfigureAck ack -> {
                policy.agreed(ack.options());
                owner.send(this, ack);
            }
            case ControlPacket.ConfigureNak nak -> {
                naksSent++;
                policy.nakSent(nak.options());
                owner.send(this, nak);
            }
            case null -> {}
            default -> owner.send(this, reply);
        }
    }

    private int nextIdentifier() {
        lastIdentifier = lastIdentifier + 1 & 0xFF;
        return lastIdentifier;
    }
}
