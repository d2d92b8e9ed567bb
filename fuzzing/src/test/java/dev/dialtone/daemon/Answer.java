package dev.dialtone.daemon;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What a daemon answers to raw bytes. A stream is read up to its head only.
///
/// @param status 0 when nothing came
record Answer(int status, String text) {

    static Answer to(Path socket, byte[] request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer out = ByteBuffer.wrap(request);
            try {
                while (out.hasRemaining()) {
                    channel.write(out);
                }
                channel.shutdownOutput();
            } catch (IOException e) {
                // it answered without reading all, or hung up
            }
            return read(channel);
        }
    }

    private static Answer read(SocketChannel channel) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer some = ByteBuffer.allocate(8192);
        try {
            while (!isStream(all) && channel.read(some.clear()) >= 0) {
                all.write(some.array(), 0, some.position());
            }
        } catch (IOException e) {
            // a reset after the answer: the daemon did not read everything
        }
        String text = all.toString(StandardCharsets.UTF_8);
        boolean http = text.startsWith("HTTP/1.1 ") && text.length() > 12;
        return new Answer(http ? Integer.parseInt(text.substring(9, 12)) : 0, text);
    }

    private static boolean isStream(ByteArrayOutputStream all) {
        String text = all.toString(StandardCharsets.ISO_8859_1);
        return text.contains("text/event-stream") || text.contains("application/x-pcapng");
    }

    String body() {
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? "" : text.substring(end + 4);
    }
}
