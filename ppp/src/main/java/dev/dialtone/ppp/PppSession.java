package dev.dialtone.ppp;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import dev.dialtone.core.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The dialling side of a PPP link (RFC 1661): LCP, authentication, IPCP and IPV6CP as one pure machine.
///
/// ```
/// LowerUp -> [LCP] -> LcpOpened -> StartAuthentication -> AuthenticationAsked -> Respond -> Authenticated
///         -> StartNetwork -> [IPCP, IPV6CP] -> NetworkOpened
/// ```
///
/// Each of these actions comes at most once, in this order, but for a sign-in that is refused and may be tried again:
///
/// ```
/// Respond -> AuthenticationRefused -> Retry -> AuthenticationAsked -> Respond -> Authenticated, or refused again
///                                  -> ChangePassword                          -> Authenticated, or refused again
/// ```
///
/// A peer that renegotiates LCP walks through the phases again without waiting for the events that were given before;
/// if it does so while other credentials are awaited, the session fails. One session is for one link: after
/// [PppEvent.LowerDown] it stays down. Not for use by several threads at once.
public final class PppSession {
    /// Frames of a phase that has not been started yet, at most.
    private static final int MAX_KEPT = 16;
    private static final long WAKE_NANOS = 50_000_000L;
    private static final int MAX_WAKES = 200;

    private final PppConfig config;
    private final RandomGenerator random;
    private final Link link;
    private final NetworkPhase network;
    private final SignIn signIn;
    private final Liveness liveness;
    private final ArrayDeque<PppFrame> keptAuthentication = new ArrayDeque<>();
    private final ArrayDeque<PppFrame> keptNetwork = new ArrayDeque<>();

    private List<PppAction> actions = new ArrayList<>();
    private long now;

    private boolean started;
    private boolean down;
    private boolean lcpOpenedSaid;
    private boolean authenticationAllowed;
    private boolean authenticatedSaid;
    private boolean networkAllowed;
    private @Nullable NetworkResult networkSaid;
    private @Nullable ClientAuthentication authentication;
    private @Nullable Failure lcpFailure;
    private boolean over;
    private boolean closing;
    private boolean terminated;
    private boolean peerGone;
    private long closeDeadline = Step.NEVER;
    private boolean authenticated;
    private long lastWake;
    private int wakes;
    private final Pusher pusher = new Pusher();

    public PppSession(PppConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
        this.signIn = new SignIn(config.user(), config.password());
        this.liveness = new Liveness(config.echoIntervalNanos());
        LcpPolicy policy = new LcpPolicy(config.mruBytes(), config.methods(), null, random);
        if (config.wakeSilentPeer()) {
            // INTEROP [SoftEther]: it rejects the magic number, and each packet more of ours costs it 300 ms;
            // TLS does
            // not loop
            policy.withoutMagic();
        }
        this.link = new Link(policy, new Upper(), ControlProtocol.MAX_FAILURE);
        this.network = new NetworkPhase(
                link,
                config.ipv4() ? new IpcpClientPolicy(config.requestedAddress(), config.dns()) : null,
                config.ipv6() ? new Ipv6cpPolicy(random) : null,
                ControlProtocol.MAX_FAILURE);
    }

    /// Takes one event at the given monotonic time; the answer's actions are to be carried out in order.
    public Step<PppAction> on(PppEvent event, long nowNanos) {
        now = nowNanos;
        actions = new ArrayList<>();
        switch (event) {
            case PppEvent.RoundTrip(long nanos) -> {
                link.lcp().roundTrip(nanos);
                network.roundTrip(nanos);
                pusher.roundTrip(nanos);
            }
            case PppEvent.LowerUp() -> lowerUp();
            case PppEvent.LowerDown() -> lowerDown();
            case PppEvent.Frame(byte[] bytes) -> {
                if (started && !down && !terminated) {
                    liveness.heard();
                    int unanswered = link.echoesUnanswered();
                    link.receive(bytes, now);
                    wakeAgain();
                    if (link.echoesUnanswered() < unanswered && pusher.answered() && !over && !closing) {
                        push();
                    }
                }
            }
            case PppEvent.DataSent() -> pusher.sent(now);
            case PppEvent.Heard(long whenNanos) -> {
                liveness.heard();
                link.heardAt(whenNanos);
            }
            case PppEvent.Probe() -> {
                if (networkSaid != null && link.open() && !over && !closing && liveness.probe(now)) {
                    link.echo();
                }
            }
            case PppEvent.StartAuthentication() -> {
                authenticationAllowed = true;
                startAuthentication();
            }
            case PppEvent.Respond() -> {
                if (signIn.respond() && authentication != null) {
                    authentication.respond(now);
                }
            }
            case PppEvent.Retry(String user, Secret password) -> retry(user, password);
            case PppEvent.ChangePassword(Secret newPassword) -> changePassword(newPassword);
            case PppEvent.StartNetwork() -> {
                networkAllowed = true;
                startNetwork();
            }
            case PppEvent.Tick() -> tick();
            case PppEvent.Close() -> close();
        }
        settle();
        return Step.of(actions, deadline());
    }

    private void lowerUp() {
        if (!started && !closing) {
            started = true;
            link.start(now);
        }
    }

    private void lowerDown() {
        down = true;
        authentication = null;
        network.lowerDown(now);
        link.lcp().down(now);
        if (closing) {
            terminate();
        }
    }

    private void close() {
        if (closing || terminated) {
            return;
        }
        closing = true;
        authentication = null;
        if (!started || down || peerGone) {
            terminate();
            return;
        }
        closeDeadline = now + Link.ONE_SECOND.nanos();
        link.lcp().close(now);
        switch (link.lcp().state()) {
            case INITIAL, STARTING, CLOSED, STOPPED -> terminate();
            case CLOSING, STOPPING, REQ_SENT, ACK_RCVD, ACK_SENT, OPENED -> {
                if (config.wakeSilentPeer() && link.peerIsSoftEther()) {
                    pusher.sent(now);
                }
            }
        }
    }

    private void terminate() {
        if (!terminated) {
            terminated = true;
            actions.add(new PppAction.Terminated());
        }
    }

    private void fail(Failure failure) {
        if (!over && !closing) {
            over = true;
            authentication = null;
            link.lcp().freeze();
            actions.add(new PppAction.Failed(failure));
        }
    }

    private void startAuthentication() {
        if (!authenticationAllowed || !link.open() || over || closing || authentication != null || authenticated) {
            return;
        }
        AuthMethod method = link.policy().result().method();
        if (method == null) {
            keptAuthentication.clear();
            accept(new AuthResult(null, "", new byte[0], new byte[0]));
            return;
        }
        ClientAuthentication begun = method == AuthMethod.PAP
                ? new PapClient(signIn, new Asked(method), random.nextInt(256))
                : new ChapClient(signIn, method, new Asked(method), random);
        authentication = begun;
        begun.start(now);
        while (!keptAuthentication.isEmpty() && authentication == begun) {
            begun.receive(keptAuthentication.remove().information(), now);
        }
    }

    private void retry(String user, Secret password) {
        AuthMethod method = link.policy().result().method();
        if (signIn.stage() == SignIn.Stage.REFUSED && method != null && !over && !closing && !down) {
            signIn.retry(user, password);
            actions.add(new PppAction.AuthenticationAsked(method));
        }
    }

    private void changePassword(Secret newPassword) {
        if (signIn.stage() == SignIn.Stage.REFUSED && !over && !closing && !down) {
            signIn.change();
            if (authentication != null) {
                authentication.changePassword(newPassword, now);
            }
        }
    }

    private void accept(AuthResult result) {
        authenticated = true;
        if (!authenticatedSaid) {
            authenticatedSaid = true;
            actions.add(new PppAction.Authenticated(result));
        } else if (result.sendKey().length > 0) {
            actions.add(new PppAction.KeysChanged(result));
        }
        startNetwork();
    }

    private void startNetwork() {
        if (!networkAllowed || !authenticated || !link.open() || over || closing || network.running()) {
            return;
        }
        lastWake = now;
        network.start(now);
        while (!keptNetwork.isEmpty()) {
            PppFrame frame = keptNetwork.remove();
            network.receive(frame.protocol(), frame.information(), now);
        }
    }

    // Looks at what the event has come to.
    private void settle() {
        if (over || closing || down) {
            return;
        }
        if (link.policy().looped()) {
            fail(Failure.of(737, Layer.LCP, "Our own packets come back: the line is looped."));
        } else if (lcpFailure != null) {
            fail(lcpFailure);
        } else if (network.running()) {
            network.closeFailed(now);
            if (network.decided()) {
                settleNetwork();
            }
        }
    }

    private void settleNetwork() {
        NetworkResult result = network.result();
        if (networkSaid == null) {
            if (network.usable()) {
                networkSaid = result;
                liveness.begin(now);
                actions.add(new PppAction.NetworkOpened(result));
            } else {
                fail(network.failure());
            }
        } else if (!network.usable()) {
            over = true;
            link.lcp().freeze();
            actions.add(new PppAction.PeerTerminated(network.failure()));
        } else if (!result.equals(networkSaid)) {
            networkSaid = result;
            actions.add(new PppAction.NetworkChanged(result));
        }
    }

    private void tick() {
        if (closeDeadline <= now) {
            closeDeadline = Step.NEVER;
            terminate();
            return;
        }
        if (!started || down || terminated) {
            return;
        }
        link.lcp().tick(now);
        if (closing && !terminated && pusher.deadline() <= now) {
            push();
        }
        if (over || closing) {
            return;
        }
        if (authentication != null) {
            authentication.tick(now);
        }
        network.tick(now);
        if (!over && wakeDeadline() <= now) {
            wakes++;
            lastWake = now;
            link.echo();
        }
        if (!over && pusher.deadline() <= now) {
            push();
        }
        if (!over && livenessDeadline() <= now) {
            checkLife();
        }
    }

    private void push() {
        link.echo();
        pusher.pushed(now, link.echoesUnanswered());
    }

    /// Whether [PppEvent.DataSent] is of use: the peer is one that has to be pushed.
    public boolean wantsDataSent() {
        return config.wakeSilentPeer() && link.peerIsSoftEther() && networkSaid != null;
    }

    private void checkLife() {
        switch (liveness.tick(link.lastReceived(), now)) {
            case NOTHING -> {}
            case ECHO -> {
                // SPEC [RFC 1661 §5.8] only in Opened; while LCP begins anew, silence is all there is to count
                if (link.open()) {
                    link.echo();
                }
            }
            case DEAD -> fail(Failure.retryable(829, Layer.LCP, "The peer no longer answers echoes."));
        }
    }

    // INTEROP [SoftEther]: its PPP thread sleeps on timers unless packets come
    private long wakeDeadline() {
        boolean waking =
                config.wakeSilentPeer() && network.running() && networkSaid == null && link.open() && wakes < MAX_WAKES;
        return waking ? Math.max(link.lastReceived(), lastWake) + WAKE_NANOS : Step.NEVER;
    }

    // INTEROP [SoftEther]: it takes one packet out of its queue each time that one comes in: while echoes of ours lie
    // before the packet that matters, each answer has to bring the next one out
    private void wakeAgain() {
        boolean waiting = closing || (network.running() && networkSaid == null);
        if (config.wakeSilentPeer()
                && link.peerIsSoftEther()
                && waiting
                && !terminated
                && link.echoesUnanswered() > 0
                && wakes < MAX_WAKES) {
            wakes++;
            lastWake = now;
            link.echo();
        }
    }

    private long livenessDeadline() {
        return networkSaid != null ? liveness.deadline(link.lastReceived()) : Step.NEVER;
    }

    private long deadline() {
        if (!started || down || terminated) {
            return Step.NEVER;
        }
        long deadline = Math.min(closeDeadline, link.lcp().deadline());
        if (over || closing) {
            return closing ? Math.min(deadline, pusher.deadline()) : deadline;
        }
        if (authentication != null) {
            deadline = Math.min(deadline, authentication.deadline());
        }
        return Math.min(
                Math.min(deadline, network.deadline()),
                Math.min(Math.min(wakeDeadline(), pusher.deadline()), livenessDeadline()));
    }

    // Frames of a phase that waits for its event are kept, others out of place are dropped (contract N2).
    private boolean take(int protocol, byte[] information) {
        return switch (protocol) {
            case PppProtocol.PAP, PppProtocol.CHAP -> {
                AuthMethod method = link.policy().result().method();
                boolean agreed = method != null && method.protocol() == protocol;
                if (agreed && authentication != null) {
                    authentication.receive(information, now);
                } else if (agreed && !authenticationAllowed) {
                    keep(keptAuthentication, protocol, information);
                }
                yield agreed || config.methods().stream().anyMatch(m -> m.protocol() == protocol);
            }
            case PppProtocol.IPCP, PppProtocol.IPV6CP -> {
                if (!network.speaks(protocol)) {
                    yield false;
                }
                if (network.running()) {
                    network.receive(protocol, information, now);
                } else if (authenticated || link.policy().result().method() == null) {
                    keep(keptNetwork, protocol, information);
                } else if (authentication != null) {
                    authentication.peerWentOn();
                }
                yield true;
            }
            default -> {
                yield network.speaks(protocol);
            }
        };
    }

    private static void keep(ArrayDeque<PppFrame> kept, int protocol, byte[] information) {
        if (kept.size() < MAX_KEPT) {
            kept.add(new PppFrame(protocol, information));
        }
    }

    private Failure lcpFailure(ControlProtocol.Ending ending, byte[] words) {
        String said = PeerWords.orNull(words, signIn.password());
        // also when the peer first took its demand back and then let go of the link
        if (link.policy().refusedAuthentication()) {
            // 918: it only asked for what Dialtone does not have; 919: for what the entry does not allow
            return (link.policy().knownAuthenticationRefused()
                            ? Failure.of(919, Layer.LCP, "The peer and the entry share no authentication method.")
                            : Failure.of(
                                    918, Layer.LCP, "The peer wants an authentication that is not available here."))
                    .peer("authentication " + link.policy().refusedDemand(), said);
        }
        return switch (ending) {
            case TIMEOUT ->
                link.heard()
                        ? Failure.retryable(732, Layer.LCP, "The negotiation of the link does not settle.")
                        : Failure.retryable(721, Layer.LCP, "The peer does not speak PPP: no packet came.");
            case NOT_CONVERGING -> Failure.of(732, Layer.LCP, "The negotiation of the link does not settle.");
            case REJECTED -> Failure.of(733, Layer.LCP, "The peer rejects the link control protocol.");
            case TERMINATED ->
                Failure.of(734, Layer.LCP, "The peer terminated the link before the connection was up.")
                        .peer(null, said);
        };
    }

    private final class Upper implements Link.Upper {
        @Override
        public void transmit(byte[] frame) {
            if (!down && !terminated) {
                actions.add(new PppAction.Send(frame));
            }
        }

        @Override
        public void lcpUp() {
            if (over || closing) {
                return;
            }
            if (!lcpOpenedSaid) {
                lcpOpenedSaid = true;
                actions.add(new PppAction.LcpOpened(link.policy().result()));
            }
            switch (signIn.stage()) {
                case UNASKED, ASKED, RESPONDING -> startAuthentication();
                // what was refused must not be sent again, and whether a change was made nobody knows
                case REFUSED, CHANGING ->
                    lcpFailure =
                            Failure.retryable(734, Layer.LCP, "The peer began anew after it had refused the sign-in.");
            }
        }

        @Override
        public void lcpDown() {
            authentication = null;
            authenticated = false;
            keptAuthentication.clear();
            keptNetwork.clear();
            network.lowerDown(now);
        }

        @Override
        public void lcpEnded(ControlProtocol.Ending ending, byte[] words) {
            if (ending == ControlProtocol.Ending.TERMINATED) {
                peerGone = true;
            }
            if (over || closing) {
                return;
            }
            if (networkSaid != null && ending == ControlProtocol.Ending.TERMINATED) {
                over = true;
                link.lcp().freeze();
                actions.add(
                        new PppAction.PeerTerminated(Failure.retryable(629, Layer.LCP, "The peer ended the connection.")
                                .peer(null, PeerWords.orNull(words, signIn.password()))));
            } else if (lcpFailure == null) {
                // told by settle(), when the automaton has finished with the event
                lcpFailure = lcpFailure(ending, words);
            }
        }

        @Override
        public void lcpFinished() {
            if (closing) {
                terminate();
            }
        }

        @Override
        public boolean frame(int protocol, byte[] information) {
            return over || closing || take(protocol, information);
        }

        @Override
        public void protocolRejected(int protocol) {
            if (over || closing) {
                return;
            }
            AuthMethod method = link.policy().result().method();
            if (authentication != null && method != null && method.protocol() == protocol && !authenticated) {
                fail(Failure.of(917, Layer.AUTH, "The peer rejected the authentication protocol it had asked for."));
            } else {
                network.protocolRejected(protocol, now);
            }
        }
    }

    private final class Asked implements ClientAuthentication.Owner {
        private final AuthMethod method;

        Asked(AuthMethod method) {
            this.method = method;
        }

        @Override
        public void transmit(int protocol, byte[] packet) {
            link.transmit(protocol, packet);
        }

        @Override
        public void asked() {
            if (signIn.stage() == SignIn.Stage.RESPONDING) {
                if (authentication != null) {
                    authentication.respond(now);
                }
            } else if (signIn.ask()) {
                actions.add(new PppAction.AuthenticationAsked(method));
            }
        }

        @Override
        public void accepted(AuthResult result) {
            accept(result);
        }

        @Override
        public void refused(Failure failure) {
            fail(failure);
        }

        @Override
        public void refusedForNow(Failure failure, boolean canChangePassword) {
            if (authenticatedSaid) {
                // the owner has gone on long ago, and the new password of a change may be the one in use
                fail(failure);
            } else if (!over && !closing) {
                signIn.refuse(canChangePassword);
                actions.add(new PppAction.AuthenticationRefused(failure, canChangePassword));
            }
        }
    }
}
