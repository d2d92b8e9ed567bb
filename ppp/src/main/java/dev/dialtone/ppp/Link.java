package dev.dialtone.ppp;

import dev.dialtone.core.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A PPP link up to LCP: takes frames apart, runs LCP, answers echoes, rejects what nobody speaks. What lies above,
/// dialling or answering, is its [Upper].
final class Link implements ControlProtocol.Owner {
    /// SPEC contract C6: one Terminate-Request, one second.
    static final ControlProtocol.Termination ONE_SECOND = new ControlProtocol.Termination(1, 1_000_000_000L);

    private static final byte[] SOFTETHER_ECHO = "Aho Baka Manuke\0".getBytes(StandardCharsets.US_ASCII);

    interface Upper {
        void transmit(byte[] frame);

        void lcpUp();

        void lcpDown();

        void lcpEnded(ControlProtocol.Ending ending, byte[] words);

        void lcpFinished();

        /// A frame of another protocol while LCP is open; false if nobody here speaks it.
        boolean frame(int protocol, byte[] information);

        void protocolRejected(int protocol);
    }

    private final LcpPolicy policy;
    private final ControlProtocol lcp;
    private final Upper upper;
    private long lastReceived;
    private boolean heard;
    private int identifier;
    private boolean softEther;
    private int echoesUnanswered;

    Link(LcpPolicy policy, Upper upper, int maxFailure) {
        this.policy = policy;
        this.upper = upper;
        this.lcp = new ControlProtocol(PppProtocol.LCP, policy, this, ONE_SECOND, maxFailure);
    }

    LcpPolicy policy() {
        return policy;
    }

    ControlProtocol lcp() {
        return lcp;
    }

    boolean open() {
        return lcp.state() == Automaton.State.OPENED;
    }

    /// When the peer was last heard; the time of the start before that.
    long lastReceived() {
        return lastReceived;
    }

    boolean heard() {
        return heard;
    }

    void start(long now) {
        lastReceived = now;
        lcp.open(now);
        lcp.up(now);
    }

    /// The peer was alive then, whatever it sent.
    void heardAt(long whenNanos) {
        if (whenNanos - lastReceived > 0) {
            lastReceived = whenNanos;
        }
    }

    void receive(byte[] bytes, long now) {
        if (!(PppFrame.decode(bytes)
                instanceof Decoded.Ok<PppFrame>(PppFrame(int protocol, byte[] information), int _))) {
            return;
        }
        lastReceived = now;
        heard = true;
        if (protocol == PppProtocol.LCP) {
            if (ControlPacketCodec.decode(information, true)
                    instanceof Decoded.Ok<ControlPacket>(ControlPacket packet, int _)) {
                lcpPacket(packet, now);
            }
        } else if (open() && !upper.frame(protocol, information)) {
            reject(protocol, information);
        }
    }

    /// INTEROP [SoftEther] it gives itself away by the data of its Echo-Requests.
    boolean peerIsSoftEther() {
        return softEther;
    }

    private void lcpPacket(ControlPacket packet, long now) {
        if (packet instanceof ControlPacket.EchoRequest(int _, int _, byte[] words)) {
            softEther |= Arrays.equals(words, SOFTETHER_ECHO);
        }
        switch (packet) {
            case ControlPacket.EchoReply _ -> {
                echoesUnanswered = Math.max(0, echoesUnanswered - 1);
                lcp.receive(packet, now);
            }
            case ControlPacket.ProtocolReject(int _, int protocol, byte[] _)
            when open() -> {
                if (protocol == PppProtocol.LCP) {
                    lcp.protocolRejected(now);
                } else {
                    upper.protocolRejected(protocol);
                }
            }
            default -> lcp.receive(packet, now);
        }
    }

    private void reject(int protocol, byte[] information) {
        byte[] cut = Arrays.copyOf(information, Math.min(information.length, rejectable()));
        send(lcp, new ControlPacket.ProtocolReject(nextIdentifier(), protocol, cut));
    }

    // SPEC [RFC 1661 §5.6-5.7]: what is sent back must fit the peer's MRU
    private int rejectable() {
        return Math.min(policy.result().peerMruBytes(), LcpPolicy.DEFAULT_MRU) - 6;
    }

    /// Echo-Requests that were sent and not answered yet.
    int echoesUnanswered() {
        return echoesUnanswered;
    }

    void echo() {
        echoesUnanswered++;
        send(lcp, new ControlPacket.EchoRequest(nextIdentifier(), magic(), new byte[0]));
    }

    // Echo-Requests and Protocol-Rejects count by themselves, high: nobody mistakes them for a Configure-Request.
    private int nextIdentifier() {
        identifier = identifier + 1 & 0x7F;
        return identifier | 0x80;
    }

    void transmit(int protocol, byte[] information) {
        upper.transmit(new PppFrame(protocol, information).encode());
    }

    @Override
    public void send(ControlProtocol from, ControlPacket packet) {
        ControlPacket fitting =
                packet instanceof ControlPacket.CodeReject(int id, byte[] rejected) && rejected.length > rejectable()
                        ? new ControlPacket.CodeReject(id, Arrays.copyOf(rejected, rejectable()))
                        : packet;
        transmit(from.number(), ControlPacketCodec.encode(fitting));
    }

    @Override
    public void up(ControlProtocol which) {
        upper.lcpUp();
    }

    @Override
    public void down(ControlProtocol which) {
        upper.lcpDown();
    }

    @Override
    public void ended(ControlProtocol which, ControlProtocol.Ending ending, byte[] words) {
        upper.lcpEnded(ending, words);
    }

    @Override
    public void finished(ControlProtocol which) {
        upper.lcpFinished();
    }

    @Override
    public int magic() {
        return policy.magic();
    }
}
