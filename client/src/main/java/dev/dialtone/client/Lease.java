package dev.dialtone.client;

import dev.dialtone.api.Json;
import dev.dialtone.api.RasException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;

/// The tie between this program and its dials (contract §1): a request whose body never ends. When the
/// program dies, the kernel closes the socket and the manager knows.
final class Lease implements AutoCloseable {
    private static final int MAX_LINE = 4096;

    private final SocketChannel channel;
    private final String id;
    private volatile boolean broken;

    private Lease(SocketChannel channel, String id) {
        this.channel = channel;
        this.id = id;
    }

    static Lease open(DaemonSocket socket, Http http) {
        SocketChannel channel = socket.open();
        try {
            Http.write(channel, Http.head("POST", "/v1/leases", "Transfer-Encoding: chunked\r\n"));
            HttpAnswer answer = HttpAnswer.read(new ChannelInput(channel));
            http.check(answer);
            String line = Lines.read(answer.body(), MAX_LINE).orElseThrow(EOFException::new);
            Lease lease = new Lease(channel, Json.object(line).text("lease"));
            Thread.ofVirtual().name("lease").start(() -> lease.watch(answer.body()));
            return lease;
        } catch (IOException e) {
            close(channel);
            throw socket.gone();
        } catch (RasException e) {
            close(channel);
            throw e;
        }
    }

    String id() {
        return id;
    }

    /// Whether the daemon is gone, and with it the lease.
    boolean isBroken() {
        return broken;
    }

    private void watch(InputStream rest) {
        byte[] dropped = new byte[256];
        try {
            while (rest.read(dropped) >= 0) {
                // only the end matters
            }
        } catch (IOException e) {
            // that is the end too
        }
        broken = true;
        close(channel);
    }

    @Override
    public void close() {
        broken = true;
        close(channel);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // closed is closed
        }
    }
}
