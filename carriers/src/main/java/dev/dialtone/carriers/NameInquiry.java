package dev.dialtone.carriers;

import dev.dialtone.carriers.NameServer.Standing;
import dev.dialtone.core.Decoded;
import dev.dialtone.core.Step;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// Asks the name servers of the peer's network whether they answer: each some times, from the connection's own
/// address, and, while it does not answer, now and then for as long as the connection lasts. One that has answered is
/// not asked again.
final class NameInquiry {
    static final int SERVER_PORT = 53;

    // INTEROP [Linux] beyond ip_local_port_range, so that no program of this host waits for answers at the same port
    private static final int FIRST_PORT = 61_000;
    private static final int LAST_PORT = 65_535;

    // SECURITY: how many a peer may have us ask
    private static final int MAX_SERVERS = 8;

    private static final int QUESTIONS = 3;

    /// The first wait, beside two round trips; each of the next is twice as long. A server that has to ask others
    /// first takes its time, and is given 1 s in all on the shortest way, 2.8 s on the longest.
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    /// All waits together, at most.
    static final long LONGEST_NANOS = LONGEST_WAIT_NANOS * ((1 << QUESTIONS) - 1);

    /// How long after a question an answer counts.
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /// The first pause of one that was given up; it doubles.
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final RandomGenerator random;
    private final int port;
    private Map<InetAddress, Asked> servers = new LinkedHashMap<>();
    private long waitNanos = WAIT_NANOS;
    private boolean listening;
    private long wakeNanos = Step.NEVER;

    private static final class Asked {
        final InetAddress from;
        DnsQuestion question = new DnsQuestion(0, "");
        Standing standing = Standing.ASKED;
        int times;
        boolean failed;
        long askedAt;
        long nextAt;
        long pauseNanos = PAUSE_NANOS;

        Asked(InetAddress from) {
            this.from = from;
        }

        boolean isGivenUp() {
            return standing == Standing.SILENT || standing == Standing.FAILING;
        }

        /// The next question, when it is time for one.
        boolean comesDue(long now, long firstWait) {
            if (standing == Standing.ANSWERING || (times > 0 && now < nextAt)) {
                return false;
            }
            if (!isGivenUp() && times == QUESTIONS) {
                standing = failed ? Standing.FAILING : Standing.SILENT;
                nextAt = now + pauseNanos;
                return false;
            }
            if (isGivenUp()) {
                pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
                nextAt = now + pauseNanos;
            } else {
                nextAt = now + (firstWait << times++);
            }
            askedAt = now;
            return true;
        }

        boolean hears(long now) {
            return standing != Standing.ANSWERING && times > 0 && now < askedAt + LATE_NANOS;
        }

        long wakeNanos(long now) {
            if (standing == Standing.ANSWERING) {
                return Step.NEVER;
            }
            return hears(now) ? Math.min(nextAt, askedAt + LATE_NANOS) : nextAt;
        }
    }

    NameInquiry(RandomGenerator random) {
        this.random = random;
        this.port = random.nextInt(FIRST_PORT, LAST_PORT + 1);
    }

    /// @param roundTripNanos how long the carrier takes there and back
    void begin(long roundTripNanos) {
        waitNanos = Math.min(WAIT_NANOS + 2 * roundTripNanos, LONGEST_WAIT_NANOS);
    }

    /// These are the connection's name servers from now on; a known one stays as it is. What is to be asked
    /// now is returned.
    ///
    /// @param source our address that a server is asked from
    /// @param domain one that they should know, or empty
    List<byte[]> ask(List<InetAddress> current, UnaryOperator<InetAddress> source, String domain, long now) {
        Map<InetAddress, Asked> all = new LinkedHashMap<>();
        for (InetAddress server : current.subList(0, Math.min(MAX_SERVERS, current.size()))) {
            InetAddress from = source.apply(server);
            Asked before = servers.get(server);
            all.put(server, before == null || !before.from.equals(from) ? new Asked(from) : before);
        }
        servers = all;
        List<byte[]> packets = new ArrayList<>();
        all.forEach((server, asked) -> {
            if (asked.comesDue(now, waitNanos)) {
                // a late answer to the question before is one to this
                int id = asked.times > 1 ? asked.question.id() : random.nextInt(1 << 16);
                asked.question = new DnsQuestion(id, domain);
                byte[] message = asked.question.encode();
                packets.add(InnerPacket.udp(asked.from, port, server, SERVER_PORT, message));
            }
        });
        listening = all.values().stream().anyMatch(asked -> asked.hears(now));
        wakeNanos = all.values().stream()
                .mapToLong(asked -> asked.wakeNanos(now))
                .min()
                .orElse(Step.NEVER);
        return packets;
    }

    /// Takes a packet that may be an answer; any other is ignored.
    void take(byte[] packet, long now) {
        if (!(InnerPacket.decodeUdp(packet) instanceof Decoded.Ok<InnerPacket.Datagram>(var datagram, int _))
                || datagram.sourcePort() != SERVER_PORT
                || datagram.destinationPort() != port) {
            return;
        }
        Asked asked = servers.get(datagram.source());
        // SECURITY: port and number are random, so that only who saw the question can answer it
        if (asked != null
                && asked.hears(now)
                && datagram.destination().equals(asked.from)
                && DnsQuestion.decode(datagram.data()) instanceof Decoded.Ok<DnsQuestion.Answer>(var answer, int _)
                && asked.question.isAnsweredBy(answer)) {
            asked.failed = answer.code() == DnsQuestion.SERVFAIL;
            if (!asked.failed) {
                asked.standing = Standing.ANSWERING;
            } else if (asked.standing == Standing.SILENT) {
                asked.standing = Standing.FAILING;
            }
        }
    }

    /// The port that answers come to, or 0 when none is waited for.
    int heardPort() {
        return listening ? port : 0;
    }

    /// Whether all has been tried: each answered, or was given up.
    boolean isOver() {
        return servers.values().stream().allMatch(asked -> asked.standing == Standing.ANSWERING || asked.isGivenUp());
    }

    /// Whether each answered.
    boolean isAnswered() {
        return servers.values().stream().allMatch(asked -> asked.standing == Standing.ANSWERING);
    }

    /// Whether one did.
    boolean hasAnswer() {
        return servers.values().stream().anyMatch(asked -> asked.standing == Standing.ANSWERING);
    }

    long wakeNanos() {
        return wakeNanos;
    }

    List<NameServer> found() {
        return servers.entrySet().stream()
                .map(entry -> new NameServer(entry.getKey(), entry.getValue().standing))
                .toList();
    }
}
