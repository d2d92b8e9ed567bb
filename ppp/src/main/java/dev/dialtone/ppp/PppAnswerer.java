package dev.dialtone.ppp;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.core.Decoded;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Step;
import dev.dialtone.ppp.PppAnswererScript.Misbehaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The answering side of a PPP link as one pure machine, for tests and the demo: the same automaton as [PppSession],
/// without gates between the phases, able to misbehave by script. Takes LowerUp, LowerDown, Frame, Tick and Close;
/// the other events mean nothing to it. Not for use by several threads at once.
public final class PppAnswerer {
    private final PppAnswererConfig config;
    private final PppAnswererScript script;
    private final RandomGenerator random;
    private final Link link;
    private final NetworkPhase network;

    private List<PppAnswererAction> actions = new ArrayList<>();
    private long now;
    private boolean lowerUp;
    private boolean started;
    private boolean down;
    private boolean lcpOpenedSaid;
    private boolean authenticated;
    private boolean authenticatedSaid;
    private @Nullable ServerAuthentication authentication;
    private @Nullable NetworkResult networkSaid;
    private boolean closeWanted;
    private boolean closing;
    private boolean terminated;
    private @Nullable Failure failure;
    private boolean failureSaid;
    private boolean peerTerminated;
    private long closeDeadline = Step.NEVER;

    public PppAnswerer(PppAnswererConfig config, PppAnswererScript script, RandomGenerator random) {
        this.config = config;
        this.script = script;
        this.random = random;
        this.link = new Link(
                new LcpPolicy(config.mruBytes(), Set.of(), config.method(), random),
                new Upper(),
                ControlProtocol.MAX_FAILURE);
        boolean stubborn = script.does(Misbehaviour.NAK_IPCP_FOREVER) || script.does(Misbehaviour.NAK_ZERO_ADDRESS);
        this.network = new NetworkPhase(
                link,
                config.ipv4() && !script.does(Misbehaviour.REJECT_IPCP) && !script.does(Misbehaviour.SILENT_IPCP)
                        ? new IpcpServerPolicy(config, script)
                        : null,
                config.ipv6() && !script.does(Misbehaviour.REJECT_IPV6CP) && !script.does(Misbehaviour.SILENT_IPV6CP)
                        ? new Ipv6cpPolicy(random)
                        : null,
                stubborn ? Integer.MAX_VALUE : ControlProtocol.MAX_FAILURE);
    }

    /// Takes one event at the given monotonic time; the answer's actions are to be carried out in order.
    public Step<PppAnswererAction> on(PppEvent event, long nowNanos) {
        now = nowNanos;
        actions = new ArrayList<>();
        switch (event) {
            case PppEvent.RoundTrip(long nanos) -> {
                link.lcp().roundTrip(nanos);
                network.roundTrip(nanos);
            }
            case PppEvent.LowerUp() -> {
                lowerUp = true;
                if (config.startsFirst()) {
                    start();
                }
            }
            case PppEvent.LowerDown() -> lowerDown();
            case PppEvent.Frame(byte[] bytes) -> frame(bytes);
            case PppEvent.Tick() -> tick();
            case PppEvent.Close() -> closeWanted = true;
            case PppEvent.Heard(long whenNanos) -> link.heardAt(whenNanos);
            case PppEvent.StartAuthentication(), PppEvent.Respond(), PppEvent.StartNetwork(), PppEvent.DataSent() -> {}
            case PppEvent.Retry _, PppEvent.ChangePassword _, PppEvent.Probe _ -> {}
        }
        settle();
        return Step.of(actions, deadline());
    }

    private void start() {
        if (!started && !down && !terminated) {
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

    private void frame(byte[] bytes) {
        if (!lowerUp || down || terminated || hushed(bytes)) {
            return;
        }
        start();
        link.receive(bytes, now);
    }

    // Packets that the script lets fall, or answers out of order.
    private boolean hushed(byte[] bytes) {
        if (!(PppFrame.decode(bytes) instanceof Decoded.Ok<PppFrame>(PppFrame frame, int _))) {
            return false;
        }
        int code = frame.information().length > 1 ? frame.information()[0] & 0xFF : 0;
        return switch (frame.protocol()) {
            case PppProtocol.LCP -> {
                if (script.does(Misbehaviour.NAK_LCP_FOREVER) && code == 1) {
                    int mru = 1000 - (frame.information()[1] & 0xFF);
                    link.send(
                            link.lcp(),
                            new ControlPacket.ConfigureNak(
                                    frame.information()[1] & 0xFF, List.of(ConfigureOption.of16(LcpPolicy.MRU, mru))));
                    yield true;
                }
                yield script.does(Misbehaviour.SILENT_LCP)
                        || (code == 9 && networkSaid != null && script.does(Misbehaviour.DEAF_TO_ECHO));
            }
            case PppProtocol.IPCP -> script.does(Misbehaviour.SILENT_IPCP);
            case PppProtocol.IPV6CP -> script.does(Misbehaviour.SILENT_IPV6CP);
            default -> false;
        };
    }

    private void tick() {
        if (closeDeadline <= now) {
            closeDeadline = Step.NEVER;
            terminate();
        }
        if (!started || down || terminated) {
            return;
        }
        link.lcp().tick(now);
        if (!closing && authentication != null) {
            authentication.tick(now);
        }
        if (!closing) {
            network.tick(now);
        }
    }

    private void fail(Failure why) {
        if (failure == null) {
            failure = why;
        }
    }

    private void settle() {
        if (down || terminated) {
            if (closeWanted && !terminated) {
                terminate();
            }
            return;
        }
        if (link.policy().demandRejected()) {
            fail(Failure.of(917, Layer.LCP, "The peer rejects the authentication that is demanded."));
        }
        if (failure == null && !closing && network.running()) {
            settleNetwork();
        }
        if (failure != null && !failureSaid && !closing) {
            failureSaid = true;
            actions.add(
                    peerTerminated
                            ? new PppAnswererAction.PeerTerminated(failure)
                            : new PppAnswererAction.Failed(failure));
        }
        if ((closeWanted || failure != null) && !closing) {
            close();
        }
    }

    private void settleNetwork() {
        network.closeFailed(now);
        if (network.empty() || !network.decided()) {
            return;
        }
        NetworkResult result = network.result();
        if (!network.usable()) {
            fail(network.failure());
        } else if (networkSaid == null) {
            networkSaid = result;
            actions.add(new PppAnswererAction.NetworkOpened(result));
        } else if (!result.equals(networkSaid)) {
            networkSaid = result;
            actions.add(new PppAnswererAction.NetworkChanged(result));
        }
    }

    private void close() {
        closing = true;
        authentication = null;
        if (!started) {
            terminate();
            return;
        }
        // A peer that terminated gets a little time to see our Terminate-Ack, or to repeat its request.
        closeDeadline = now + Link.ONE_SECOND.nanos();
        link.lcp().close(now);
        switch (link.lcp().state()) {
            case INITIAL, STARTING, CLOSED, STOPPED -> terminate();
            case CLOSING, STOPPING, REQ_SENT, ACK_RCVD, ACK_SENT, OPENED -> {}
        }
    }

    private void terminate() {
        if (!terminated) {
            terminated = true;
            actions.add(new PppAnswererAction.Terminated());
        }
    }

    private void authenticate() {
        AuthMethod method = config.method();
        if (script.does(Misbehaviour.TERMINATE_AFTER_LCP)) {
            closeWanted = true;
        } else if (method == null) {
            accept("", new AuthResult(null, "", new byte[0], new byte[0]));
        } else {
            authentication = new ServerAuthentication(config, script, method, new Verdict(), random);
            authentication.start(now);
        }
    }

    private void accept(String user, AuthResult result) {
        authenticated = true;
        if (!authenticatedSaid) {
            authenticatedSaid = true;
            actions.add(new PppAnswererAction.Authenticated(user, result));
        } else if (result.sendKey().length > 0) {
            actions.add(new PppAnswererAction.KeysChanged(result));
        }
        if (script.does(Misbehaviour.TERMINATE_AFTER_AUTHENTICATION)) {
            closeWanted = true;
        } else {
            network.start(now);
        }
    }

    private long deadline() {
        if (!started || down || terminated) {
            return Step.NEVER;
        }
        long deadline = Math.min(closeDeadline, link.lcp().deadline());
        if (!closing) {
            deadline = Math.min(deadline, network.deadline());
            if (authentication != null) {
                deadline = Math.min(deadline, authentication.deadline());
            }
        }
        return deadline;
    }

    private final class Upper implements Link.Upper {
        @Override
        public void transmit(byte[] frame) {
            int protocol = (frame[2] & 0xFF) << 8 | (frame[3] & 0xFF);
            boolean silent = protocol == PppProtocol.LCP && script.does(Misbehaviour.SILENT_LCP);
            if (!down && !terminated && !silent) {
                actions.add(new PppAnswererAction.Send(frame));
            }
        }

        @Override
        public void lcpUp() {
            if (closing || failure != null) {
                return;
            }
            if (!lcpOpenedSaid) {
                lcpOpenedSaid = true;
                actions.add(new PppAnswererAction.LcpOpened(link.policy().result()));
            }
            if (!link.policy().demandRejected()) {
                authenticate();
            }
        }

        @Override
        public void lcpDown() {
            authentication = null;
            authenticated = false;
            network.lowerDown(now);
        }

        @Override
        public void lcpEnded(ControlProtocol.Ending ending, byte[] words) {
            peerTerminated |= failure == null && ending == ControlProtocol.Ending.TERMINATED;
            fail(
                    switch (ending) {
                        case TIMEOUT -> Failure.retryable(721, Layer.LCP, "The peer does not answer.");
                        case NOT_CONVERGING -> Failure.of(732, Layer.LCP, "The negotiation does not settle.");
                        case REJECTED -> Failure.of(733, Layer.LCP, "The peer rejects LCP.");
                        case TERMINATED ->
                            Failure.of(629, Layer.LCP, "The peer ended the connection.")
                                    .peer(null, PeerWords.orNull(words));
                    });
        }

        @Override
        public void lcpFinished() {
            if (closing) {
                terminate();
            }
        }

        @Override
        public boolean frame(int protocol, byte[] information) {
            if (closing) {
                return true;
            }
            AuthMethod method = config.method();
            if (method != null && method.protocol() == protocol) {
                if (authentication != null) {
                    authentication.receive(information);
                }
                return true;
            }
            if (network.speaks(protocol)) {
                if (network.running() && authenticated) {
                    network.receive(protocol, information, now);
                }
                return true;
            }
            return false;
        }

        @Override
        public void protocolRejected(int protocol) {
            network.protocolRejected(protocol, now);
        }
    }

    private final class Verdict implements ServerAuthentication.Owner {
        @Override
        public void transmit(int protocol, byte[] packet) {
            link.transmit(protocol, packet);
        }

        @Override
        public void accepted(String user, AuthResult result) {
            accept(user, result);
        }

        @Override
        public void refused(String user, String message) {
            actions.add(new PppAnswererAction.AuthenticationFailed(user, message));
            if (config.refusal().cut()) {
                terminated = true;
                actions.add(new PppAnswererAction.CutCarrier());
            } else {
                closeWanted = true;
            }
        }

        @Override
        public void refusedForNow(String user, String message) {
            actions.add(new PppAnswererAction.AuthenticationRefused(user, message));
        }

        @Override
        public void silent() {
            fail(Failure.retryable(718, Layer.AUTH, "The peer never answered the challenge."));
        }
    }
}
