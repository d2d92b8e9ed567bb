package dev.dialtone.ppp;

import dev.dialtone.core.Decoded;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// IPCP and IPV6CP beside each other. Its owner looks at [#decided()] and [#result()] after every event.
final class NetworkPhase implements ControlProtocol.Owner {
    private static final ControlProtocol.Termination TERMINATION =
            new ControlProtocol.Termination(2, ControlProtocol.RESTART_NANOS);

    private final Link link;
    private final @Nullable IpcpPolicy ipcpPolicy;
    private final @Nullable ControlProtocol ipcp;
    private final @Nullable Ipv6cpPolicy ipv6cpPolicy;
    private final @Nullable ControlProtocol ipv6cp;
    private @Nullable Failure ipv4Failure;
    private @Nullable Failure ipv6Failure;
    private boolean running;
    private boolean ipv6Begun;

    /// @param ipcp   null for no IPv4
    /// @param ipv6cp null for no IPv6
    NetworkPhase(Link link, @Nullable IpcpPolicy ipcp, @Nullable Ipv6cpPolicy ipv6cp, int maxFailure) {
        this.link = link;
        this.ipcpPolicy = ipcp;
        this.ipv6cpPolicy = ipv6cp;
        this.ipcp = ipcp == null ? null : protocol(PppProtocol.IPCP, ipcp, maxFailure);
        this.ipv6cp = ipv6cp == null ? null : protocol(PppProtocol.IPV6CP, ipv6cp, ControlProtocol.MAX_FAILURE);
    }

    private ControlProtocol protocol(int number, OptionPolicy policy, int maxFailure) {
        return new ControlProtocol(number, policy, this, TERMINATION, maxFailure);
    }

    /// Whether this protocol is one of those negotiated here.
    boolean speaks(int protocol) {
        return switch (protocol) {
            case PppProtocol.IPCP, PppProtocol.IPV4 -> ipcp != null;
            case PppProtocol.IPV6CP, PppProtocol.IPV6 -> ipv6cp != null;
            default -> false;
        };
    }

    /// Whether there is no protocol to negotiate at all.
    boolean empty() {
        return ipcp == null && ipv6cp == null;
    }

    boolean running() {
        return running;
    }

    void start(long now) {
        running = true;
        if (ipcp != null && ipv4Failure == null) {
            ipcp.open(now);
            ipcp.up(now);
        }
        startIpv6(now);
    }

    /// IPV6CP waits until IPv4 is decided, or until the peer itself begins with it.
    private void startIpv6(long now) {
        boolean ipv4Decided = ipcp == null || open(ipcp);
        if (!running || !ipv4Decided || ipv6cp == null || ipv6Begun || ipv6Failure != null) {
            return;
        }
        if (ipcp != null && link.peerIsSoftEther()) {
            // INTEROP [SoftEther] while it looks for an IPv6 router, 4 to 7 s, its PPP thread moves no IPv4 either
            ipv6Failure = Failure.of(
                    731, Layer.IPV6CP, "IPv6 was left out: a SoftEther server moves no packet for seconds over it.");
            return;
        }
        beginIpv6(ipv6cp, now);
    }

    private void beginIpv6(ControlProtocol protocol, long now) {
        ipv6Begun = true;
        protocol.open(now);
        protocol.up(now);
    }

    /// LCP went down: nothing is lost but the agreements.
    void lowerDown(long now) {
        running = false;
        ipv6Begun = false;
        for (ControlProtocol protocol : protocols()) {
            protocol.down(now);
        }
    }

    void receive(int protocol, byte[] information, long now) {
        ControlProtocol target = protocol == PppProtocol.IPCP ? ipcp : protocol == PppProtocol.IPV6CP ? ipv6cp : null;
        if (running
                && target != null
                && ControlPacketCodec.decode(information, false)
                        instanceof Decoded.Ok<ControlPacket>(ControlPacket packet, int _)) {
            if (target == ipv6cp && !ipv6Begun && ipv6Failure == null) {
                beginIpv6(ipv6cp, now);
            }
            target.receive(packet, now);
            startIpv6(now);
        }
    }

    void protocolRejected(int protocol, long now) {
        if (running && protocol == PppProtocol.IPCP && ipcp != null) {
            ipcp.protocolRejected(now);
        } else if (running && protocol == PppProtocol.IPV6CP && ipv6cp != null) {
            ipv6cp.protocolRejected(now);
        }
    }

    void roundTrip(long nanos) {
        protocols().forEach(protocol -> protocol.roundTrip(nanos));
    }

    void tick(long now) {
        if (running) {
            for (ControlProtocol protocol : protocols()) {
                protocol.tick(now);
            }
            startIpv6(now);
        }
    }

    long deadline() {
        long deadline = Step.NEVER;
        for (ControlProtocol protocol : protocols()) {
            deadline = running ? Math.min(deadline, protocol.deadline()) : deadline;
        }
        return deadline;
    }

    /// Ends what has failed; called when no protocol is in the middle of an event.
    void closeFailed(long now) {
        close(ipcp, ipv4Failure, now);
        close(ipv6cp, ipv6Failure, now);
    }

    private static void close(@Nullable ControlProtocol protocol, @Nullable Failure failure, long now) {
        if (protocol != null && failure != null) {
            switch (protocol.state()) {
                case REQ_SENT, ACK_RCVD, ACK_SENT, OPENED, STOPPED, STOPPING -> protocol.close(now);
                case INITIAL, STARTING, CLOSED, CLOSING -> {}
            }
        }
    }

    /// Whether there is something to say: IPv4 has opened or failed, or, without IPv4, IPv6 has. IPV6CP never holds
    /// IPv4 up, nor does it stand in for it: a link-local address alone carries nothing that was asked for.
    boolean decided() {
        return ipcp == null
                ? ipv6cp == null || open(ipv6cp) || ipv6Failure != null
                : ipv4() != null || ipv4Failure != null;
    }

    NetworkResult result() {
        return new NetworkResult(
                ipv4(), ipv4Failure, ipv6cpPolicy != null && open(ipv6cp) ? ipv6cpPolicy.result() : null, ipv6Failure);
    }

    boolean usable() {
        return ipcp == null ? ipv6Failure == null && open(ipv6cp) : ipv4() != null;
    }

    /// Why nothing is usable.
    Failure failure() {
        Failure failure = ipv4Failure != null ? ipv4Failure : ipv6Failure;
        return failure != null ? failure : Failure.of(720, Layer.PPP, "No network protocol could be negotiated.");
    }

    private NetworkResult.@Nullable Ipv4 ipv4() {
        return ipcpPolicy != null && ipv4Failure == null && open(ipcp) ? ipcpPolicy.result() : null;
    }

    private static boolean open(@Nullable ControlProtocol protocol) {
        return protocol != null && protocol.state() == Automaton.State.OPENED;
    }

    private List<ControlProtocol> protocols() {
        List<ControlProtocol> all = new ArrayList<>(2);
        if (ipcp != null) {
            all.add(ipcp);
        }
        if (ipv6cp != null) {
            all.add(ipv6cp);
        }
        return all;
    }

    @Override
    public void send(ControlProtocol from, ControlPacket packet) {
        link.send(from, packet);
    }

    @Override
    public void up(ControlProtocol which) {
        if (which == ipcp && ipcpPolicy != null && ipcpPolicy.result() == null && ipv4Failure == null) {
            ipv4Failure = noAddress();
        }
    }

    @Override
    public void down(ControlProtocol which) {}

    @Override
    public void finished(ControlProtocol which) {}

    @Override
    public void ended(ControlProtocol which, ControlProtocol.Ending ending, byte[] words) {
        if (which == ipcp && ipv4Failure == null) {
            boolean addressless = ipcpPolicy != null
                    && ipcpPolicy.result() == null
                    && which.answered()
                    && (ending == ControlProtocol.Ending.NOT_CONVERGING || ending == ControlProtocol.Ending.TIMEOUT);
            ipv4Failure = addressless ? noAddress() : failure(which, Layer.IPCP, ending, words);
            which.freeze();
        } else if (which == ipv6cp && ipv6Failure == null) {
            ipv6Failure = failure(which, Layer.IPV6CP, ending, words);
            which.freeze();
        }
    }

    private static Failure noAddress() {
        return Failure.of(738, Layer.IPCP, "The peer gave no IPv4 address.");
    }

    private static Failure failure(ControlProtocol which, Layer layer, ControlProtocol.Ending ending, byte[] words) {
        return switch (ending) {
            case TIMEOUT ->
                which.answered()
                        ? Failure.retryable(732, layer, "The negotiation does not settle.")
                        : Failure.retryable(718, layer, "The peer does not answer Configure-Requests.");
            case NOT_CONVERGING -> Failure.of(732, layer, "The negotiation does not settle.");
            case REJECTED -> Failure.of(733, layer, "The peer does not speak this control protocol.");
            case TERMINATED ->
                Failure.of(736, layer, "The peer ended the network protocol.").peer(null, PeerWords.orNull(words));
        };
    }

    @Override
    public int magic() {
        return link.magic();
    }
}
