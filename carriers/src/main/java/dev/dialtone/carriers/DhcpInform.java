package dev.dialtone.carriers;

import dev.dialtone.core.Decoded;
import dev.dialtone.core.Step;
import java.net.Inet4Address;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Asks the peer's network by DHCPINFORM for what IPCP does not say (RFC 2131 §4.4.3): some times, until it
/// answers or is given up. The first answer counts.
final class DhcpInform {
    static final int SERVER_PORT = 67;
    static final int CLIENT_PORT = 68;

    private static final Inet4Address EVERYBODY = Inet4Address.ofLiteral("255.255.255.255");

    /// How long each question waits for an answer. SPEC [RFC 2131 §4.1] begins with 4 s, for networks with
    /// thousands of clients; here one client asks over a link of its own.
    private static final long[] WAITS_NANOS = {
        TimeUnit.MILLISECONDS.toNanos(250),
        TimeUnit.SECONDS.toNanos(1),
        TimeUnit.SECONDS.toNanos(4),
        TimeUnit.SECONDS.toNanos(8)
    };

    private final int transactionId;
    private @Nullable Inet4Address address;
    private int asked;
    private long began;
    private long wakeNanos = Step.NEVER;
    private boolean over;
    private DhcpConfiguration found = DhcpConfiguration.NOTHING;

    DhcpInform(RandomGenerator random) {
        transactionId = random.nextInt();
    }

    /// We have an IPv4 address.
    void open(Inet4Address own) {
        address = own;
    }

    boolean isOpen() {
        return address != null;
    }

    /// The question, when it is time for one; what is over waits for nothing any more.
    Optional<byte[]> ask(long now) {
        Inet4Address own = address;
        if (over || own == null || (asked > 0 && now < wakeNanos)) {
            return Optional.empty();
        }
        if (asked == WAITS_NANOS.length) {
            over = true;
            wakeNanos = Step.NEVER;
            return Optional.empty();
        }
        began = asked == 0 ? now : began;
        wakeNanos = now + WAITS_NANOS[asked++];
        byte[] question = DhcpMessage.inform(transactionId, own, (int) TimeUnit.NANOSECONDS.toSeconds(now - began));
        return Optional.of(InnerPacket.udp(own, CLIENT_PORT, EVERYBODY, SERVER_PORT, question));
    }

    /// Takes a packet that may be the answer; any other is ignored.
    void take(byte[] packet) {
        if (asked == 0
                || over
                || !(InnerPacket.decodeUdp(packet) instanceof Decoded.Ok<InnerPacket.Datagram>(var datagram, int _))
                || datagram.sourcePort() != SERVER_PORT
                || datagram.destinationPort() != CLIENT_PORT
                || !(datagram.destination().equals(address)
                        || datagram.destination().equals(EVERYBODY))) {
            return;
        }
        // SECURITY: the transaction's number is random, so that only who saw the question can answer it
        if (DhcpMessage.decode(datagram.data()) instanceof Decoded.Ok<DhcpMessage>(DhcpMessage answer, int _)
                && answer.operation() == DhcpMessage.REPLY
                && answer.transactionId() == transactionId
                && answer.type() == DhcpMessage.ACK) {
            found = DhcpConfiguration.of(answer);
            over = true;
            wakeNanos = Step.NEVER;
        }
    }

    /// Whether an answer may still come.
    boolean isWaiting() {
        return asked > 0 && !over;
    }

    /// Whether it was answered or given up.
    boolean isOver() {
        return over;
    }

    long wakeNanos() {
        return wakeNanos;
    }

    DhcpConfiguration found() {
        return found;
    }
}
