package dev.dialtone.client;

import dev.dialtone.api.Capture;
import dev.dialtone.api.PcapngBlock;
import dev.dialtone.core.Decoded;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A capture that the daemon makes. What comes is cut into whole blocks, so that a file is valid wherever it
/// ends.
final class RemoteCapture implements Capture {
    private final DaemonSocket socket;
    private final SocketChannel channel;
    private final InputStream body;
    private volatile boolean closed;

    // of whoever takes; the longest block fits
    private final byte[] buffer = new byte[PcapngBlock.MAX_BYTES];
    private int filled;

    /// @param body of the daemon's answer
    RemoteCapture(DaemonSocket socket, SocketChannel channel, InputStream body) {
        this.socket = socket;
        this.channel = channel;
        this.body = body;
    }

    @Override
    public byte @Nullable [] next() {
        try {
            int whole = whole();
            while (whole == 0 && !closed) {
                int count = body.read(buffer, filled, buffer.length - filled);
                if (count < 0) {
                    return end();
                }
                filled += count;
                whole = whole();
            }
            return closed ? null : take(whole);
        } catch (EOFException | SocketException e) {
            if (closed) {
                return null;
            }
            throw socket.gone();
        } catch (IOException e) {
            if (closed) {
                return null;
            }
            throw socket.garbled(String.valueOf(e.getMessage()));
        }
    }

    private byte @Nullable [] end() throws IOException {
        if (filled > 0) {
            throw new IOException("a capture ends within a block");
        }
        return null;
    }

    /// Bytes of the whole blocks that are there.
    private int whole() throws IOException {
        int at = 0;
        while (true) {
            switch (PcapngBlock.decode(buffer, at, filled)) {
                case Decoded.Ok<PcapngBlock>(PcapngBlock _, int length) -> at += length;
                case Decoded.NeedMore<PcapngBlock>() -> {
                    return at;
                }
                case Decoded.Malformed<PcapngBlock>(String reason, int _) -> throw new IOException(reason);
            }
        }
    }

    private byte[] take(int whole) {
        byte[] taken = Arrays.copyOf(buffer, whole);
        System.arraycopy(buffer, whole, buffer, 0, filled - whole);
        filled -= whole;
        return taken;
    }

    @Override
    public void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            // closed is closed
        }
    }
}
