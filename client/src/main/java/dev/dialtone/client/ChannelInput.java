package dev.dialtone.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/// Buffered bytes of a channel, so that reading one at a time costs nothing.
final class ChannelInput extends InputStream {
    private final ReadableByteChannel channel;
    private final ByteBuffer buffer;

    /// @param bytes room of the buffer: streams that are open by the thousand want a small one
    ChannelInput(ReadableByteChannel channel, int bytes) {
        this.channel = channel;
        this.buffer = ByteBuffer.allocate(bytes).flip();
    }

    ChannelInput(ReadableByteChannel channel) {
        this(channel, 8192);
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(bytes, offset, count);
        return count;
    }

    private boolean fill() throws IOException {
        while (!buffer.hasRemaining()) {
            int count;
            try {
                count = channel.read(buffer.clear());
            } finally {
                buffer.flip();
            }
            if (count < 0) {
                return false;
            }
        }
        return true;
    }
}
