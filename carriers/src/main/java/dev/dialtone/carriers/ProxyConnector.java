package dev.dialtone.carriers;

import dev.dialtone.core.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Connects to a proxy and has it connect to the server: carries out what a [ProxyDialogue] says. Blocks, for 30 s at
/// most from the first request on; [TcpConnector#cancel] ends it at once.
final class ProxyConnector {
    static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int CHUNK_BYTES = 2048;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TcpConnector tcp;
    private final ProxyWay way;
    private final ProxyDialogue dialogue;
    private final long answerNanos;
    private @Nullable ProxyUse use;

    /// @param answerNanos how long all answers may take together
    ProxyConnector(TcpConnector tcp, ProxyWay way, String authority, long answerNanos) {
        this.tcp = tcp;
        this.way = way;
        this.dialogue = new ProxyDialogue(authority, way, RANDOM);
        this.answerNanos = answerNanos;
    }

    /// A connection that leads to the server.
    ///
    /// @param addresses of the proxy
    SocketChannel connect(List<InetAddress> addresses) throws CarrierException, IOException {
        SocketChannel channel = reach(addresses);
        // a nonce is known to the machine that gave it
        List<InetAddress> same = List.of(((InetSocketAddress) channel.getRemoteAddress()).getAddress());
        long until = System.nanoTime() + answerNanos;
        byte[] chunk = new byte[CHUNK_BYTES];
        ProxyDialogue.Turn turn = dialogue.start();
        boolean used = false;
        while (true) {
            switch (turn) {
                case ProxyDialogue.Turn.Send(byte[] request) -> {
                    if (used) {
                        channel.close();
                        channel = reach(same);
                    }
                    used = true;
                    write(channel, request);
                    turn = new ProxyDialogue.Turn.Read();
                }
                case ProxyDialogue.Turn.Read() -> {
                    int got = read(channel, chunk, until);
                    turn = got < 0 ? dialogue.ended() : dialogue.received(chunk, got);
                }
                case ProxyDialogue.Turn.Open(@Nullable ProxyScheme signIn) -> {
                    use = new ProxyUse(way.address(), signIn);
                    return channel;
                }
                case ProxyDialogue.Turn.Failed(Failure failure) -> throw new CarrierException(failure);
            }
        }
    }

    /// Of the connection that [#connect] gave.
    @Nullable
    ProxyUse use() {
        return use;
    }

    private SocketChannel reach(List<InetAddress> addresses) throws CarrierException, IOException {
        try {
            return tcp.connect(addresses, way.address().port());
        } catch (CarrierException e) {
            throw new CarrierException(ProxyFailures.notReached(way.address(), e.failure()));
        }
    }

    private void write(SocketChannel channel, byte[] request) throws CarrierException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(request);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new CarrierException(ProxyFailures.cut(way.address()));
        } finally {
            Arrays.fill(request, (byte) 0);
        }
    }

    private int read(SocketChannel channel, byte[] chunk, long until) throws CarrierException {
        long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        if (left <= 0) {
            throw silent();
        }
        try {
            // the channel itself has no time limit
            channel.socket().setSoTimeout((int) left);
            return channel.socket().getInputStream().read(chunk);
        } catch (SocketTimeoutException e) {
            throw silent();
        } catch (IOException e) {
            throw new CarrierException(ProxyFailures.cut(way.address()));
        }
    }

    private CarrierException silent() {
        return new CarrierException(ProxyFailures.silent(way.address(), TimeUnit.NANOSECONDS.toSeconds(answerNanos)));
    }
}
