package dev.dialtone.host;

import dev.dialtone.core.Decoded;
import dev.dialtone.host.NameServerCheck.ServerAnswer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.Function;

/// Asks one name server one question, twice if need be; 2 s at most.
final class DnsAsker implements Function<InetAddress, ServerAnswer> {
    static final int DNS_PORT = 53;
    private static final int TRIES = 2;
    private static final int TRY_MILLIS = 1_000;
    private static final int BUFFER_BYTES = 512;

    private final int port;

    DnsAsker(int port) {
        this.port = port;
    }

    @Override
    public ServerAnswer apply(InetAddress server) {
        DnsProbe probe = new DnsProbe(new SecureRandom().nextInt(1 << 16));
        byte[] question = probe.question();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(server, port));
            for (int i = 0; i < TRIES; i++) {
                long asked = System.nanoTime();
                socket.send(new DatagramPacket(question, question.length));
                String heard = hear(socket, probe, asked + TRY_MILLIS * 1_000_000L);
                if (!heard.isEmpty()) {
                    return new ServerAnswer(
                            true, "answers (" + heard + ", " + (System.nanoTime() - asked) / 1_000_000 + " ms)");
                }
            }
            return new ServerAnswer(false, "does not answer within " + TRIES * TRY_MILLIS / 1_000 + " s");
        } catch (PortUnreachableException e) {
            return new ServerAnswer(false, "does not listen (port " + port + " is closed)");
        } catch (IOException e) {
            return new ServerAnswer(false, "cannot be reached (" + e.getMessage() + ")");
        }
    }

    /// The response code's word; empty when nothing that answers came until then.
    private static String hear(DatagramSocket socket, DnsProbe probe, long untilNanos) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (long left = left(untilNanos); left > 0; left = left(untilNanos)) {
            socket.setSoTimeout((int) left);
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                return "";
            }
            if (DnsProbe.decode(ByteBuffer.wrap(buffer, 0, packet.getLength())) instanceof Decoded.Ok<DnsProbe.Reply> ok
                    && ok.value().id() == probe.id()) {
                return ok.value().word();
            }
        }
        return "";
    }

    private static long left(long untilNanos) {
        return (untilNanos - System.nanoTime()) / 1_000_000;
    }
}
